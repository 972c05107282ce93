import { make, randomId, say } from "./dom.js";
import { makeField } from "./field.js";
import { makePaste } from "./paste.js";
import { makeRow } from "./row.js";
import { makeVeil } from "./veil.js";

const GRID_COLUMNS_MAX = 5;
const SHORT_KINDS = new Set(["text", "number", "money", "date", "choice", "yes-no"]);
const LONG_TEXT = 200;
const FOLDABLE_FROM = 3;

/**
 * A question answered by rows that people add, edit, move and delete. On a wide page a few short columns stand side by
 * side; otherwise, and on phones, each row is a card.
 */
export function makeTable(ask, form) {
  const where = { question: ask.id };
  /** @type {Map<string, ReturnType<typeof makeRow>>} */ const rows = new Map();
  let order = [];

  const status = make("p", { class: "pm-status", role: "status" });
  const list = make("ol", { class: "pm-rows" });
  const add = make("button", { type: "button", class: "pm-add", click: () => addRow() }, `Add ${/^[aeiou]/i.test(ask.row_name) ? "an" : "a"} ${ask.row_name}`);
  const fold = make("button", { type: "button", class: "pm-clear", hidden: true, click: () => foldAll() }, "Fold all");
  const full = make("p", { class: "pm-limits" });
  // "Don't know" about the whole table is an answer as well; it shares its looks and its rules with the other fields.
  const whole = makeField(ask, where, { ...form, control: () => placeholder() });
  const { element } = whole;
  element.classList.add("pm-table");
  const short = ask.columns.every((column) => SHORT_KINDS.has(column.kind)) && ask.columns.filter(isLong).length < 3;
  const side = ask.columns.length <= GRID_COLUMNS_MAX && short;
  element.classList.toggle("side-by-side", side);
  element.style.setProperty("--columns", String(ask.columns.length));
  const paste = form.readOnly ? null : makePaste(ask, form, status);
  element.querySelector(".pm-control").append(
    side ? heads(ask) : "",
    list,
    paste ? make("div", { class: "pm-table-foot" }, add, fold, full) : "",
    status,
    paste?.element ?? "",
  );

  const edit = (what) => form.edit({ ...what, question: ask.id });
  const nameOf = (row) => row.name() || `${ask.row_name} ${order.indexOf(row.id) + 1}`;

  function addRow() {
    const row = randomId();
    edit({ do: "add-row", row });
    form.refresh();
    rows.get(row)?.focus();
  }

  function removeRow(id) {
    const place = order.indexOf(id);
    const name = nameOf(rows.get(id));
    edit({ do: "remove-row", row: id });
    form.refresh();
    const neighbour = rows.get(order[place]) ?? rows.get(order[place - 1]);
    if (neighbour) neighbour.focus();
    else add.focus();
    say(status, `Deleted: ${name}. Undo brings it back.`);
  }

  function moveRow(id, by) {
    const to = order.indexOf(id) + by;
    if (to < 0 || to >= order.length) return;
    edit({ do: "move-row", row: id, to });
    form.refresh();
    rows.get(id).focusMove(by);
    say(status, `${nameOf(rows.get(id))} is now ${to + 1} of ${order.length}.`);
  }

  function foldAll() {
    const shut = [...rows.values()].some((row) => row.isOpen());
    for (const row of rows.values()) row.open(!shut);
    say(fold, shut ? "Unfold all" : "Fold all");
  }

  function show(shown, answer) {
    order = shown.map((row) => row.id);
    for (const [id, row] of rows) {
      if (!order.includes(id)) {
        row.element.remove();
        rows.delete(id);
      }
    }
    shown.forEach((given, place) => {
      if (!rows.has(given.id)) rows.set(given.id, makeRow(ask, given.id, form, { moveRow, removeRow }));
      const row = rows.get(given.id);
      // Only what is out of place moves: a field that is being typed in must stay in the document.
      if (list.children[place] !== row.element) keepingFocus(() => list.insertBefore(row.element, list.children[place] ?? null));
      row.show(given.cells, place, order.length);
    });
    fold.hidden = order.length < FOLDABLE_FROM || side;
    add.disabled = order.length >= ask.rows_max;
    say(full, add.disabled ? `At most ${ask.rows_max} fit here.` : "");
    element.classList.toggle("empty", !order.length);
    whole.show(answer);
    element.classList.toggle("answered", order.length > 0 || Boolean(answer));
  }

  const veil = ask.unseen ? makeVeil(ask, () => edit({ do: "reveal" })) : null;
  if (veil) list.before(veil.element);
  if (form.readOnly) veil?.lock();

  return {
    element,
    show,
    conceal: (waiting) => veil?.show(waiting, order.length),
    focus: () => (order.length ? rows.get(order[0]).focus() : add.focus()),
    note: whole.note,
    refuse: whole.refuse,
    hear: (answer) => paste?.hear(answer),
    row: (id) => rows.get(id),
    rows: () => rows.values(),
  };
}

/** Whether sentences are written in it: three such columns side by side would hold a word a line. */
function isLong(column) {
  return column.kind === "text" && column.length_max >= LONG_TEXT;
}

function placeholder() {
  return { element: make("div", { hidden: true }), show() {}, focus() {}, typing: () => false, invalid() {} };
}

/** The columns' words once above the rows; every cell carries its own label too, so this is for the eye only. */
function heads(ask) {
  const words = ask.columns.map((column) => make("span", {}, column.text));
  return make("div", { class: "pm-heads", "aria-hidden": "true" }, ...words, make("span", {}));
}

function keepingFocus(move) {
  const focused = document.activeElement;
  move();
  if (focused && focused !== document.activeElement && document.contains(focused)) focused.focus({ preventScroll: true });
}
