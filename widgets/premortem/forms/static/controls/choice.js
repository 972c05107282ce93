import { make } from "../dom.js";
import { makeRadios } from "./radios.js";

const RADIOS_MAX = 5;

/** One of a few options: radio buttons for up to five, a native list for more or in the cell of a table. */
export function makeChoice(ask, given) {
  const meant = ask.options.some((option) => option.meaning);
  const few = ask.options.length <= RADIOS_MAX;
  if (few && !given.compact) return makeRadios(ask.options, given, meant ? "cards" : "pills");
  if (ask.options.length <= 3 && !meant) return makeRadios(ask.options, given, "pills");
  return makeList(ask, given, meant);
}

function makeList(ask, given, meant) {
  const chosen = () => ask.options[select.selectedIndex - 1];
  const meaning = make("p", { class: "pm-chosen-meaning" });
  const tell = () => (meaning.textContent = chosen()?.meaning ?? "");
  const select = make(
    "select",
    {
      id: given.id, "aria-describedby": given.describedBy,
      change: () => {
        tell();
        given.onInput(chosen()?.value ?? null);
      },
    },
    make("option", { value: "" }, "Choose\u2026"),
    ...ask.options.map((option) => make("option", { value: String(option.value) }, option.label)),
  );
  return {
    element: meant ? make("div", { class: "pm-listed" }, select, meaning) : select,
    labelled: select,
    show(value) {
      select.value = value === null ? "" : String(value);
      if (select.selectedIndex < 0) select.value = "";
      tell();
    },
    focus: () => select.focus(),
    typing: () => false,
    invalid: (wrong) => select.setAttribute("aria-invalid", String(wrong)),
  };
}
