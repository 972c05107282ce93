import { DONT_KNOW, makeAnswer } from "./answer.js";
import { CONTROLS } from "./controls/control.js";
import { desk } from "./desk.js";
import { makeDisclosure } from "./disclosure.js";
import { freshId, make, say, setOrDrop, withLinks } from "./dom.js";
import { address } from "./outbox.js";

const PATIENCE = 1200; // ms after the last key before a refusal is shown: half a number is no mistake yet

/**
 * One question, or one cell: its words, its control, "don't know", what is wrong with the answer, what is known of it.
 * @param {any} ask
 * @param {{question: string, row?: string, column?: string}} where
 * @param {{put: (where: object, value: any, wait?: number) => void, holds: (at: string) => boolean, currency: string,
 *   readOnly: boolean, control?: Function, noticed?: (where: object) => void}} form `control` stands in for the one of
 *   the question's kind; `noticed` hears that somebody has read that another replaced the answer
 */
export function makeField(ask, where, form) {
  const at = address(where);
  const compact = Boolean(where.column);
  const ids = { control: freshId("answer"), label: freshId("ask"), help: freshId("help"), error: freshId("error") };
  let value = null;
  let beforeUnknown = null;
  let typedAt = 0;

  const give = (answer, wait = 0) => {
    if (wait) typedAt = Date.now();
    desk().refusals.delete(at);
    overtaken?.notice();
    form.put(where, answer, wait);
  };
  const makeControl = form.control ?? (form.readOnly ? makeAnswer : CONTROLS[ask.kind]);
  const control = makeControl(ask, {
    id: ids.control, labelId: ids.label, describedBy: `${ids.help} ${ids.error}`, compact, currency: form.currency,
    onInput: give,
  });
  const words = control.labelled
    ? make("label", { for: ids.control, id: ids.label, dir: "auto" }, ask.text)
    : make("span", { id: ids.label, dir: "auto" }, ask.text);
  const help = make("div", { class: "pm-help", id: ids.help }, ask.help ?? "");
  const error = make("p", { class: "pm-error", id: ids.error, role: "alert" });
  const note = make("p", { class: "pm-note" });
  const overtaken = form.noticed ? makeOvertaken(ids.label, () => form.noticed(where), () => control.focus()) : null;
  const unknown = make(
    "button",
    {
      type: "button", class: "pm-unknown", id: freshId("unknown"), "aria-pressed": "false",
      click: () => {
        if (value === DONT_KNOW) return give(beforeUnknown);
        beforeUnknown = value;
        give(DONT_KNOW);
      },
    },
    "Don't know",
  );
  unknown.setAttribute("aria-labelledby", `${unknown.id} ${ids.label}`);
  const clear = make(
    "button",
    { type: "button", class: "pm-clear", hidden: true, id: freshId("clear"), click: () => (give(null), control.focus()) },
    "Clear",
  );
  clear.setAttribute("aria-labelledby", `${clear.id} ${ids.label}`);

  const warn = () => {
    const refusal = desk().refusals.get(at);
    const early = control.typing() ? typedAt + PATIENCE - Date.now() : 0;
    if (refusal && early > 0) return setTimeout(warn, early);
    say(error, refusal?.message ?? "");
    control.invalid(Boolean(refusal));
  };
  const show = (answer) => {
    const shown = answer ?? null;
    const refusal = desk().refusals.get(at);
    if (refusal && JSON.stringify(refusal.over) !== JSON.stringify(shown)) desk().refusals.delete(at);
    value = shown;
    setOrDrop(unknown, "aria-pressed", String(value === DONT_KNOW));
    clear.hidden = !control.clearable || value === null || value === DONT_KNOW;
    element.classList.toggle("answered", value !== null);
    if (!control.typing()) {
      const kept = desk().refusals.get(at);
      control.show(kept ? kept.text : value === DONT_KNOW ? null : value);
    }
    if (!form.holds(at)) warn();
  };

  const reasons = compact ? null : makeReasons(ask, at);
  const asides = make("div", { class: "pm-asides" }, !form.readOnly && unknown, clear, reasons?.button);
  const element = make(
    "div",
    { class: `pm-field ${compact ? "cell" : "question"}`, "data-kind": ask.kind },
    make(compact ? "div" : "h3", { class: "pm-words" }, words),
    help,
    make("div", { class: "pm-control" }, control.element),
    error,
    overtaken?.element,
    note,
    asides,
    reasons?.inside,
  );
  setOrDrop(element, "data-question", compact ? "" : where.question);
  setOrDrop(element, "data-row", where.row);
  setOrDrop(element, "data-column", where.column);
  element.addEventListener("focusout", () => setTimeout(() => show(value)));
  return {
    element,
    show,
    focus: () => (form.readOnly ? element.scrollIntoView({ block: "center" }) : control.focus()),
    note: (text) => say(note, text ?? ""),
    overtake: (text) => overtaken?.show(text ?? ""),
    /** Keeps the refused text with its message, until another answer than `over` (the one that counts) comes. */
    refuse(text, message, over) {
      if (!form.holds(at)) desk().refusals.set(at, { message, text, over: over ?? null });
    },
  };
}

/** One line where somebody else has replaced an answer, until it is closed or another answer is given. */
function makeOvertaken(labelId, noticed, goOn) {
  const words = make("span", {});
  const close = make(
    "button",
    { type: "button", class: "pm-clear", id: freshId("close"), click: () => (notice(), goOn()) },
    "Close",
  );
  close.setAttribute("aria-labelledby", `${close.id} ${labelId}`);
  // A live region has to be there before there is something to say.
  const element = make("div", { class: "pm-overtaken", role: "status" });
  let read = ""; // what was noticed here, until the kernel knows
  const show = (told) => {
    if (told !== read) read = "";
    const text = told === read ? "" : told;
    say(words, text);
    if (text && !element.contains(close)) element.append(words, close);
    if (!text) element.replaceChildren();
  };
  const notice = () => {
    if (!words.textContent) return;
    read = words.textContent;
    show(read);
    noticed();
  };
  return { element, show, notice };
}

/** Why the question is asked, who says so, and what happened where it was not. */
function makeReasons(ask, at) {
  if (!ask.why && !ask.cases?.length) return null;
  const cases = (ask.cases ?? []).map((each) =>
    make(
      "div",
      { class: "pm-case" },
      make("p", {}, make("strong", {}, "It happened: "), each.what),
      withLinks(make("p", { class: "pm-source" }), each.source),
    ),
  );
  const panel = make(
    "div",
    { class: "pm-reasons" },
    make("p", {}, ask.why ?? ""),
    ask.source && withLinks(make("p", { class: "pm-source" }, "Source: "), ask.source),
    ...cases,
  );
  const disclosure = makeDisclosure(`why:${at}`, "Why this matters", panel);
  disclosure.button.setAttribute("aria-label", `Why this matters: ${ask.text}`);
  return disclosure;
}
