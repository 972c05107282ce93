import { randomId } from "../dom.js";

const PIECE = 2 ** 20;
export const MEGABYTE = 1_000_000;
const PIECE_WITHIN = 60000; // ms; a piece is a megabyte, and a slow line takes its time

/**
 * One file on its way to the kernel, a megabyte at a time; the next piece leaves when the one before has arrived.
 * @param {{send: (message: object, buffers: ArrayBuffer[]) => void, came: (bytes: number) => void,
 *   refused: (message: string) => void, done: () => void}} told
 */
export class Upload {
  constructor(kind, file, told) {
    Object.assign(this, { kind, file, told, id: randomId(), at: 0, over: false });
    this.next();
  }

  async next() {
    const { id, kind, file, at } = this;
    let piece;
    try {
      piece = await file.slice(at, at + PIECE).arrayBuffer();
    } catch {
      return this.end("It cannot be read any more; it may have been changed or moved meanwhile: choose it again.");
    }
    if (this.over) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.end(UNANSWERED), PIECE_WITHIN);
    try {
      this.told.send({ type: "upload", id, kind, name: file.name, size: file.size, offset: at }, [piece]);
    } catch {
      this.end(UNANSWERED);
    }
  }

  /** @param {{type: string, id: string, bytes?: number, message?: string}} answer */
  hear(answer) {
    if (this.over || answer.id !== this.id) return;
    if (answer.type === "refused") return this.end(answer.message);
    if (answer.type !== "uploaded" || answer.bytes <= this.at) return;
    this.at = answer.bytes;
    this.told.came(this.at);
    if (this.at < this.file.size) this.next();
    else this.end("");
  }

  cancel() {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.timer);
    this.told.send({ type: "abandon", id: this.id }, []);
  }

  end(message) {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.timer);
    if (message) this.told.refused(message);
    else this.told.done();
  }
}

const UNANSWERED = "The upload broke off, as the workbook does not answer: try again, or reload the page.";

/** A size as a person reads it. @param {number} bytes */
export function inMegabytes(bytes) {
  return (bytes / MEGABYTE).toFixed(bytes < 10 * MEGABYTE ? 1 : 0);
}
