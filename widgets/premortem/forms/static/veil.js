import { make, say } from "./dom.js";

/**
 * What stands above a table in which each writes unseen: that nobody else sees it yet, how much waits, and the button
 * that shows all of it to all. Showing asks once more, as it cannot be taken back.
 */
export function makeVeil(ask, reveal) {
  const told = make("p", { class: "pm-veil-told", tabindex: "-1" });
  const waits = make("p", { class: "pm-veil-waits", role: "status" });
  const open = make("button", { type: "button", class: "pm-veil-open", click: () => sure(true) }, "Show all to everybody");
  const yes = make("button", { type: "button", class: "pm-veil-open", click: () => agree() }, "Yes, show them now");
  const no = make("button", { type: "button", class: "pm-clear", click: () => sure(false) }, "Not yet");
  const asked = make("div", { class: "pm-veil-sure", hidden: true }, make("p", {}, "This cannot be taken back."), yes, no);
  const element = make("div", { class: "pm-veil" }, told, waits, open, asked);
  let locked = false;

  function sure(on) {
    asked.hidden = !on;
    open.hidden = on;
    (on ? yes : open).focus();
  }

  function agree() {
    told.focus(); // the button is gone now, and whoever pressed a key on it goes on from here
    asked.hidden = true;
    reveal();
  }

  /** @param {{shown: boolean, rows: number, people: number} | undefined} waiting @param {number} own */
  function show(waiting, own) {
    if (!waiting) return;
    const { shown, rows, people } = waiting;
    say(told, shown ? "Shown to everybody." : "Only you see what you write here, until all is shown.");
    const some = rows === 1 ? `One ${ask.row_name} is written` : `${rows} ${ask.row_name}s are written`;
    say(waits, shown || !rows ? "" : people > 1 ? `${some}, by ${people} people.` : own ? `${some} so far, all by you.` : `${some}, by one other person.`);
    element.classList.toggle("shown", shown);
    open.hidden = locked || shown || !rows || !asked.hidden;
    if (shown || !rows) asked.hidden = true;
  }

  return {
    element,
    show,
    lock: () => {
      locked = true;
    },
  };
}
