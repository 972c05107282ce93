import { freshId, make } from "../dom.js";

/** A line for what was refused, read out at once. */
export function makeAlarm() {
  return make("p", { class: "pm-error", role: "alert" });
}

/** A button. @param {string} label @param {() => void} act @param {string} looks @param {object} attributes */
export function button(label, act, looks = "pm-second", attributes = {}) {
  return make("button", { type: "button", class: looks, click: act, ...attributes }, label);
}

/** A label above its input. */
export function labelled(words, input, help = "") {
  input.id ||= freshId("session");
  const about = help && make("p", { class: "pm-help", id: freshId("help") }, help);
  if (about) input.setAttribute("aria-describedby", about.id);
  return make("div", { class: "pm-led-field" }, make("label", { for: input.id }, words), about, input);
}

/**
 * A button that asks once before it does what cannot be taken back.
 * @param {string} label @param {() => string} question "" where there is nothing to ask
 * @param {string} yes @param {() => void} act
 */
export function makeSure(label, question, yes, act, looks = "pm-second") {
  const words = make("p", {});
  const first = button(label, () => (question() ? ask(true) : act()), looks);
  const sure = button(yes, () => (ask(false), act()), "pm-button");
  const asked = make("div", { class: "pm-led-sure", hidden: true, role: "group", "aria-label": label }, words, sure, button("No", () => ask(false), "pm-clear"));
  const element = make("div", { class: "pm-led-once" }, first, asked);
  function ask(on) {
    words.textContent = question();
    asked.hidden = !on;
    first.hidden = on;
    (on ? sure : first).focus();
  }
  return { element, button: first, relabel: (text) => (first.textContent = text) };
}

/**
 * Builds a list anew only where what it shows has changed, never while somebody types in it, and gives the focus back to
 * what had it: `data-key` names it.
 */
export function makeLines(element, build) {
  let shown = "";
  let latest = null;
  const typing = () => element.contains(document.activeElement) && document.activeElement.matches("input, select, textarea");
  const show = (given) => {
    latest = given;
    const said = JSON.stringify(given);
    if (said === shown || typing()) return;
    shown = said;
    const key = element.contains(document.activeElement) ? document.activeElement.closest("[data-key]")?.dataset.key : "";
    element.replaceChildren(...build(given));
    if (key) element.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
  };
  element.addEventListener("focusout", () => setTimeout(() => latest && show(latest)));
  const again = () => {
    shown = "";
    if (latest) show(latest);
  };
  return { element, show, again };
}
