import { Outbox } from "./outbox.js";

/**
 * What the widgets of one page share: the outboxes, whether all is saved, refused texts, which disclosures are open.
 * Events: `saving` when the indicator may have changed, `goto`, `notice` (one line for the banner), `open-chapter`,
 * `built` (a form has shown another chapter).
 */
class Desk extends EventTarget {
  constructor() {
    super();
    /** @type {Map<string, Outbox>} */ this.outboxes = new Map();
    /** @type {Map<string, {message: string, text: any}>} */ this.refusals = new Map();
    /** @type {Map<string, boolean>} */ this.opened = new Map();
    this.savedAt = "";
    this.lastNotice = "";
    this.wanted = null; // the question to move to, once its chapter is shown
    this.opening = ""; // the chapter somebody has asked for, until it is shown
    const flush = () => this.flush();
    addEventListener("pagehide", flush);
    addEventListener("online", () => this.again());
    document.addEventListener("visibilitychange", flush);
  }

  /** @param {string} workbook @returns {Outbox} */
  outbox(workbook) {
    let outbox = this.outboxes.get(workbook);
    if (!outbox) {
      outbox = new Outbox(workbook, (what) => this.outboxChanged(what));
      this.outboxes.set(workbook, outbox);
    }
    return outbox;
  }

  outboxChanged({ at, refused, replayed }) {
    if (at) this.savedAt = at;
    if (refused) this.notice(refused);
    if (replayed === 1) this.notice("One answer had not reached the workbook before: it was sent again.");
    if (replayed > 1) this.notice(`${replayed} answers had not reached the workbook before: they were sent again.`);
    this.dispatchEvent(new Event("saving"));
  }

  notice(text) {
    this.lastNotice = text;
    this.dispatchEvent(new CustomEvent("notice", { detail: text }));
  }

  get unsaved() {
    return [...this.outboxes.values()].reduce((sum, outbox) => sum + outbox.entries.length, 0);
  }

  get trouble() {
    return [...this.outboxes.values()].map((outbox) => outbox.entries.length && outbox.trouble).find(Boolean) || "";
  }

  flush() {
    for (const outbox of this.outboxes.values()) outbox.flush();
  }

  again() {
    for (const outbox of this.outboxes.values()) outbox.again();
  }

  /** Resolves when nothing is under way, or after `limit` ms: an undo must not overtake what was typed before it. */
  async settled(limit = 4000) {
    this.flush();
    const until = Date.now() + limit;
    while (this.unsaved && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /** Moves to a question; where no form on the page has it, the rail opens its chapter and the form finds it wanted. */
  goto(where) {
    this.wanted = where;
    this.dispatchEvent(new CustomEvent("goto", { detail: where }));
    if (this.wanted) this.dispatchEvent(new CustomEvent("open-chapter", { detail: where.question.split(".")[0] }));
  }
}

/** @returns {Desk} the one desk of this page, whichever widget came first */
export function desk() {
  globalThis.premortemDesk ??= new Desk();
  return globalThis.premortemDesk;
}
