import { icon, make, say, setOrDrop } from "./dom.js";

const STAGES = {
  untouched: ["Not begun", "M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zm0 1.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8z"],
  begun: ["Begun", "M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM8 4v8a4 4 0 0 0 0-8z"],
  "enough known": ["Enough known", "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM4.6 8.2l2.5 2.5 4.5-4.7-1.1-1-3.4 3.6-1.5-1.5z"],
  blocked: ["Blocked", "M8 1.5 15 14H1zM7.2 6v4h1.6V6zm0 5v1.6h1.6V11z"],
};

/** The list of chapters with how far each is; on a narrow page it folds into one line. */
export function makeChapters(open) {
  const list = make("ol", { class: "pm-chapters" });
  const here = make("span", {});
  const toggle = make(
    "button",
    { type: "button", class: "pm-here", "aria-expanded": "false", click: () => unfold(!list.classList.contains("open")) },
    here,
    make("span", { class: "pm-chevron", "aria-hidden": "true" }),
  );
  const unfold = (wanted) => {
    list.classList.toggle("open", wanted);
    toggle.setAttribute("aria-expanded", String(wanted));
  };
  const element = make("nav", { class: "pm-nav", "aria-label": "Chapters" }, toggle, list);
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !list.classList.contains("open")) return;
    unfold(false);
    toggle.focus();
  });
  const items = new Map();
  let opened = "";

  /** Brings the chapter that has just been opened into sight, where the list scrolls by itself; the page stays put. */
  function inSight(entry) {
    const above = entry.getBoundingClientRect().top - element.getBoundingClientRect().top;
    const below = above + entry.offsetHeight - element.clientHeight;
    if (above < 0) element.scrollTop += above;
    else if (below > 0) element.scrollTop += below;
  }

  function item(id) {
    const parts = {
      number: make("span", { class: "pm-number-of" }),
      title: make("span", { class: "pm-chapter-title" }),
      stage: make("span", { class: "pm-stage" }),
      note: make("span", { class: "pm-chapter-note" }),
    };
    const pick = () => {
      unfold(false);
      open(id);
    };
    parts.button = make(
      "button",
      { type: "button", "data-open": id, click: pick },
      parts.number,
      make("span", { class: "pm-chapter-words" }, parts.title, parts.stage, parts.note),
    );
    parts.element = make("li", {}, parts.button);
    return parts;
  }

  function show(chapters, current) {
    const wanted = new Set(chapters.map((chapter) => chapter.id));
    for (const [id, parts] of items) if (!wanted.has(id)) (parts.element.remove(), items.delete(id));
    chapters.forEach((chapter, place) => {
      if (!items.has(chapter.id)) items.set(chapter.id, item(chapter.id));
      const parts = items.get(chapter.id);
      if (list.children[place] !== parts.element) list.insertBefore(parts.element, list.children[place] ?? null);
      say(parts.number, String(place + 1));
      say(parts.title, chapter.title);
      if (parts.element.getAttribute("data-stage") !== chapter.stage) {
        const [words, picture] = STAGES[chapter.stage] ?? ["", ""];
        parts.stage.replaceChildren(...(words ? [icon(picture), words] : []));
        setOrDrop(parts.element, "data-stage", chapter.stage);
      }
      setOrDrop(parts.element, "data-level", chapter.verdict);
      say(parts.note, chapter.note ?? "");
      setOrDrop(parts.button, "aria-current", chapter.id === current ? "page" : "");
      if (chapter.id === current) say(here, `${place + 1} of ${chapters.length}: ${chapter.title}`);
    });
    if (!wanted.has(current)) say(here, "Choose a chapter");
    if (current !== opened && items.has(current)) requestAnimationFrame(() => inSight(items.get(current).element));
    opened = current;
  }
  return { element, show };
}
