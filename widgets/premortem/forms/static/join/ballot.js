import { makeChoice } from "../controls/choice.js";
import { makeDate } from "../controls/date.js";
import { makeNumber } from "../controls/number.js";
import { makeRadios } from "../controls/radios.js";
import { makeRange } from "../controls/range.js";
import { freshId } from "../dom.js";
import { makeDots } from "./dots.js";
import { makeOrder } from "./order.js";
import { makeTexts } from "./texts.js";

const RADIOS_MOST = 12;

/**
 * What a vote asks, as something to fill in.
 * @param {any} subject
 * @param {{labelId: string, describedBy: string, currency: string, onInput: (value: any) => void}} given
 * @returns {{element: HTMLElement, value: () => any, show: (value: any) => void, focus: () => void,
 *   invalid: (wrong: boolean) => void, problem: () => string}} `value` is null where nothing was filled in; `problem`
 * says what can be seen to be wrong already, "" for nothing: the server checks all of it again
 */
export function makeBallot(subject, given) {
  const ask = { options: [], ...subject };
  const nothing = { invalid: () => {}, problem: () => "" };
  if (ask.kind === "rank") return { ...nothing, ...makeOrder(ask, given) };
  if (ask.kind === "dots") return { ...nothing, ...makeDots(ask, given) };
  if (ask.kind === "text") return { ...nothing, ...makeTexts(ask, given) };
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
    invalid: (wrong) => control.invalid(wrong),
    problem: () => (ask.kind === "range" ? rangeProblem(ask, value) : ask.kind === "number" ? numberProblem(ask, value, "It") : ""),
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

/** @returns {number | null} what was typed, where it has but one meaning; the server understands more */
function plainNumber(typed) {
  const text = String(typed ?? "").trim();
  return /^-?\d+([.,]\d+)?$/.test(text) && !/^-?\d{1,3}[.,]\d{3}$/.test(text) ? Number(text.replace(",", ".")) : null;
}

function numberProblem(ask, typed, name) {
  const figure = plainNumber(typed);
  if (figure === null) return "";
  if (figure < (ask.minimum ?? -Infinity)) return `${name} must be ${ask.minimum} or more.`;
  if (figure > (ask.maximum ?? Infinity)) return `${name} must be ${ask.maximum} or less.`;
  return ask.whole && !Number.isInteger(figure) ? `${name} must be a whole number.` : "";
}

function rangeProblem(ask, value) {
  const parts = [["low", "Low"], ["best", "Best guess"], ["high", "High"]];
  const empty = parts.filter(([part]) => !String(value?.[part] ?? "").trim()).map(([, name]) => name.toLowerCase());
  if (empty.length) return `All three are wanted: fill in ${empty.join(" and ")}.`;
  for (const [part, name] of parts) {
    const wrong = numberProblem(ask, value[part], name);
    if (wrong) return wrong;
  }
  const [low, best, high] = parts.map(([part]) => plainNumber(value[part]));
  if (low !== null && best !== null && low > best) return "Low is above the best guess: exchange them, or correct one.";
  if (best !== null && high !== null && best > high) return "The best guess is above high: exchange them, or correct one.";
  return "";
}
