import { make } from "./dom.js";

const SHOWN_MAX = 3;

/** What a chapter opens with: the reasons of the premortem round that point to it. @param {string} chapter */
export function makeForeseen(chapter) {
  const first = make("ul", {});
  const rest = make("ul", {});
  const more = make("summary", {});
  const others = make("details", { hidden: true }, more, rest);
  const element = make(
    "section",
    { class: "pm-reasons", hidden: true, "aria-label": `Why it failed: ${chapter}` },
    make("h3", {}, "Why it failed, as you wrote it"),
    first,
    others,
  );
  let shown = "";

  /** @param {string[]} reasons */
  function show(reasons) {
    const said = JSON.stringify(reasons);
    if (said === shown) return; // what is open stays open
    shown = said;
    const items = reasons.map((reason) => make("li", {}, make("bdi", {}, reason)));
    first.replaceChildren(...items.slice(0, SHOWN_MAX));
    rest.replaceChildren(...items.slice(SHOWN_MAX));
    element.hidden = !items.length;
    others.hidden = items.length <= SHOWN_MAX;
    more.textContent = `${items.length - SHOWN_MAX} more`;
  }

  return { element, show };
}
