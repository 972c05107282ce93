import { freshId, make, say } from "../dom.js";
import { button, labelled, makeAlarm } from "./parts.js";

const SHOWN_MOST = 30;
const HOW = { text: "write", dots: "dots", rank: "order", scale: "scale", choice: "choice", range: "low, best, high", number: "figure", date: "day", rows: "each fills in a row" };
const FREE = [["choice", "One of several"], ["dots", "Dots on several"], ["rank", "An order of several"], ["levels", "A scale from 1 to 5"], ["range", "Low, best and high"], ["number", "A figure"], ["date", "A day"], ["text", "Texts"]];
const WITH_OPTIONS = ["choice", "dots", "rank"];

/** What a vote can be opened on: any question of the workbook, found by a part of its words, and one of one's own. */
export function makeAsk(commands) {
  const alarm = makeAlarm();
  const sought = make("input", { type: "search", autocomplete: "off", spellcheck: "false", dir: "auto", input: () => show(), focus: () => fetch() });
  const found = make("ul", { class: "pm-led-found", "aria-label": "Questions found" });
  const count = make("p", { class: "pm-help", role: "status" });
  const text = make("textarea", { rows: 2, dir: "auto" });
  const kind = make("select", { change: () => fit() }, ...FREE.map(([value, label]) => make("option", { value }, label)));
  const options = make("textarea", { rows: 3, dir: "auto" });
  const optionsField = labelled("What can be chosen, one a line", options);
  const own = make("details", {}, make("summary", {}, "Ask something that is not in the workbook"), make("div", { class: "pm-led-stack" }, labelled("Your question", text), labelled("How people answer", kind), optionsField, button("Open this vote", () => open(ownQuestion(), () => (text.value = options.value = "")), "pm-button")));
  const element = make("section", { class: "pm-led-ask", "aria-label": "Open a vote" }, labelled("Open a vote on a question of the workbook", sought, "Type a part of its words. Nobody sees a vote before you show it."), count, found, own, alarm);
  let askable = [];
  let chapter = "";
  let asked = false;

  function fetch() {
    if (asked) return;
    asked = true;
    commands.give("askable", {}, alarm);
  }

  function ownQuestion() {
    const lines = options.value.split("\n").filter((line) => line.trim());
    return { text: text.value, options: WITH_OPTIONS.includes(kind.value) ? lines : [], kind: kind.value };
  }

  function open(fields, done) {
    commands.give("vote", fields, alarm, () => {
      sought.value = "";
      show();
      done?.();
    });
  }

  function fit() {
    optionsField.hidden = !WITH_OPTIONS.includes(kind.value);
  }

  function show() {
    const words = sought.value.toLowerCase().split(/\s+/).filter(Boolean);
    const near = words.length ? askable : askable.filter((each) => each.chapter === chapter);
    const all = near.filter((each) => words.every((word) => `${each.text} ${each.title}`.toLowerCase().includes(word)));
    found.replaceChildren(
      ...all.slice(0, SHOWN_MOST).map(({ question, row, column, kind: how, text: says, title }) => {
        const id = freshId("ask");
        const about = make("span", { class: "pm-led-small" }, `${title} \u00b7 ${HOW[how] ?? how}`);
        return make("li", {}, make("button", { type: "button", class: "pm-led-askable", id, "data-ask": question, click: () => open({ question, row, column, kind: how }) }, make("span", { dir: "auto" }, says), about));
      }),
    );
    found.hidden = !all.length;
    const more = all.length - SHOWN_MOST;
    say(count, words.length && !all.length ? "No question has these words." : more > 0 ? `${more} more: type further words.` : "");
  }

  fit();
  return {
    element,
    open,
    /** @param {any[]} given what can be asked @param {string} now the chapter of the step that runs: offered unasked */
    offer(given, now) {
      if (given === askable && now === chapter) return;
      askable = given;
      chapter = now;
      show();
    },
    stale: () => (asked = false),
    fetch,
  };
}
