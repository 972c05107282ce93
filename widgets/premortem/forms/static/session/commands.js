import { randomId, say } from "../dom.js";

const PATIENCE = 15000; // ms until a command that nobody answered may be given again

/**
 * What the facilitator orders, each with an id: what the kernel refuses is said where it was ordered. While one is under
 * way the same one is not sent again, so that a second click does no harm.
 */
export class Commands {
  constructor(send) {
    this.send = send;
    /** @type {Map<string, {key: string, alarm: HTMLElement | null, done: (() => void) | undefined}>} */
    this.open = new Map();
  }

  /**
   * @param {string} type @param {object} fields @param {HTMLElement | null} alarm where a refusal is said
   * @param {() => void} [done] what follows once it has happened
   */
  give(type, fields = {}, alarm = null, done = undefined) {
    const key = JSON.stringify([type, fields]);
    if ([...this.open.values()].some((each) => each.key === key)) return;
    const id = randomId();
    this.open.set(id, { key, alarm, done });
    setTimeout(() => this.open.delete(id), PATIENCE);
    if (alarm) say(alarm, "");
    this.send({ type, id, ...fields });
  }

  /** @returns {string} what there is to say of something done, or a refusal for which there is no place any more */
  hear({ type, id, message, said }) {
    if (type !== "done" && type !== "refused") return "";
    const order = this.open.get(id);
    this.open.delete(id);
    if (type === "done") {
      order?.done?.();
      return said ?? "";
    }
    if (!order?.alarm?.isConnected) return message;
    say(order.alarm, message);
    return "";
  }
}
