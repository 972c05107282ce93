import { desk } from "./desk.js";
import { freshId, make, say } from "./dom.js";
import { isOwnPage } from "./surroundings.js";
import { seat } from "./seat.js";
import { makeAgenda } from "./session/agenda.js";
import { makeAsk } from "./session/ask.js";
import { makeBegin } from "./session/begin.js";
import { Commands } from "./session/commands.js";
import { makeActions, makeParking } from "./session/later.js";
import { button, makeAlarm, makeSure } from "./session/parts.js";
import { makePeople } from "./session/people.js";
import { makeProjector } from "./session/projector.js";
import { makeStrip } from "./session/strip.js";
import { makeTabs } from "./session/tabs.js";
import { Timers } from "./session/timers.js";
import { makeVote } from "./session/vote.js";

const LOOK_EVERY = 4000; // ms: who is connected is in no log, and has to be asked for
const STEP_VOTES = { vote: "Open the vote", quiet: "Begin the quiet writing" };

/** Leads a session, from the workbook's page. Nothing moves on but by a click of whoever leads. */
class SessionPanel {
  constructor(model, root) {
    Object.assign(this, { model, root, begun: false });
    this.commands = new Commands((message) => model.send(message));
    this.timers = new Timers(() => this.strip.tick());
    const shared = { currency: () => model.get("currency"), opened: (step) => this.toChapter(step), openList: () => desk().goto({ question: "decision.actions" }) };
    this.begin = makeBegin(this.commands, () => this.offer(false));
    this.projector = makeProjector();
    this.strip = makeStrip({ timers: this.timers, toggle: () => this.fold(), join: () => this.projector.open() });
    this.agenda = makeAgenda(this.commands, shared);
    this.ask = makeAsk(this.commands);
    this.vote = makeVote(this.commands, shared);
    this.people = makePeople(this.commands, shared);
    this.parking = makeParking(this.commands);
    this.actions = makeActions(this.commands, shared);
    this.build();
    this.listen();
    model.send({ type: "seat", id: "seat", token: seat() });
    this.show();
    this.look();
    if (model.get("offered")) this.offer(true);
  }

  build() {
    this.alarm = makeAlarm();
    this.status = make("p", { class: "pm-led-status", role: "status" });
    this.stepTitle = make("h2", { dir: "auto" });
    this.stepVote = button("", () => this.openStepVote(), "pm-button");
    this.next = button("", () => this.beginNext(), "pm-second");
    this.step = make("section", { class: "pm-led-step-now", "aria-label": "The step now" }, this.stepTitle, make("div", { class: "pm-led-row" }, this.stepVote, this.next));
    this.aside = make("div", { class: "pm-led-part" }, this.vote.after, this.ask.element);
    const now = make("div", { class: "pm-led-now" }, make("div", { class: "pm-led-part" }, this.step, this.vote.element), this.aside);
    this.tabs = makeTabs("The session", [["now", "Now", now], ["agenda", "Agenda", this.agenda.element], ["people", "People", this.people.element], ["parked", "Parked", this.parking.element], ["actions", "Actions", this.actions.element]]);
    this.role = make("p", { class: "pm-led-role" });
    this.take = makeSure("Take over the lead", () => (this.view.role_free ? "" : "Somebody else leads now, and cannot move the session on any more once you do."), "Yes, take over", () => this.order("take"), "pm-second");
    this.layDown = button("Hand over the lead", () => this.order("lay-down"), "pm-clear");
    this.end = makeSure("End the session", () => "Nobody can vote any more then. What was decided stays in the workbook.", "Yes, end it", () => this.order("end"), "pm-clear");
    const foot = make("div", { class: "pm-led-foot" }, this.role, this.take.element, this.layDown, this.end.element);
    const heading = make("h2", { class: "pm-unseen", id: freshId("lead") }, "Lead the session");
    this.panel = make("section", { class: "pm-led-panel", id: freshId("leading"), "aria-labelledby": heading.id }, heading, this.alarm, this.tabs.element, foot);
    this.strip.fold.setAttribute("aria-controls", this.panel.id);
    const rest = make("div", { class: "pm-led-rest" }, this.status, this.begin.element, this.panel, this.projector.element);
    this.root.replaceChildren(this.strip.element, rest);
    this.fold(desk().opened.get("session") ?? true);
    this.begin.element.hidden = true;
  }

  listen() {
    const { model } = this;
    this.onMessage = (message) => this.hear(message);
    this.onView = () => (this.timers.heard(), this.show());
    this.onOffered = () => this.offer(true);
    this.onRest = () => this.showRest();
    model.on("msg:custom", this.onMessage);
    model.on("change:view", this.onView);
    model.on("change:offered", this.onOffered);
    this.rest = "change:askable change:suggested change:actions change:door change:opened";
    for (const event of this.rest.split(" ")) model.on(event, this.onRest);
    this.looking = setInterval(() => document.hidden || this.look(), LOOK_EVERY);
    this.sized = new ResizeObserver(() => this.measure());
    this.sized.observe(this.strip.element);
  }

