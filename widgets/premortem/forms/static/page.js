import { desk } from "./desk.js";
import { make, say } from "./dom.js";
import { isOwnPage } from "./surroundings.js";

/**
 * Findings, as Python's autoescaping templates made them. A new version replaces only the top-level parts that differ;
 * what the reader has opened stays open, and only the verdict is announced.
 */
class Findings {
  constructor(model, root) {
    this.model = model;
    this.body = make("div", { class: "premortem-page" });
    this.announced = make("p", { class: "pm-unseen", role: "status" });
    this.verdict = "";
    this.level = make("span", {});
    this.bar = make(
      "button",
      { type: "button", class: "pm-verdict-bar", hidden: true, click: () => this.toVerdict() },
      this.level,
      make("span", { class: "pm-chevron", "aria-hidden": "true" }),
    );
    this.top = make("span", { class: "pm-unseen" });
    root.append(this.announced, this.top, this.body, this.bar);
    this.watch();
    this.body.addEventListener("click", (event) => this.click(event));
    this.show = () => this.update();
    model.on("change:html", this.show);
    model.on("change:chapter", this.show);
    this.hear = (message) => message.type === "goto" && desk().goto(message);
    model.on("msg:custom", this.hear);
    this.update();
  }

  close() {
    this.observer?.disconnect();
    this.model.off("change:html", this.show);
    this.model.off("change:chapter", this.show);
    this.model.off("msg:custom", this.hear);
  }

  /** Shows the bar while the findings are out of sight; not in JupyterLab, where a page is a part of a page. */
  watch() {
    if (!isOwnPage()) return;
    this.observer = new IntersectionObserver(([entry]) => {
      this.seen = entry.boundingClientRect.top < innerHeight; // also once it has been scrolled past
      this.bar.hidden = this.seen || !this.level.textContent;
    });
    this.observer.observe(this.top);
  }

  toVerdict() {
    this.focusVerdict().scrollIntoView();
  }

  focusVerdict() {
    const verdict = this.body.querySelector("[data-verdict]") ?? this.body;
    verdict.setAttribute("tabindex", "-1");
    verdict.focus({ preventScroll: true });
    return verdict;
  }

  update() {
    const fresh = document.createElement("template");
    fresh.innerHTML = this.model.get("html");
    const anew = this.chapter !== this.model.get("chapter");
    this.chapter = this.model.get("chapter");
    for (const part of fresh.content.querySelectorAll("details[id]")) {
      const open = desk().opened.get(`details:${part.id}`);
      if (open !== undefined) part.open = open;
    }
    for (const part of fresh.content.querySelectorAll("details[id]")) {
      part.addEventListener("toggle", () => desk().opened.set(`details:${part.id}`, part.open));
    }
    const within = this.body.contains(document.activeElement);
    const focused = this.placeOfFocus();
    const typed = [...this.body.querySelectorAll("[data-reason]")].map((field) => [field.id, field.value]);
    patch(this.body, [...fresh.content.childNodes].filter((node) => node.nodeType !== Node.COMMENT_NODE));
    for (const [id, reason] of typed) {
      const field = reason && document.getElementById(id);
      if (field) field.value = reason;
    }
    if (within && !anew) this.keepFocus(focused);
    this.announce(anew);
  }

  /** Reads the verdict out when it becomes another one, and not when another chapter opens. */
  announce(anew) {
    const parts = this.body.querySelectorAll(".verdict-level, .verdict-headline");
    const level = this.body.querySelector(".verdict-level")?.textContent.trim() ?? "";
    say(this.level, level);
    this.bar.setAttribute("aria-label", `${level}: go to the findings`);
    this.bar.hidden = this.seen !== false || !level;
    const words = [...parts].map((part) => part.textContent.trim()).join(": ");
    if (!anew && words !== this.verdict) say(this.announced, words);
    this.verdict = words;
  }

  /** Where the button is gone that had the focus, whoever pressed it goes on at the verdict. */
  keepFocus(place) {
    const found = place && this.body.querySelector(place);
    const shut = found && found.closest("details:not([open])"); // what is dismissed is folded away
    if (found) (shut ? shut.querySelector("summary") : found).focus({ preventScroll: true });
    if (!this.body.contains(document.activeElement)) this.focusVerdict();
  }

  placeOfFocus() {
    const focused = this.body.contains(document.activeElement) ? document.activeElement : null;
    if (!focused) return "";
    if (focused.id) return `#${CSS.escape(focused.id)}`;
    for (const name of ["data-goto", "data-suggestion", "data-finding"]) {
      if (focused.hasAttribute(name)) return `[${name}="${CSS.escape(focused.getAttribute(name))}"]`;
    }
    return focused.tagName === "SUMMARY" && focused.parentElement.id ? `#${CSS.escape(focused.parentElement.id)} > summary` : "";
  }

  click(event) {
    const link = event.target.closest("[data-goto]");
    const suggestion = event.target.closest("[data-suggestion]");
    const confirm = event.target.closest("[data-confirm]");
    const judged = event.target.closest("[data-judge]");
    const dropped = event.target.closest("[data-drop-scan]");
    const rules = event.target.closest("[data-rules]");
    if (link) {
      event.preventDefault();
      const { goto: question, gotoRow: row, gotoColumn: column } = link.dataset;
      desk().goto({ question, row, column });
    } else if (suggestion) {
      suggestion.setAttribute("aria-busy", "true");
      this.model.send({ type: "take-up", key: suggestion.dataset.suggestion });
    } else if (confirm) {
      confirm.setAttribute("aria-busy", "true");
      this.model.send({ type: "confirm", chapter: confirm.dataset.confirm });
    } else if (judged) {
      this.judge(judged, judged.dataset);
    } else if (rules) {
      this.model.send({ type: "rules", scan: rules.dataset.scan, as: rules.dataset.rules });
    } else if (dropped) {
      dropped.setAttribute("aria-busy", "true");
      this.model.send({ type: "drop-scan", scan: dropped.dataset.dropScan });
    }
  }

  /** A finding is dismissed with a reason, which stands in the same card. */
  judge(button, { judge: judgement, scan, finding }) {
    const field = judgement === "dismissed" && button.closest(":has([data-reason])")?.querySelector("[data-reason]");
    const reason = field ? field.value.trim() : "";
    if (field) {
      field.setCustomValidity(reason ? "" : "Say in a few words why this is no trouble.");
      if (!field.reportValidity()) return;
    }
    button.setAttribute("aria-busy", "true");
    this.model.send({ type: "judge", scan, finding, judgement, reason });
  }
}

/** Goes down as long as a part only has other children, and replaces what differs. */
function patch(parent, wanted) {
  wanted.forEach((node, place) => {
    const present = parent.childNodes[place];
    if (!present) parent.append(node);
    else if (present.isEqualNode(node)) return;
    else if (sameShell(present, node)) patch(present, [...node.childNodes]);
    else present.replaceWith(node);
  });
  while (parent.childNodes.length > wanted.length) parent.lastChild.remove();
}

function sameShell(one, other) {
  const container = /^(ARTICLE|SECTION|DIV|MAIN)$/;
  return container.test(one.nodeName) && one.cloneNode().isEqualNode(other.cloneNode());
}

export default {
  render({ model, el }) {
    const page = new Findings(model, el);
    return () => page.close();
  },
};
