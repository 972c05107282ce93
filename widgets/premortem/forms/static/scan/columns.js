import { freshId, make, say } from "../dom.js";

const SHOWN_MOST = 200; // of a table with thousands of columns; a part of the name finds the others
const SEARCHED_FROM = 13;

/** A name as it can be read: a column may have none, or one of blanks. @param {string} name @param {number} place */
export function called(name, place) {
  return name.trim() || `column ${place + 1}, without a name`;
}

/** One column out of all, or none. */
export function makeColumnChoice(label, help, changed) {
  const select = make("select", { id: freshId("column"), change: changed });
  const about = make("p", { class: "pm-help", id: freshId("help") }, help);
  select.setAttribute("aria-describedby", about.id);
  return {
    element: make("div", { class: "pm-scan-field" }, make("label", { for: select.id }, label), about, make("div", { class: "pm-control" }, select)),
    value: () => (select.value === "" ? null : Number(select.value)),
    offer(columns) {
      const options = columns.map((name, place) => make("option", { value: place, dir: "auto" }, called(name, place)));
      select.replaceChildren(make("option", { value: "" }, "None, or not known"), ...options);
    },
    lock: (locked) => (select.disabled = locked),
  };
}

/** Any number of columns, as boxes to tick; with a field to find one where there are many. */
export function makeColumnBoxes(label, help) {
  const about = make("p", { class: "pm-help", id: freshId("help") }, help);
  const sought = make("input", { type: "text", id: freshId("sought"), autocomplete: "off", spellcheck: "false", dir: "auto", input: () => show() });
  const search = make("div", { class: "pm-scan-search" }, make("label", { for: sought.id }, "Find a column by a part of its name"), sought);
  const boxes = make("div", { class: "pm-boxes", tabindex: "0", role: "group", "aria-label": `${label.replace(/\?$/, "")}: columns` });
  const more = make("p", { class: "pm-help" });
  const chosen = make("p", { class: "pm-help" });
  /** @type {Set<number>} */ const ticked = new Set();
  let names = [];
  let locked = false;

  function tick(place, on) {
    if (on) ticked.add(place);
    else ticked.delete(place);
    tell();
  }

  function tell() {
    const shown = [...ticked].sort((a, b) => a - b).map((place) => called(names[place], place));
    say(chosen, shown.length && names.length >= SEARCHED_FROM ? `Ticked: ${shown.join(", ")}` : "");
  }

  function show() {
    const part = sought.value.trim().toLowerCase();
    const found = names.map((name, place) => [called(name, place), place]).filter(([name]) => name.toLowerCase().includes(part));
    boxes.replaceChildren(
      ...found.slice(0, SHOWN_MOST).map(([name, place]) => {
        const box = make("input", { type: "checkbox", disabled: locked, change: (event) => tick(place, event.target.checked) });
        box.checked = ticked.has(place);
        return make("label", { class: "pm-box" }, box, make("bdi", {}, name));
      }),
    );
    const left = found.length - SHOWN_MOST;
    say(more, found.length ? (left > 0 ? `${left} more: type a part of the name.` : "") : "No column has this in its name.");
  }

  return {
    element: make("fieldset", { class: "pm-scan-field" }, make("legend", {}, label), about, search, boxes, more, chosen),
    value: () => [...ticked].sort((a, b) => a - b),
    offer(columns) {
      names = columns;
      ticked.clear();
      sought.value = "";
      search.hidden = columns.length < SEARCHED_FROM;
      show();
      tell();
    },
    lock(wanted) {
      locked = wanted;
      for (const box of boxes.querySelectorAll("input")) box.disabled = wanted;
    },
  };
}
