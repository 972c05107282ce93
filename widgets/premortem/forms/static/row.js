import { DONT_KNOW } from "./answer.js";
import { desk } from "./desk.js";
import { icon, make, say } from "./dom.js";
import { makeField } from "./field.js";

const UP = "M8 3.5 13 9l-1.2 1.1L9 7v6H7V7l-2.8 3.1L3 9z";
const DOWN = "M8 12.5 3 7l1.2-1.1L7 9V3h2v6l2.8-3.1L13 7z";
const BIN = "M6 2h4l.5 1H14v1.5H2V3h3.5zM3 5.5h10L12.2 14H3.8zm3 2v5h1.2v-5zm2.8 0v5H10v-5z";

/** One row of a table: its name, its cells, and what can be done with it. */
export function makeRow(ask, id, form, { moveRow, removeRow }) {
  const key = `row:${ask.id}/${id}`;
  const fields = new Map(
    ask.columns.map((column) => [column.id, makeField(column, { question: ask.id, row: id, column: column.id }, form)]),
  );
  const [heading] = ask.columns;
  let cells = {};

  const number = make("span", { class: "pm-row-number" });
  const summary = make("span", { class: "pm-row-summary" });
  const note = make("p", { class: "pm-note" });
  const tool = (picture, act) => make("button", { type: "button", class: "pm-tool", click: act }, icon(picture));
  const up = tool(UP, () => moveRow(id, -1));
  const down = tool(DOWN, () => moveRow(id, 1));
  const remove = tool(BIN, () => removeRow(id));
  const toggle = make(
    "button",
    { type: "button", class: "pm-tool pm-fold", click: () => open(!isOpen()) },
    make("span", { class: "pm-chevron", "aria-hidden": "true" }),
  );
  const tools = form.readOnly ? null : make("div", { class: "pm-tools" }, up, down, remove);
  const body = make("div", { class: "pm-cells" }, ...[...fields.values()].slice(1).map((field) => field.element));
  const group = make(
    "div",
    { class: "pm-row", role: "group" },
    make("div", { class: "pm-row-head" }, toggle, number, fields.get(heading.id).element, summary, note, tools),
    body,
  );
  const element = make("li", { "data-row-id": id }, group);

  const name = () => (typeof cells[heading.id] === "string" && cells[heading.id] !== DONT_KNOW ? cells[heading.id] : "");
  const isOpen = () => !body.hidden;
  const open = (wanted) => {
    desk().opened.set(key, wanted);
    body.hidden = !wanted;
    toggle.setAttribute("aria-expanded", String(wanted));
    group.classList.toggle("folded", !wanted);
  };
  open(desk().opened.get(key) ?? true);

  return {
    id,
    element,
    name,
    isOpen,
    open,
    show(given, place, count) {
      cells = given;
      const called = name() || `${ask.row_name} ${place + 1}`;
      for (const [column, field] of fields) field.show(given[column]);
      group.setAttribute("aria-label", called);
      say(number, String(place + 1));
      const answered = ask.columns.slice(1).filter((column) => (given[column.id] ?? null) !== null).length;
      say(summary, `${answered} of ${ask.columns.length - 1} answered`);
      toggle.setAttribute("aria-label", `Answers about ${called}`);
      up.setAttribute("aria-label", `Move ${called} up`);
      down.setAttribute("aria-label", `Move ${called} down`);
      remove.setAttribute("aria-label", `Delete ${called}`);
      // Not `disabled`: that would drop the focus of who moves a row to the end with the keyboard.
      up.setAttribute("aria-disabled", String(place === 0));
      down.setAttribute("aria-disabled", String(place === count - 1));
    },
    field: (column) => fields.get(column),
    fields: () => fields,
    note: (text) => say(note, text ?? ""),
    focus: () => fields.get(heading.id).focus(),
    focusMove: (by) => (by < 0 ? up : down).focus(),
  };
}
