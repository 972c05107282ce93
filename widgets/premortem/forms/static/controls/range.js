import { freshId, make, say } from "../dom.js";
import { grouped, limitsOf, unitOf } from "./number.js";
import { hasFocus, listenToTyping, write } from "./typed.js";

const PARTS = [["low", "Low"], ["best", "Best guess"], ["high", "High"]];
const MEANING = "Eight times of ten the truth should lie between low and high.";

/** Low, best and high of one estimate, with the one meaning that all ranges have. */
export function makeRange(ask, given) {
  const unit = unitOf(ask, given.currency);
  const meaning = make("p", { class: "pm-range-meaning", id: freshId("range") }, MEANING);
  const inputs = {};
  const reads = {};
  const read = () => {
    const parts = Object.fromEntries(PARTS.map(([part]) => [part, inputs[part].value]));
    return Object.values(parts).some((text) => text.trim()) ? parts : null;
  };
  const fields = PARTS.map(([part, label]) => {
    const id = part === "low" ? given.id : freshId(part);
    const words = make("label", { for: id, id: freshId("label") }, label);
    inputs[part] = make("input", {
      id, type: "text", inputmode: "decimal", autocomplete: "off", class: "pm-number", "data-part": part,
      "aria-describedby": given.describedBy,
    });
    reads[part] = make("span", { class: "pm-reads" });
    listenToTyping(inputs[part], read, given.onInput);
    return make("div", { class: "pm-part" }, words, inputs[part], reads[part]);
  });
  const limits = given.compact ? "" : limitsOf(ask, unit);
  const element = make(
    "div",
    { role: "group", "aria-labelledby": given.labelId, "aria-describedby": meaning.id, class: "pm-range" },
    make("div", { class: "pm-parts" }, ...fields, unit && make("span", { class: "pm-unit" }, unit)),
    limits && make("span", { class: "pm-limits" }, limits),
    meaning,
  );
  const all = () => Object.values(inputs);
  return {
    element,
    show(value) {
      for (const [part] of PARTS) {
        write(inputs[part], value?.[part] === null || value?.[part] === undefined ? "" : String(value[part]));
        say(reads[part], grouped(value?.[part]));
      }
    },
    focus: () => inputs.low.focus(),
    typing: () => all().some(hasFocus),
    invalid: (wrong) => all().forEach((input) => input.setAttribute("aria-invalid", String(wrong))),
  };
}
