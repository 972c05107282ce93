import { freshId, make, say } from "../dom.js";
import { hasFocus, listenToTyping, write } from "./typed.js";

/** A number or an amount as people type it ("12,5", "250k"); Python reads it, the line beside it shows how it was read. */
export function makeNumber(ask, given) {
  const unit = unitOf(ask, given.currency);
  const hint = make("span", { class: "pm-unit", id: freshId("unit") }, unit);
  const reads = make("span", { class: "pm-reads" });
  const limits = given.compact ? "" : limitsOf(ask, unit);
  const input = make("input", {
    id: given.id, type: "text", inputmode: "decimal", autocomplete: "off", class: "pm-number",
    "aria-describedby": `${hint.id} ${given.describedBy}`,
  });
  listenToTyping(input, () => input.value, given.onInput);
  return {
    element: make(
      "div",
      { class: "pm-entry" },
      input,
      hint,
      reads,
      limits && make("span", { class: "pm-limits" }, limits),
    ),
    labelled: input,
    show(value) {
      write(input, value === null ? "" : String(value));
      say(reads, grouped(value));
    },
    focus: () => input.focus(),
    typing: () => hasFocus(input),
    invalid: (wrong) => input.setAttribute("aria-invalid", String(wrong)),
  };
}

/** @returns {string} the unit as shown: the workbook's currency for money */
export function unitOf(ask, currency) {
  return ask.kind === "money" || ask.unit === "money" ? currency : (ask.unit ?? "");
}

/** @returns {string} a large number with its thousands apart ("1 500 000"), "" for one that reads easily */
export function grouped(value) {
  if (typeof value !== "number" || Math.abs(value) < 10000) return "";
  return value.toLocaleString("en", { maximumFractionDigits: 6 }).replaceAll(",", "\u202f");
}

/** @returns {string} what is admitted, where the bank says so */
export function limitsOf(ask, unit) {
  const { minimum: low, maximum: high } = ask;
  const between = low !== undefined && high !== undefined && high < 1e11;
  const words = between ? `${low} to ${grouped(high) || high}` : low ? `${low} or more` : "";
  return [words, ask.whole && words ? "whole numbers" : ""].filter(Boolean).join(", ");
}
