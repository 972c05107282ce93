import { make, say } from "../dom.js";
import { button, labelled, makeAlarm, makeLines } from "./parts.js";
import { minutes } from "./timers.js";

const KINDS = { quiet: "Each writes alone", vote: "Vote", discussion: "Talk", decision: "Decide", break: "Break" };
const EXTEND_BY = 5;

/** The agenda: begin, extend, park, reorder, change. Nothing in it moves on by itself. */
export function makeAgenda(commands, { opened }) {
  const alarm = makeAlarm();
  const moved = make("p", { class: "pm-unseen", role: "status" });
  const items = make("ol", { class: "pm-led-agenda" });
  const list = makeLines(items, (given) => given.steps.map((each, place) => item(each, place, given)));
  const title = make("input", { type: "text", maxlength: 120, dir: "auto", autocomplete: "off" });
  const long = make("input", { type: "number", min: 1, max: 240, value: 10 });
  const kind = make("select", {}, ...Object.entries(KINDS).map(([value, label]) => make("option", { value }, label)));
  kind.value = "discussion";
  const add = make("form", { class: "pm-led-row", novalidate: true, submit: (event) => (event.preventDefault(), added()) }, labelled("A further step", title), labelled("Minutes", long), labelled("Kind", kind), button("Add", added));
  const element = make("div", { class: "pm-led-part" }, alarm, items, moved, make("details", {}, make("summary", {}, "Add a step"), add));
  let view = null;
  let editing = "";
  let dragged = "";

  const steps = () => view.agenda.map(({ used: _used, now: _now, ...step }) => step);

  function put(changed, then) {
    commands.give("agenda", { agenda: changed }, alarm, then);
  }

  function move(id, to) {
    const order = steps();
    const from = order.findIndex((each) => each.id === id);
    if (from < 0 || to < 0 || to >= order.length || to === from) return;
    const [step] = order.splice(from, 1);
    order.splice(to, 0, step);
    put(order, () => say(moved, `${step.title}: now at place ${to + 1} of ${order.length}.`));
  }

  function added() {
    if (!title.value.trim()) return (say(alarm, "Give the step a title first."), title.focus());
    const id = `own-${Date.now().toString(36)}`;
    put([...steps(), { id, kind: kind.value, title: title.value.trim(), minutes: Number(long.value), chapter: "", question: "", parked: false }], () => (title.value = ""));
  }

  function item(step, place, { leading, of }) {
    if (editing === step.id) return editor(step);
    const used = step.used ? `${minutes(step.used)} of ${step.minutes} min` : `${step.minutes} min`;
    const about = make("div", { class: "pm-led-about" }, make("strong", { dir: "auto" }, step.title), make("span", { class: "pm-led-small" }, [KINDS[step.kind] ?? step.kind, step.parked ? "parked" : used, step.now ? "now" : ""].filter(Boolean).join(" \u00b7 ")));
    const act = (key, label, does, hint = label) => button(label, does, "pm-led-act", { "data-key": `${key}:${step.id}`, "aria-label": `${hint}: ${step.title}` });
    const tools = make(
      "div",
      { class: "pm-led-acts" },
      step.parked || step.now ? null : act("begin", "Begin", () => commands.give("step", { step: step.id }, alarm, () => opened(step))),
      step.now && step.chapter ? act("open", "Open its chapter", () => opened(step)) : null,
      step.parked ? null : act("extend", `+${EXTEND_BY}`, () => commands.give("extend", { step: step.id, minutes: EXTEND_BY }, alarm), `${EXTEND_BY} minutes more`),
      act("park", step.parked ? "Take back" : "Park", () => commands.give("park-step", { step: step.id, parked: !step.parked }, alarm)),
      act("up", "\u2191", () => move(step.id, place - 1), "Move up"),
      act("down", "\u2193", () => move(step.id, place + 1), "Move down"),
      act("edit", "Edit", () => edit(step.id), "Change title and minutes"),
    );
    if (place === 0) tools.querySelector(`[data-key^="up:"]`).disabled = true;
    if (place === of - 1) tools.querySelector(`[data-key^="down:"]`).disabled = true;
    const element = make("li", { class: [step.now ? "now" : "", step.parked ? "parked" : ""].join(" ").trim() || null, "aria-current": step.now ? "step" : null, "data-step": step.id }, about, leading ? tools : null);
    if (leading) makeDraggable(element, step, place);
    return element;
  }

  function makeDraggable(element, step, place) {
    element.draggable = true;
    element.addEventListener("dragstart", () => (dragged = step.id));
    element.addEventListener("dragover", (event) => dragged && event.preventDefault());
    element.addEventListener("drop", (event) => {
      event.preventDefault();
      move(dragged, place);
      dragged = "";
    });
  }

  function edit(id) {
    editing = id;
    list.again();
    items.querySelector("input")?.focus();
  }

  function editor(step) {
    const words = make("input", { type: "text", maxlength: 120, dir: "auto", value: step.title, autocomplete: "off" });
    const time = make("input", { type: "number", min: 1, max: 240, step: "any", value: step.minutes });
    const leave = () => {
      editing = "";
      document.activeElement?.blur();
      list.again();
      items.querySelector(`[data-key="edit:${CSS.escape(step.id)}"]`)?.focus();
    };
    const keep = (event) => {
      event?.preventDefault();
      put(steps().map((each) => (each.id === step.id ? { ...each, title: words.value.trim(), minutes: Number(time.value) } : each)), leave);
    };
    const form = make("form", { class: "pm-led-row", novalidate: true, submit: keep }, labelled("Title", words), labelled("Minutes", time), make("button", { type: "submit", class: "pm-button" }, "Keep"), button("Cancel", leave, "pm-clear"));
    form.addEventListener("keydown", (event) => event.key === "Escape" && leave());
    return make("li", {}, form);
  }

  return {
    element,
    show(given) {
      view = given;
      add.parentElement.hidden = !given.leading;
      // What counts on is not in the list: it would be built anew each second.
      const shown = given.agenda.map((each) => ({ ...each, used: each.used && Math.floor(each.used / 60) * 60 + 1 }));
      list.show({ steps: shown, leading: given.leading, of: given.agenda.length });
    },
  };
}
