import { make } from "../dom.js";
import { makeRadios } from "./radios.js";

/** A scale whose levels each say what they look like; in a cell the meaning of the level at hand stands below. */
export function makeScale(ask, given) {
  if (!given.compact) return makeRadios(ask.options, given, "cards");
  const meaning = make("p", { class: "pm-chosen-meaning" });
  const told = { ...given, onInput: (value) => (tell(value), given.onInput(value)) };
  const radios = makeRadios(ask.options, told, "pills");
  let chosen = null;
  const tell = (value) => {
    chosen = value;
    meaning.textContent = ask.options.find((option) => option.value === value)?.meaning ?? "";
  };
  const preview = (event) => {
    const at = radios.options.find(({ card }) => card.contains(event.target));
    if (at) meaning.textContent = at.option.meaning;
  };
  radios.element.addEventListener("pointerover", preview);
  radios.element.addEventListener("focusin", preview);
  for (const leaving of ["pointerleave", "focusout"]) radios.element.addEventListener(leaving, () => tell(chosen));
  return {
    ...radios,
    element: make("div", { class: "pm-scale" }, radios.element, meaning),
    show: (value) => (radios.show(value), tell(value)),
  };
}
