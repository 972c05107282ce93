import { randomId } from "./dom.js";

const RESEND_AFTER = 5000;
const RETRY_AFTER = 3000;
const ABANDONED_AFTER = 90000;
const MESSAGE_MAX = 1000000;
const PREFIX = "premortem:outbox:";

/**
 * @typedef {{do: string, question: string, row?: string, column?: string, value?: any, to?: number}} Edit
 * @typedef {{edit: Edit, chapter: string, notBefore: number}} Entry
 * @typedef {{id: string, entries: Entry[], at: number}} Flight
 * @typedef {{chapter: string, send: (id: string, edits: Edit[]) => void, flight: Flight | null, pauseUntil: number,
 *   refused: (edit: Edit, message: string) => void}} Lane one form that can send
 */

/** @param {Edit} edit @returns {string} what an edit is about: "question", "question/row" or "question/row/column" */
export function address(edit) {
  return [edit.question, edit.row, edit.column].filter(Boolean).join("/");
}

/**
 * The edits of one workbook that the kernel has not acknowledged yet, in order; kept in the browser too, so that they
 * outlive a dead kernel and a reload. A later edit of the same answer replaces one that is not on its way.
 */
export class Outbox {
  /** @param {string} workbook @param {(what: object) => void} changed */
  constructor(workbook, changed) {
    this.workbook = workbook;
    this.changed = changed;
    /** @type {Entry[]} */ this.entries = [];
    /** @type {Set<Lane>} */ this.lanes = new Set();
    this.trouble = "";
    this.key = `${PREFIX}${workbook}:${randomId(8)}`;
    this.timer = 0;
    this.adopt(true);
    this.adopter = setInterval(() => this.adopt(false), ABANDONED_AFTER / 3);
  }

  /** @param {Lane} lane */
  attach(lane) {
    this.lanes.add(lane);
    this.pump();
  }

  /** @param {Lane} lane */
  detach(lane) {
    this.lanes.delete(lane);
  }

  /** Takes an edit in; `wait` ms of quiet first (typing). @param {string} chapter @param {Edit} edit */
  put(chapter, edit, wait = 0) {
    if (tooLarge(edit)) {
      this.turnDown(edit, "This is more than 1 MB, too much for one answer: shorten it.");
      return this.changed({});
    }
    const flying = new Set([...this.lanes].flatMap((lane) => lane.flight?.entries ?? []));
    const before = "value" in edit && this.entries.findLast((entry) => address(entry.edit) === address(edit));
    const again = before && JSON.stringify(before.edit) === JSON.stringify(edit);
    if (again && flying.has(before)) return; // on its way already: leaving a field says once more what typing said
    const same = before && !flying.has(before) && "value" in before.edit ? before : null;
    const notBefore = Date.now() + wait;
    if (same) Object.assign(same, { edit, chapter, notBefore });
    else this.entries.push({ edit, chapter, notBefore });
    this.keep();
    this.changed({});
    this.pump();
  }

  /** The edits still under way, oldest first. @returns {Edit[]} */
  pending() {
    return this.entries.map((entry) => entry.edit);
  }

  /** @param {string} where an address @returns {boolean} */
  holds(where) {
    return this.entries.some((entry) => address(entry.edit) === where);
  }

  /** Sends at once what waits for typing to pause. */
  flush() {
    for (const entry of this.entries) entry.notBefore = 0;
    this.pump();
  }

  /** Tries again at once, as after a reconnection. */
  again() {
    for (const lane of this.lanes) {
      lane.pauseUntil = 0;
      if (lane.flight) lane.flight.at = 0;
    }
    this.pump();
  }

  acknowledge(id, at) {
    const flight = this.land(id);
    if (!flight) return;
    this.trouble = "";
    this.entries = this.entries.filter((entry) => !flight.entries.includes(entry));
    this.keep();
    this.changed({ at });
    this.pump();
  }

  /** Drops the refused edit; its companions go out again. */
  refuse(id, message, where) {
    const flight = this.land(id);
    if (!flight) return;
    this.trouble = "";
    const refused = flight.entries.find((entry) => address(entry.edit) === where) ?? flight.entries[0];
    this.entries = this.entries.filter((entry) => entry !== refused);
    this.keep();
    this.turnDown(refused.edit, message);
    this.changed({});
    this.pump();
  }

