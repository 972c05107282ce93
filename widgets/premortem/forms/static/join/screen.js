import { freshId, make } from "../dom.js";

/** A screen: a heading that takes the focus when it comes, and what stands below it. */
export function makeScreen(key, eyebrow, title, ...children) {
  const heading = make("h1", { id: freshId("title"), tabindex: "-1", dir: "auto" }, title);
  const above = make("p", { class: "join-eyebrow" }, eyebrow);
  return {
    key,
    heading,
    element: make("section", { class: "join-screen", "aria-labelledby": heading.id }, eyebrow && above, heading, ...children),
    focus: () => heading.focus({ preventScroll: true }),
    update: () => {},
  };
}

/** A button that is busy while what it starts is under way: pressed twice, it starts it once. */
export function makeButton(words, looks, click) {
  return make("button", { type: "button", class: looks, click }, words);
}
