import { makeDisclosure } from "../disclosure.js";
import { freshId, make, say } from "../dom.js";

/** How a table was read, and the way to have it read otherwise. @param {(how: object) => void} again */
export function makeReadingOf(again) {
  const notes = make("ul", { class: "pm-notes" });
  const first = make("select", { id: freshId("first") }, ...[["", "Found out from the lines below it"], ["yes", "It names the columns"], ["no", "It is a row like all others"]].map(([value, label]) => make("option", { value }, label)));
  const sheet = make("input", { type: "text", id: freshId("sheet"), maxlength: 80, autocomplete: "off", dir: "auto" });
  const alarm = make("p", { class: "pm-error", role: "alert" });
  const button = make("button", { type: "button", class: "pm-second", click: () => again({ header: first.value, sheet: sheet.value }) }, "Read it again");
  const panel = makeDisclosure(
    "scan:read",
    "How was it read?",
    make(
      "div",
      { class: "pm-scan-more" },
      notes,
      make("div", { class: "pm-scan-field" }, make("label", { for: first.id }, "What is the first line?"), make("div", { class: "pm-control" }, first)),
      make("div", { class: "pm-scan-field" }, make("label", { for: sheet.id }, "Which sheet, where it is an Excel file?"), sheet),
      alarm,
      button,
    ),
  );
  return {
    element: panel.element,
    show(table) {
      notes.replaceChildren(...(table.notes ?? []).map((note) => make("li", {}, make("bdi", {}, note))));
      first.value = table.header ?? "";
      sheet.value = table.sheet ?? "";
      say(alarm, "");
    },
    refuse(message) {
      panel.open(true);
      say(alarm, message);
    },
    lock: (locked) => (first.disabled = sheet.disabled = button.disabled = locked),
  };
}
