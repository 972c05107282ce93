import { makeChoice } from "../controls/choice.js";
import { makeDate } from "../controls/date.js";
import { makeNumber } from "../controls/number.js";
import { makeRadios } from "../controls/radios.js";
import { makeRange } from "../controls/range.js";
import { makeColumns } from "../columns.js";
import { freshId } from "../dom.js";
import { makeDots } from "./dots.js";
import { makeOrder } from "./order.js";
import { problemOf } from "./problems.js";
import { makeTexts } from "./texts.js";

const RADIOS_MOST = 12;

/**
 * What a vote asks, as something to fill in.
 * @param {any} subject
 * @param {{labelId: string, describedBy: string, currency: string, onInput: (value: any) => void}} given
 * @returns {{element: HTMLElement, value: () => any, show: (value: any) => void, focus: () => void,
 *   invalid: (wrong: boolean, words?: string) => boolean | void, problem: () => string}} `value` is null where nothing
 * was filled in; `invalid` returns whether it has said the words itself; `problem` says what can be seen to be wrong
 * already, "" for nothing: the server checks all of it again
 */
export function makeBallot(subject, given) {
  const ask = { options: [], ...subject };
  const nothing = { invalid: () => {}, problem: () => "" };
  if (ask.kind === "rank") return { ...nothing, ...makeOrder(ask, given) };
  if (ask.kind === "dots") return { ...nothing, ...makeDots(ask, given) };
  if (ask.kind === "text") return { ...nothing, ...makeTexts(ask, given) };
  if (ask.kind === "rows") return makeColumns(ask.columns, { ...given, problem: problemOf });
  return makeSingle(ask, given);
}

function makeSingle(ask, given) {
  let value = null;
  const control = controlOf(ask, {
    ...given, id: freshId("vote"), compact: false,
    onInput: (told) => {
      value = told;
      given.onInput(told);
    },
  });
  control.labelled?.setAttribute("aria-labelledby", given.labelId);
  return {
    element: control.element,
    value: () => (typeof value === "string" && !value.trim() ? null : value),
    show(told) {
      value = told ?? null;
      control.show(value);
    },
    focus: () => control.focus(),
    invalid: (wrong) => void control.invalid(wrong),
    problem: () => problemOf(ask, value),
  };
}

function controlOf(ask, given) {
  if (ask.kind === "number") return makeNumber(ask, given);
  if (ask.kind === "range") return makeRange(ask, given);
  if (ask.kind === "date") return makeDate(ask, given);
  const meant = ask.options.some((option) => option.meaning);
  if (ask.options.length > RADIOS_MOST) return makeChoice({ ...ask, options: ask.options }, given);
  const yesNo = ask.options.every((option) => typeof option.value === "boolean");
  return makeRadios(ask.options, given, meant || !yesNo ? "cards" : "pills");
}
