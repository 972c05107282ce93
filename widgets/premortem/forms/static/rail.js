import { makeChapters } from "./chapters.js";
import { desk } from "./desk.js";
import { clock, icon, make, randomId, say } from "./dom.js";
import { Heartbeat } from "./heartbeat.js";
import { makePanel, showHistory, showLinks } from "./panels.js";
import { makeSaving } from "./saving.js";
import { makeTitle } from "./title.js";

const ICONS = {
  undo: "M6 3 2 7l4 4V8.5h4a2 2 0 0 1 0 4H7V14h3a3.5 3.5 0 0 0 0-7H6z",
  redo: "m10 3 4 4-4 4V8.5H6a2 2 0 0 0 0 4h3V14H6a3.5 3.5 0 0 1 0-7h4z",
  history: "M8 2a6 6 0 1 1-6 6h1.5A4.5 4.5 0 1 0 5 4.7L6.5 6H2V1.7L3.9 3.6A6 6 0 0 1 8 2zm-.7 3h1.4v3l2.3 1.4-.7 1.2-3-1.8z",
  share: "M11.5 1.5a2.3 2.3 0 1 1-1.7 3.8L6.7 7a2.3 2.3 0 0 1 0 2l3.1 1.7a2.3 2.3 0 1 1-.7 1.3L6 10.3a2.3 2.3 0 1 1 0-4.6L9.1 4a2.3 2.3 0 0 1 2.4-2.5z",
  session: "M5.5 7.5a2.5 2.5 0 1 1 0-5 2.5 2.5 0 0 1 0 5zm5.5 0a2 2 0 1 1 0-4 2 2 0 0 1 0 4zM.8 13.5c0-3 2-4.8 4.7-4.8s4.7 1.8 4.7 4.8zm10.9 0c0-1.9-.5-3.4-1.5-4.4 2.7-.6 5 .9 5 4.4z",
  export: "M7.2 2h1.6v6.2l2.3-2.3 1.1 1.1L8 11.2 3.8 7l1.1-1.1 2.3 2.3zM2.5 12.5h11V14h-11z",
};
const EXPORT_PATIENCE = 60000;