  notSaved(id, message) {
    const lane = this.laneOf(id);
    if (!lane?.flight) return;
    this.trouble = message || "not saved";
    lane.flight.at = Infinity;
    lane.pauseUntil = Date.now() + RETRY_AFTER;
    this.changed({});
    this.pump();
  }

  laneOf(id) {
    return [...this.lanes].find((lane) => lane.flight?.id === id);
  }

  land(id) {
    const lane = this.laneOf(id);
    const flight = lane?.flight;
    if (lane) lane.flight = null;
    return flight;
  }

  turnDown(edit, message) {
    const known = [...this.lanes].filter((lane) => lane.refused(edit, message));
    if (!known.length) this.changed({ refused: message });
  }

  pump() {
    clearTimeout(this.timer);
    let next = Infinity;
    for (const lane of this.lanes) next = Math.min(next, this.pumpLane(lane, Date.now()));
    if (this.entries.length && next < Infinity) {
      this.timer = setTimeout(() => this.pump(), Math.max(20, next - Date.now()));
    }
  }

  /** @returns {number} when this lane wants to be looked at again */
  pumpLane(lane, now) {
    if (lane.pauseUntil > now) return lane.pauseUntil;
    if (lane.flight) {
      if (lane.flight.at !== Infinity && now - lane.flight.at < RESEND_AFTER) return lane.flight.at + RESEND_AFTER;
      if (lane.flight.at > 0 && lane.flight.at !== Infinity && !this.trouble) {
        this.trouble = "no answer";
        this.changed({});
      }
      return this.transmit(lane, now);
    }
    const homes = new Set([...this.lanes].map((each) => each.chapter));
    const taken = new Set([...this.lanes].flatMap((each) => each.flight?.entries ?? []));
    const mine = this.entries.filter(
      (entry) => !taken.has(entry) && (entry.chapter === lane.chapter || !homes.has(entry.chapter)),
    );
    if (!mine.length) return Infinity;
    const waiting = mine.findIndex((entry) => entry.notBefore > now);
    const ready = waiting < 0 ? mine : mine.slice(0, waiting);
    if (!ready.length) return mine[0].notBefore;
    lane.flight = { id: randomId(), entries: fitting(ready), at: now };
    return this.transmit(lane, now);
  }

  transmit(lane, now) {
    lane.flight.at = now;
    try {
      lane.send(lane.flight.id, lane.flight.entries.map((entry) => entry.edit));
    } catch (error) {
      console.warn("premortem: could not send, trying again", error);
    }
    this.keep();
    return now + RESEND_AFTER;
  }

  /** Writes what is under way into the browser's store, with the time: a live page renews it. */
  keep() {
    try {
      if (this.entries.length) {
        localStorage.setItem(this.key, JSON.stringify({ touched: Date.now(), entries: this.entries }));
      } else localStorage.removeItem(this.key);
      sessionStorage.setItem(`${PREFIX}${this.workbook}`, this.key);
    } catch {
      // Private windows and full stores refuse: the edits are still in memory.
    }
  }

  /** Takes over what an earlier page of this tab, or a page that is gone, could not deliver. */
  adopt(atStart) {
    let found = 0;
    try {
      const earlier = sessionStorage.getItem(`${PREFIX}${this.workbook}`);
      for (const key of Object.keys(localStorage)) {
        if (!key.startsWith(`${PREFIX}${this.workbook}:`) || key === this.key) continue;
        const left = JSON.parse(localStorage.getItem(key) ?? "{}");
        const abandoned = Date.now() - (left.touched ?? 0) > ABANDONED_AFTER;
        if (!abandoned && !(atStart && key === earlier)) continue;
        localStorage.removeItem(key);
        const entries = (left.entries ?? []).filter((entry) => entry?.edit?.question);
        for (const entry of entries) this.entries.push({ ...entry, notBefore: 0 });
        found += entries.length;
      }
    } catch {
      return;
    }
    if (!found) return;
    this.keep();
    this.changed({ replayed: found });
    this.pump();
  }
}

function tooLarge(edit) {
  const text = JSON.stringify(edit);
  return text.length > MESSAGE_MAX / 4 && new TextEncoder().encode(text).length > MESSAGE_MAX;
}

/** The first entries that fit together into one message. */
function fitting(entries) {
  let room = MESSAGE_MAX;
  const count = entries.findIndex((entry) => {
    room -= JSON.stringify(entry.edit).length * 3;
    return room < 0;
  });
  return count < 0 ? entries : entries.slice(0, Math.max(1, count));
}
