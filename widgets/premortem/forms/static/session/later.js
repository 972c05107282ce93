import { make, say } from "../dom.js";
import { button, labelled, makeAlarm, makeLines } from "./parts.js";

/** What is talked about another time. */
export function makeParking(commands) {
  const alarm = makeAlarm();
  const items = make("ul", { class: "pm-led-parked" });
  const list = makeLines(items, ({ parked, leading }) =>
    parked.map((each) =>
      make("li", { class: each.settled ? "settled" : null }, make("span", { dir: "auto" }, each.text), each.settled ? make("span", { class: "pm-led-small" }, "settled") : leading && button("Settled", () => commands.give("settle", { item: each.id }, alarm), "pm-led-act", { "data-key": `settle:${each.id}`, "aria-label": `Settled: ${each.text}` })),
    ),
  );
  const text = make("input", { type: "text", maxlength: 300, dir: "auto", autocomplete: "off" });
  const add = make("form", { class: "pm-led-row", novalidate: true }, labelled("What is for another time?", text), make("button", { type: "submit", class: "pm-second" }, "Park it"));
  add.addEventListener("submit", (event) => {
    event.preventDefault();
    commands.give("park", { text: text.value }, alarm, () => ((text.value = ""), text.focus()));
  });
  return {
    element: make("div", { class: "pm-led-part" }, alarm, items, add),
    show(view) {
      add.hidden = !view.leading;
      list.show({ parked: view.parked, leading: view.leading });
    },
  };
}

/** Who does what by when: those of earlier sessions first, and new ones, in the workbook's own list. */
export function makeActions(commands, { openList }) {
  const alarm = makeAlarm();
  const before = make("ul", { class: "pm-led-actions" });
  const since = make("ul", { class: "pm-led-actions" });
  const said = (all) => all.map((each) => make("li", {}, make("span", { dir: "auto" }, each.what || "Not said yet"), make("span", { class: "pm-led-small" }, [each.owner || "nobody yet", each.due || "no date yet"].join(" \u00b7 "))));
  const lists = { earlier: makeLines(before, said), now: makeLines(since, said) };
  const what = make("textarea", { rows: 2, dir: "auto" });
  const owner = make("input", { type: "text", dir: "auto", autocomplete: "off" });
  const due = make("input", { type: "date" });
  const add = make("form", { class: "pm-led-stack", novalidate: true }, labelled("What is done?", what), make("div", { class: "pm-led-row" }, labelled("Who", owner), labelled("By when", due), make("button", { type: "submit", class: "pm-second" }, "Add the action")));
  const none = { earlier: make("p", { class: "pm-help" }, "None was on the list before."), now: make("p", { class: "pm-help" }, "None so far.") };
  add.addEventListener("submit", (event) => {
    event.preventDefault();
    commands.give("action", { what: what.value, owner: owner.value, due: due.value || null }, alarm, () => {
      what.value = owner.value = due.value = "";
      what.focus();
    });
  });
  return {
    element: make("div", { class: "pm-led-part" }, make("h3", {}, "From before this session"), none.earlier, before, make("h3", {}, "From this session"), none.now, since, alarm, add, button("Open the whole list", openList, "pm-clear")),
    show(view, actions) {
      add.hidden = !view.leading;
      for (const when of ["earlier", "now"]) {
        none[when].hidden = actions[when].length > 0;
        lists[when].show(actions[when]);
      }
      say(alarm, alarm.textContent);
    },
  };
}
