import { clock, freshId, icon, make } from "./dom.js";

/** A button of the top bar that opens a panel below it; Escape closes it and gives the focus back. */
export function makePanel(label, picture, title, onOpen) {
  const content = make("div", { class: "pm-panel-content" });
  const heading = make("h2", { id: freshId("panel-title") }, title);
  const close = make("button", { type: "button", class: "pm-clear", click: () => open(false) }, "Close");
  const panel = make(
    "section",
    { class: "pm-popup", id: freshId("popup"), hidden: true, "aria-labelledby": heading.id, tabindex: "-1" },
    make("div", { class: "pm-popup-head" }, heading, close),
    content,
  );
  const button = make(
    "button",
    { type: "button", class: "pm-bar-button", "aria-controls": panel.id, click: () => open(panel.hidden) },
    icon(picture),
    make("span", { class: "pm-bar-label" }, label),
  );
  const open = (wanted) => {
    panel.hidden = !wanted;
    button.setAttribute("aria-expanded", String(wanted));
    if (wanted) {
      onOpen();
      panel.focus();
    } else if (panel.contains(document.activeElement) || document.activeElement === document.body) button.focus();
  };
  button.setAttribute("aria-expanded", "false");
  panel.addEventListener("keydown", (event) => event.key === "Escape" && open(false));
  return { button, panel, content, open, isOpen: () => !panel.hidden };
}

/** The links of a workbook, each with what it lets people do and a way to copy it. */
export function showLinks(content, links) {
  const base = new URL(".", location.href);
  base.pathname = location.pathname;
  const one = (kind, title, meaning) => {
    if (!links[kind]) return null;
    const input = make("input", { type: "text", readonly: true, id: freshId("link"), value: String(new URL(links[kind], base)) });
    const said = make("span", { role: "status", class: "pm-copied" });
    const copy = make("button", { type: "button", class: "pm-button", "aria-label": `Copy the ${title.toLowerCase()}` }, "Copy");
    copy.addEventListener("click", async () => {
      said.textContent = (await copyText(input)) ? "Copied" : "Press Ctrl+C to copy";
    });
    return make(
      "div",
      { class: "pm-link" },
      make("label", { for: input.id }, title),
      make("p", { class: "pm-help" }, meaning),
      make("div", { class: "pm-link-row" }, input, copy, said),
    );
  };
  content.replaceChildren(
    ...[
      one("edit", "Link to edit", "Whoever has it can answer and change. Keep it to come back to this workbook."),
      one("read", "Link to read only", "Whoever has it sees answers and findings, and can change nothing."),
    ].filter(Boolean),
  );
}

/** Copies; without a secure connection the browser has no clipboard, so the text is selected for copying by hand. */
async function copyText(input) {
  input.select();
  try {
    await navigator.clipboard.writeText(input.value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}

/** What happened to the workbook, the newest first. */
export function showHistory(content, history) {
  const entries = [...history].sort((a, b) => b.number - a.number).map((each) =>
    make(
      "li",
      {},
      make("span", { class: "pm-when" }, `${day(each.at)} ${clock(each.at)}`),
      make("span", { class: "pm-what", dir: "auto" }, each.what),
      each.author ? make("span", { class: "pm-who" }, each.author) : null,
    ),
  );
  content.replaceChildren(entries.length ? make("ol", { class: "pm-history" }, ...entries) : make("p", {}, "Nothing yet."));
}

function day(iso) {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime()) || at.toDateString() === new Date().toDateString()) return "";
  return at.toLocaleDateString([], { day: "numeric", month: "short" });
}
