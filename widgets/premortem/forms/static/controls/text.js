import { make, say } from "../dom.js";
import { hasFocus, listenToTyping, write } from "./typed.js";

/** Words. No `maxlength`: it would cut what is pasted without a word; Python refuses what is too long and says so. */
export function makeText(ask, given) {
  const long = (ask.lines ?? 1) > 1;
  const input = make(long ? "textarea" : "input", {
    id: given.id, type: long ? null : "text", rows: long ? ask.lines : null, dir: "auto", autocomplete: "off",
    "aria-describedby": given.describedBy,
  });
  const room = make("p", { class: "pm-room" });
  const fit = () => {
    const left = (ask.length_max ?? Infinity) - input.value.length;
    say(room, left < 0 ? `${-left} characters too many` : left <= (ask.length_max ?? 0) / 10 ? `${left} characters left` : "");
    if (!long || CSS.supports("field-sizing", "content")) return;
    input.style.height = "auto";
    input.style.height = `${input.scrollHeight + 2}px`;
  };
  listenToTyping(input, () => (fit(), input.value), given.onInput);
  return {
    element: make("div", { class: "pm-text" }, input, room),
    labelled: input,
    show(value) {
      write(input, value === null ? "" : String(value));
      fit();
    },
    focus: () => input.focus(),
    typing: () => hasFocus(input),
    invalid: (wrong) => input.setAttribute("aria-invalid", String(wrong)),
  };
}