/** The frame of a page: title, save indicator, undo, history, share, export, and the chapters. */
class PageFrame {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.saving = makeSaving(() => model.get("saved_at"));
    this.title = makeTitle((title) => this.rename(title));
    this.chapters = makeChapters((chapter) => this.open(chapter));
    this.banners = make("div", { class: "pm-banners" });
    this.notices = make("div", { role: "status" });
    this.alarms = make("div", { role: "alert" });
    this.banners.append(this.notices, this.alarms);
    this.undo = barButton("Undo", ICONS.undo, () => this.step("undo"), "Control+Z");
    this.redo = barButton("Redo", ICONS.redo, () => this.step("redo"), "Control+Shift+Z");
    this.export = barButton("Export", ICONS.export, () => this.askForExport());
    this.share = makePanel("Share", ICONS.share, "Share this workbook", () => showLinks(this.share.content, model.get("links")));
    this.history = makePanel("History", ICONS.history, "What happened", () => model.send({ type: "history" }));
    this.skip = make("a", { class: "pm-skip", href: "#", hidden: true, click: (event) => this.toQuestions(event) }, "Skip to the questions");
    this.session = barButton("Start a session", ICONS.session, () => this.askForSession());
    this.session.querySelector(".pm-bar-label").append(make("span", { class: "pm-bar-more" }, " with others"));
    const tools = make("div", { class: "pm-tools-bar" }, this.undo, this.redo, this.history.button, this.share.button, this.export, this.session);
    this.bar = make("header", { class: "pm-bar" }, this.skip, this.title.element, this.saving.element, tools, this.history.panel, this.share.panel);
    root.append(this.bar, this.banners, this.chapters.element);
    this.listen();
    this.show();
    this.heartbeat = new Heartbeat(model, () => this.lost(), () => this.banner("", "error"));
    this.offerSkip();
    if (desk().lastNotice) this.banner(desk().lastNotice, "info");
  }

  listen() {
    const { model } = this;
    this.offs = [];
    const on = (target, name, act) => {
      target.addEventListener(name, act);
      this.offs.push(() => target.removeEventListener(name, act));
    };
    const follow = (names, act) => {
      for (const name of names) model.on(name, act);
      this.offs.push(() => names.forEach((name) => model.off(name, act)));
    };
    const traits = ["title", "chapters", "current", "saved_at", "can_undo", "can_redo", "read_only", "links", "show_chapters", "in_session"];
    follow(traits.map((name) => `change:${name}`), () => this.show());
    follow(["change:history"], () => showHistory(this.history.content, model.get("history")));
    follow(["msg:custom"], (message, buffers) => this.hear(message, buffers));
    on(desk(), "built", () => this.offerSkip());
    on(desk(), "saving", () => this.saving.show());
    on(desk(), "notice", (event) => this.banner(event.detail, "warning"));
    on(desk(), "open-chapter", (event) => this.open(event.detail));
    on(document, "keydown", (event) => this.key(event));
    on(document, "pointerdown", (event) => this.clickedElsewhere(event));
  }

  close() {
    this.heartbeat.close();
    for (const off of this.offs) off();
  }

  show() {
    const { model } = this;
    const read = model.get("read_only");
    this.title.show(model.get("title"), read);
    this.undo.hidden = this.redo.hidden = read;
    this.undo.setAttribute("aria-disabled", String(!model.get("can_undo")));
    this.redo.setAttribute("aria-disabled", String(!model.get("can_redo")));
    this.session.hidden = read || model.get("in_session");
    this.saving.element.hidden = read;
    this.saving.show();
    this.chapters.element.hidden = !model.get("show_chapters");
    this.root.classList.toggle("without-chapters", !model.get("show_chapters"));
    this.chapters.show(model.get("chapters"), model.get("current"));
    if (this.share.isOpen()) showLinks(this.share.content, model.get("links"));
  }

  hear(message, buffers) {
    if (message.type === "pong") this.heartbeat.pong();
    if (message.type === "banner") this.banner(message.text, message.level);
    if (message.type === "refused" && message.id === this.renaming) this.title.refuse(message.message);
    if (message.type === "download") {
      this.exporting(false);
      hand(message, buffers);
    }
  }

  async open(chapter) {
    await desk().settled(300);
    desk().opening = chapter;
    this.model.send({ type: "open", chapter });
  }

  async step(type) {
    if (this.model.get(type === "undo" ? "can_undo" : "can_redo") || desk().unsaved) {
      await desk().settled();
      this.model.send({ type });
    }
  }

  rename(title) {
    this.renaming = randomId();
    this.model.send({ type: "rename", title, id: this.renaming });
  }

  async askForExport() {
    if (this.export.getAttribute("aria-busy") === "true") return;
    this.exporting(true);
    await desk().settled();
    this.model.send({ type: "export" });
    this.exportTimer = setTimeout(() => this.exporting(false), EXPORT_PATIENCE);
  }

  async askForSession() {
    await desk().settled();
    this.model.send({ type: "session" });
  }

  exporting(busy) {
    clearTimeout(this.exportTimer);
    this.export.setAttribute("aria-busy", String(busy));
    say(this.export.querySelector(".pm-bar-label"), busy ? "Exporting\u2026" : "Export");
  }

  key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || this.model.get("read_only")) return;
    const key = event.key.toLowerCase();
    const type = key === "z" ? (event.shiftKey ? "redo" : "undo") : key === "y" ? "redo" : "";
    if (!type || isTextField(event.target) || !this.mine(event.target)) return;
    event.preventDefault();
    this.step(type);
  }

  /** In JupyterLab several notebooks share a document: keys belong to the page in which they are pressed. */
  mine(target) {
    const lab = this.root.closest(".jp-Notebook, .jp-NotebookPanel");
    return !lab || lab.contains(target);
  }

  clickedElsewhere(event) {
    for (const each of [this.history, this.share]) {
      const inside = each.panel.contains(event.target) || each.button.contains(event.target);
      if (each.isOpen() && !inside) each.open(false);
    }
  }

  questions() {
    return (this.root.closest(".premortem") ?? document).querySelector(".pm-form-head h2");
  }

  offerSkip() {
    this.skip.hidden = !this.questions();
    this.skip.href = `#${this.questions()?.id ?? ""}`;
  }

  toQuestions(event) {
    event.preventDefault(); // in JupyterLab a fragment is an address of its own
    this.questions()?.focus();
    this.questions()?.scrollIntoView();
  }

  lost() {
    const at = clock(this.saving.lastSaved());
    const kept = desk().unsaved ? " What you typed since is kept in this browser and is sent after the reload." : "";
    const saved = at ? `Everything up to ${at} is saved.` : "";
    this.banner(`The connection to the workbook is lost. ${saved}${kept} Reload the page to go on.`.replace("  ", " "), "error", true);
  }

  banner(text, level = "info", reload = false) {
    const place = level === "error" ? this.alarms : this.notices;
    if (!text && level === "info") this.alarms.replaceChildren();
    if (text && level !== "error") desk().lastNotice = "";
    place.replaceChildren();
    if (!text) return;
    this.exporting(false);
    const close = make("button", { type: "button", class: "pm-clear", click: () => place.replaceChildren() }, "Close");
    const again = make("button", { type: "button", class: "pm-button", click: () => location.reload() }, "Reload");
    place.append(make("div", { class: "pm-banner", "data-banner": level }, make("p", {}, text), reload ? again : close));
  }
}

function barButton(label, picture, act, keys = null) {
  const title = keys ? `${label} (${keys.replace("Control", "Ctrl")})` : null;
  return make(
    "button",
    { type: "button", class: "pm-bar-button", click: act, "aria-keyshortcuts": keys, title },
    icon(picture),
    make("span", { class: "pm-bar-label" }, label),
  );
}

function isTextField(target) {
  const typed = target?.tagName === "INPUT" && !["radio", "checkbox", "button", "submit", "file"].includes(target.type);
  return typed || target?.tagName === "TEXTAREA" || target?.isContentEditable;
}

/** Gives the visitor a file, made of the message's one buffer. */
function hand({ name, mime }, buffers) {
  const url = URL.createObjectURL(new Blob([buffers[0]], { type: mime }));
  const link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

export default {
  render({ model, el }) {
    const root = make("div", { class: "premortem-rail" });
    el.append(root);
    el.classList.add("premortem-rail-host");
    const frame = new PageFrame(model, root);
    return () => frame.close();
  },
};
