import { DONT_KNOW } from "./answer.js";
import { CONTROLS } from "./controls/control.js";
import { freshId, make, say } from "./dom.js";

/**
 * The columns of a table, one below the other: a row that one person fills in alone. Any of them may stay open.
 * @param {any[]} columns each a subject of its own, with its id in `column`
 * @param {{labelId: string, currency: string, onInput: (rows: any) => void,
 *   problem?: (column: any, value: any) => string}} given
 */
export function makeColumns(columns, given) {
  const fields = columns.map((column) => makeColumn(column, given, () => given.onInput(value())));
  const row = () => Object.fromEntries(fields.map((field) => [field.id, field.value()]).filter(([, told]) => told !== null));
  const value = () => (Object.keys(row()).length ? [row()] : null);
  return {
    element: make("div", { class: "pm-columns", role: "group", "aria-labelledby": given.labelId }, ...fields.map((field) => field.element)),
    value,
    show(rows) {
      const shown = [rows].flat()[0] ?? {};
      for (const field of fields) field.show(shown[field.id] ?? null);
    },
    focus: () => (fields.find((field) => field.isWrong()) ?? fields[0]).focus(),
    /** @returns {boolean} whether what is wrong stands beside the column that the words name */
    invalid(wrong, words = "") {
      let found = false;
      for (const field of fields) {
        const [, rule] = wrong ? words.split(`${named(field.text)}: `) : [];
        field.wrong(rule && !found ? `${rule[0].toUpperCase()}${rule.slice(1)}` : "");
        found ||= Boolean(rule);
      }
      return found;
    },
    problem() {
      for (const field of fields) {
        const wrong = field.problem();
        if (wrong) return `${named(field.text)}: ${wrong}`;
      }
      return "";
    },
  };
}

/** As a refusal of the server names a column. */
function named(text) {
  return `\u201c${text}\u201d`;
}

function makeColumn(ask, given, changed) {
  const ids = { control: freshId("column"), label: freshId("asked"), help: freshId("help"), error: freshId("error") };
  let value = null;
  let beforeUnknown = null;
  const control = CONTROLS[ask.kind]({ options: [], ...ask }, {
    id: ids.control, labelId: ids.label, describedBy: `${ids.help} ${ids.error}`, compact: false, currency: given.currency,
    onInput: (told) => give(told),
  });
  const words = control.labelled
    ? make("label", { for: ids.control, id: ids.label, dir: "auto" }, ask.text)
    : make("span", { id: ids.label, dir: "auto" }, ask.text);
  const error = make("p", { class: "pm-error", id: ids.error, role: "alert" });
  const aside = (label, looks, click, more = {}) => {
    const button = make("button", { type: "button", class: looks, id: freshId("aside"), click, ...more }, label);
    button.setAttribute("aria-labelledby", `${button.id} ${ids.label}`);
    return button;
  };
  const unknown = aside("Don't know", "pm-unknown", () => turnUnknown(), { "aria-pressed": "false" });
  const clear = aside("Clear", "pm-clear", () => (put(null), control.focus()), { hidden: true });
  const isBlank = (told) => told === null || told === undefined || (typeof told === "string" && !told.trim());

  function give(told) {
    value = isBlank(told) ? null : told;
    tell();
    changed();
  }

  function put(told) {
    control.show(told === DONT_KNOW ? null : told);
    give(told);
  }

  function turnUnknown() {
    if (value === DONT_KNOW) return put(beforeUnknown);
    beforeUnknown = value;
    put(DONT_KNOW);
  }

  function tell() {
    unknown.setAttribute("aria-pressed", String(value === DONT_KNOW));
    clear.hidden = !control.clearable || value === null || value === DONT_KNOW;
  }

  return {
    id: ask.column,
    text: ask.text,
    element: make(
      "div",
      { class: "pm-column", "data-column": ask.column },
      make("div", { class: "pm-words" }, words),
      make("p", { class: "pm-help", id: ids.help }, ask.help ?? ""),
      make("div", { class: "pm-control" }, control.element),
      error,
      make("div", { class: "pm-asides" }, unknown, clear),
    ),
    value: () => value,
    show(told) {
      value = isBlank(told) ? null : told;
      control.show(value === DONT_KNOW ? null : value);
      tell();
    },
    focus: () => control.focus(),
    problem: () => (value === null || value === DONT_KNOW ? "" : (given.problem?.(ask, value) ?? "")),
    wrong(told) {
      say(error, told);
      control.invalid(Boolean(told));
    },
    isWrong: () => Boolean(error.textContent),
  };
}
