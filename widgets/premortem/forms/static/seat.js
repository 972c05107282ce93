import { randomId } from "./dom.js";

const KEY = "premortem:seat";
let kept = "";

/**
 * The secret by which the kernel knows what was written in this browser while others could not see it. It stays in the
 * browser; without a store (a private window) it lasts as long as the page.
 * @returns {string}
 */
export function seat() {
  try {
    kept ||= localStorage.getItem(KEY) ?? "";
    kept ||= randomId(32);
    localStorage.setItem(KEY, kept);
  } catch {
    kept ||= randomId(32);
  }
  return kept;
}
