import { freshId, make, say } from "../dom.js";

/** A progress bar with its words above it and a button that stops what it shows. */
export function makeBar(stopLabel, stop) {
  const words = make("p", { class: "pm-bar-words", id: freshId("progress") });
  const filled = make("div", { class: "pm-bar-filled" });
  const track = make("div", { class: "pm-bar-track", role: "progressbar", "aria-labelledby": words.id, "aria-valuemin": 0, "aria-valuemax": 100 }, filled);
  const button = make("button", { type: "button", class: "pm-second", click: stop }, stopLabel);
  const element = make("div", { class: "pm-progress", hidden: true }, make("div", { class: "pm-bar-lines" }, words, track), button);
  return {
    element,
    button,
    /** @param {number | null} share from 0 to 1; null where nobody knows */
    show(text, share) {
      element.hidden = false;
      say(words, text);
      element.classList.toggle("unknown", share === null);
      if (share === null) track.removeAttribute("aria-valuenow");
      else track.setAttribute("aria-valuenow", String(Math.round(100 * share)));
      track.setAttribute("aria-valuetext", text);
      filled.style.inlineSize = share === null ? "" : `${100 * share}%`;
    },
    hide: () => (element.hidden = true),
  };
}
