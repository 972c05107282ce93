import { freshId, make } from "../dom.js";

/**
 * A group of real radio inputs: one tab stop, arrow keys, a name for each.
 * @param {{value: any, label: string, meaning?: string}[]} options
 * @param {{labelId: string, describedBy: string, onInput: (value: any) => void}} given
 * @param {string} looks "cards" (one below the other, with meanings) or "pills"
 */
export function makeRadios(options, given, looks) {
  const name = freshId("choice");
  const inputs = options.map((option) => {
    const label = freshId("label");
    const meaning = looks === "cards" && option.meaning ? freshId("meaning") : null;
    const input = make("input", {
      type: "radio", name, value: String(option.value), "aria-labelledby": label, "aria-describedby": meaning,
      change: () => given.onInput(option.value),
    });
    const card = make(
      "label",
      { class: "pm-option", "data-value": String(option.value) },
      input,
      make("span", { class: "pm-option-label", id: label, dir: "auto" }, option.label),
      meaning && make("span", { class: "pm-option-meaning", id: meaning }, option.meaning),
    );
    return { input, card, option };
  });
  const element = make(
    "div",
    {
      class: `pm-radios ${looks}`, role: "radiogroup",
      "aria-labelledby": given.labelId, "aria-describedby": given.describedBy,
    },
    ...inputs.map(({ card }) => card),
  );
  return {
    element,
    options: inputs,
    show(value) {
      for (const { input, option } of inputs) input.checked = option.value === value || String(option.value) === value;
    },
    focus: () => (inputs.find(({ input }) => input.checked) ?? inputs[0]).input.focus(),
    typing: () => false,
    invalid: (wrong) => element.setAttribute("aria-invalid", String(wrong)),
    clearable: true,
  };
}
