import { make } from "../dom.js";
import { hasFocus } from "./typed.js";

/** A day, by the browser's own picker; half a date is not an answer yet and is not sent. */
export function makeDate(ask, given) {
  const input = make("input", {
    id: given.id, type: "date", min: ask.earliest, max: ask.latest, "aria-describedby": given.describedBy,
    change: () => input.validity.badInput || given.onInput(input.value || null),
  });
  return {
    element: input,
    labelled: input,
    show(value) {
      const day = /^\d{4}-\d\d-\d\d$/.test(value ?? "") ? value : "";
      if (input.value !== day) input.value = day;
    },
    focus: () => input.focus(),
    typing: () => hasFocus(input) && input.validity.badInput,
    invalid: (wrong) => input.setAttribute("aria-invalid", String(wrong)),
    clearable: true,
  };
}