  close() {
    const { model } = this;
    clearInterval(this.looking);
    this.timers.close();
    this.sized.disconnect();
    model.off("msg:custom", this.onMessage);
    model.off("change:view", this.onView);
    model.off("change:offered", this.onOffered);
    for (const event of this.rest.split(" ")) model.off(event, this.onRest);
  }

  get view() {
    return this.model.get("view");
  }

  look() {
    if (this.view.running) this.model.send({ type: "look", id: "look" });
  }

  order(type, fields = {}) {
    this.commands.give(type, fields, this.alarm);
  }

  hear(message) {
    const line = this.commands.hear(message);
    if (line) say(message.type === "refused" && this.view.running ? this.alarm : this.status, line);
    if (message.type === "moved" && isOwnPage()) history.replaceState(null, "", new URL(message.query, location.href));
  }

  offer(open) {
    if (this.view.running) return;
    this.begin.element.hidden = !open;
    say(this.status, "");
    if (!open) return;
    this.begin.ask();
    this.begin.focus();
  }

  fold(wanted = this.panel.hidden) {
    this.panel.hidden = !wanted;
    desk().opened.set("session", wanted);
    this.strip.fold.setAttribute("aria-expanded", String(wanted));
  }

  /** Whoever began the session goes on in its panel. */
  toTop() {
    this.fold(true);
    this.tabs.focus();
    this.strip.element.scrollIntoView({ block: "nearest" });
  }

  /** What stays in view beside the strip begins below it. */
  measure() {
    const page = this.root.closest(".premortem");
    const bar = page?.querySelector(".pm-bar")?.offsetHeight ?? 0;
    page?.style.setProperty("--bar-height", `${bar}px`);
    page?.style.setProperty("--session-height", `${this.strip.element.offsetHeight}px`);
  }

  show() {
    const { view } = this;
    const { running } = view;
    this.root.classList.toggle("running", Boolean(running));
    this.strip.element.hidden = !running;
    this.panel.classList.toggle("off", !running);
    if (running) {
      const began = this.begin.element.contains(document.activeElement);
      this.begin.element.hidden = true;
      if (!this.begun) say(this.status, "");
      if (began) this.toTop();
      this.begun = true;
      for (const part of [this.agenda, this.vote, this.people, this.parking]) part.show(view);
      this.showStep();
      this.showRole();
      this.tabs.count("people", view.people.filter((each) => each.here).length);
      this.tabs.count("parked", view.parked.filter((each) => !each.settled).length);
    } else if (this.begun) {
      this.begun = false;
      say(this.status, "The session has ended. Its minutes are in the export.");
    }
    this.showRest();
    this.measure();
  }

  showRest() {
    const { model, view } = this;
    const door = model.get("door");
    this.begin.suggest(model.get("suggested"));
    if (!view.running) return;
    this.strip.show(view, door);
    this.projector.show(door);
    this.actions.show(view, model.get("actions"));
    this.ask.offer(model.get("askable"), this.stepNow()?.chapter ?? "");
  }

  stepNow() {
    return this.view.agenda.find((each) => each.now);
  }

  nextStep() {
    const { agenda } = this.view;
    const at = agenda.findIndex((each) => each.now);
    return agenda.slice(at + 1).find((each) => !each.parked);
  }

  showStep() {
    const { view } = this;
    const step = this.stepNow();
    const next = this.nextStep();
    const offers = view.leading && step?.question && STEP_VOTES[step.kind] && !view.vote?.open;
    say(this.stepTitle, step ? step.title : "The session has not begun its first step.");
    this.stepVote.hidden = !offers;
    say(this.stepVote, offers ? STEP_VOTES[step.kind] : "");
    this.next.hidden = !next || !view.leading;
    say(this.next, next ? `Begin: ${next.title} (${next.minutes} min)` : "");
    this.ask.element.hidden = !view.leading || Boolean(view.vote?.open);
    this.aside.hidden = this.ask.element.hidden && this.vote.after.hidden;
    if (!this.ask.element.hidden && step?.chapter) this.ask.fetch();
  }

  openStepVote() {
    const { question, kind } = this.stepNow();
    this.ask.open({ question, row: "", column: "", kind: kind === "quiet" ? "text" : "" });
  }

  beginNext() {
    const step = this.nextStep();
    this.commands.give("step", { step: step.id }, this.alarm, () => this.toChapter(step));
  }

  /** The workbook goes where the session is; who looked at another chapter finds it there. */
  toChapter(step) {
    if (step.chapter) desk().dispatchEvent(new CustomEvent("open-chapter", { detail: step.chapter }));
  }

  showRole() {
    const { leading, role_free: free } = this.view;
    say(this.role, leading ? "You lead." : free ? "Nobody leads now." : "Somebody else leads.");
    this.take.element.hidden = leading;
    this.layDown.hidden = this.end.element.hidden = !leading;
  }
}

export default {
  render({ model, el }) {
    const root = make("div", { class: "premortem-form premortem-session" });
    el.append(root);
    el.classList.add("premortem-session-host");
    const panel = new SessionPanel(model, root);
    return () => panel.close();
  },
};
