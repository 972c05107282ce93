import { makeColumns } from "../columns.js";
import { CONTROLS } from "../controls/control.js";
import { freshId, make, say } from "../dom.js";
import { button } from "./parts.js";

/** What a group agrees on after a vote: what a ballot is, but after dots the things that it goes on with. */
export function makeAgreed(subject, currency, name) {
  return subject.kind === "dots" ? makeChosen(subject.options ?? [], name) : makeBallot(subject, currency, name);
}

/**
 * What a vote asks, as something to fill in, for somebody without a phone.
 * @param {any} subject @param {string} currency @param {string} name what the whole is called, for who cannot see
 */
export function makeBallot(subject, currency, name) {
  if (subject.kind === "rank") return makeOrder(subject.options ?? [], name);
  if (subject.kind === "dots") return makeDots(subject, name);
  if (subject.kind === "text") return makeTexts(subject, name);
  if (subject.kind === "rows") return makeRow(subject, currency, name);
  const label = make("span", { class: "pm-led-label", id: freshId("ballot") }, name);
  let value = null;
  // A choice of many options is a list, as everywhere in the workbook.
  const control = CONTROLS[subject.kind](subject, { id: freshId("ballot"), labelId: label.id, describedBy: "", compact: subject.kind === "scale", currency, onInput: (given) => (value = given) });
  const named = control.labelled ? make("label", { class: "pm-led-label", for: control.labelled.id }, name) : label;
  return {
    element: make("div", { class: "pm-led-ballot" }, named, make("div", { class: "pm-control" }, control.element)),
    value: () => value,
    set: (given) => ((value = given ?? null), control.show(value)),
    focus: () => control.focus(),
  };
}

function makeRow(subject, currency, name) {
  const label = make("p", { class: "pm-led-label", id: freshId("ballot") }, name);
  const columns = makeColumns(subject.columns, { labelId: label.id, currency, onInput: () => {} });
  return {
    element: make("div", { class: "pm-led-ballot" }, label, columns.element),
    value: columns.value,
    set: columns.show,
    focus: columns.focus,
  };
}

function makeOrder(options, name) {
  let order = options.map((option) => option.value);
  const said = make("p", { class: "pm-unseen", role: "status" });
  const list = make("ol", { class: "pm-led-order" });
  const labels = new Map(options.map((option) => [option.value, option.label]));
  function move(value, by) {
    const from = order.indexOf(value);
    const to = from + by;
    if (to < 0 || to >= order.length) return;
    order.splice(to, 0, ...order.splice(from, 1));
    show();
    say(said, `${labels.get(value)}: place ${to + 1} of ${order.length}`);
    list.children[to].querySelector(`button[data-by="${by}"]`).focus();
  }
  function show() {
    list.replaceChildren(
      ...order.map((value) => {
        const by = (step, arrow, words) => button(arrow, () => move(value, step), "pm-led-act", { "data-by": step, "aria-label": `${words}: ${labels.get(value)}` });
        return make("li", {}, make("span", { dir: "auto" }, labels.get(value)), by(-1, "\u2191", "Move up"), by(1, "\u2193", "Move down"));
      }),
    );
  }
  show();
  return {
    element: make("fieldset", {}, make("legend", {}, `${name}: the first on top`), list, said),
    value: () => order,
    set: (given) => (Array.isArray(given) && given.length === order.length && (order = [...given]), show()),
    focus: () => list.querySelector("button")?.focus(),
  };
}

function makeDots(subject, name) {
  const inputs = (subject.options ?? []).map((option) => {
    const input = make("input", { type: "number", min: 0, max: subject.dots, value: 0, id: freshId("dots"), input: () => tell() });
    return { option, input, row: make("li", {}, make("label", { for: input.id, dir: "auto" }, option.label), input) };
  });
  const left = make("p", { class: "pm-help", role: "status" });
  const value = () => Object.fromEntries(inputs.map(({ option, input }) => [String(option.value), Number(input.value)]).filter(([, dots]) => dots));
  function tell() {
    const rest = subject.dots - Object.values(value()).reduce((sum, dots) => sum + dots, 0);
    say(left, rest < 0 ? `${-rest} dots too many` : `${rest} of ${subject.dots} dots left`);
  }
  tell();
  return {
    element: make("fieldset", {}, make("legend", {}, name), left, make("ul", { class: "pm-led-order" }, ...inputs.map(({ row }) => row))),
    value,
    set(given) {
      for (const { option, input } of inputs) input.value = given?.[String(option.value)] ?? 0;
      tell();
    },
    focus: () => inputs[0]?.input.focus(),
  };
}

function makeChosen(options, name) {
  const boxes = options.map((option) => {
    const box = make("input", { type: "checkbox", id: freshId("chosen") });
    return { option, box, row: make("li", {}, box, make("label", { for: box.id, dir: "auto" }, option.label)) };
  });
  return {
    element: make("fieldset", {}, make("legend", {}, name), make("ul", { class: "pm-led-chosen" }, ...boxes.map(({ row }) => row))),
    value: () => boxes.filter(({ box }) => box.checked).map(({ option }) => option.value),
    set: (given) => boxes.forEach(({ option, box }) => (box.checked = given?.includes?.(option.value) ?? false)),
    focus: () => boxes[0]?.box.focus(),
  };
}

function makeTexts(subject, name) {
  const input = make("textarea", { id: freshId("texts"), rows: 3, dir: "auto" });
  return {
    element: make("div", { class: "pm-led-ballot" }, make("label", { class: "pm-led-label", for: input.id }, `${name}, one a line`), input),
    value: () => input.value.split("\n").filter((line) => line.trim()),
    set: (given) => (input.value = Array.isArray(given) ? given.join("\n") : ""),
    focus: () => input.focus(),
  };
}
