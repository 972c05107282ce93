import { freshId, make } from "./dom.js";
import { desk } from "./desk.js";

/**
 * A button that shows and hides a panel; whether it is open is remembered for the page under `key`.
 * @param {string} key @param {string} label @param {Node} panel @param {string} [kind] a class for the looks
 */
export function makeDisclosure(key, label, panel, kind = "quiet") {
  const inside = make("div", { class: "pm-panel", id: freshId("panel") }, panel);
  const text = make("span", {}, label);
  const button = make(
    "button",
    { type: "button", class: `pm-disclosure ${kind}`, "aria-controls": inside.id, click: () => open(!isOpen()) },
    make("span", { class: "pm-chevron", "aria-hidden": "true" }),
    text,
  );
  const isOpen = () => button.getAttribute("aria-expanded") === "true";
  const open = (wanted) => {
    desk().opened.set(key, wanted);
    button.setAttribute("aria-expanded", String(wanted));
    inside.hidden = !wanted;
  };
  open(desk().opened.get(key) ?? false);
  const element = make("div", { class: "pm-disclosed" }, button, inside);
  return { element, button, inside, open, isOpen, relabel: (words) => (text.textContent = words) };
}
