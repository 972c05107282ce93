import { make } from "./dom.js";
import { grouped, unitOf } from "./controls/number.js";

export const DONT_KNOW = "don't know";

/** @returns {string} an answer in words, for read-only pages; "" where there is none */
export function inWords(ask, value, currency) {
  if (value === null || value === undefined) return "";
  if (value === DONT_KNOW) return "Don't know";
  const unit = unitOf(ask, currency);
  const amount = (number) => (number === null || number === undefined ? "?" : grouped(number) || String(number));
  if (ask.kind === "yes-no") return value ? "Yes" : "No";
  if (ask.options) return ask.options.find((option) => option.value === value)?.label ?? String(value);
  if (ask.kind === "range") {
    return `${amount(value.best)} ${unit} (from ${amount(value.low)} to ${amount(value.high)})`.replace("  ", " ");
  }
  return ask.kind === "number" || ask.kind === "money" ? `${amount(value)} ${unit}`.trim() : String(value);
}

/** A control that only shows: for visitors who may read. */
export function makeAnswer(ask, given) {
  const words = make("p", { class: "pm-answer", dir: "auto" });
  const meaning = make("p", { class: "pm-option-meaning" });
  return {
    element: make("div", { "aria-labelledby": given.labelId, role: "group" }, words, meaning),
    show(value) {
      const text = inWords(ask, value, given.currency);
      words.textContent = text || "No answer yet";
      words.classList.toggle("none", !text);
      meaning.textContent = ask.options?.find((option) => option.value === value)?.meaning ?? "";
    },
    focus() {},
    typing: () => false,
    invalid() {},
  };
}
