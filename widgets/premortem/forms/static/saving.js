import { desk } from "./desk.js";
import { clock, make, say } from "./dom.js";

const SLOW = 600;

/**
 * The save indicator. `data-saved` follows at once; the words "saving" come only where it takes long, so that a screen
 * reader hears of trouble and not of every answer.
 */
export function makeSaving(savedAt) {
  const words = make("span", {});
  const element = make("p", { class: "pm-saving", role: "status", "data-saved": "yes" }, words);
  let since = 0;
  let timer = 0;
  const show = () => {
    clearTimeout(timer);
    const waiting = desk().unsaved > 0;
    since = waiting ? since || Date.now() : 0;
    element.setAttribute("data-saved", waiting ? "no" : "yes");
    element.classList.toggle("trouble", Boolean(desk().trouble));
    if (desk().trouble) say(words, "not saved, trying again");
    else if (waiting && Date.now() - since >= SLOW) say(words, "saving\u2026");
    else if (waiting) timer = setTimeout(show, SLOW);
    else say(words, lastSaved() ? `saved ${clock(lastSaved())}` : "nothing to save yet");
  };
  const lastSaved = () => [desk().savedAt, savedAt()].filter(Boolean).sort((a, b) => Date.parse(a) - Date.parse(b)).at(-1) ?? "";
  return { element, show, lastSaved };
}
