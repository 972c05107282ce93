import { randomId } from "../dom.js";

const KEPT = "premortem:join";
const KEEP_FOR = 14 * 24 * 3600 * 1000;
let memory = null; // what is kept where the browser keeps nothing (a private window): it lasts as long as the page

/**
 * What this phone keeps: the secret by which the server knows the person, and for each session the name, whether the
 * person is in it, drafts by vote, messages that were not sent yet, and objections that were.
 * @typedef {{name: string, joined: boolean, ended: boolean, at: number, drafts: Record<string, any>,
 *   unsent: any[], objections: Record<string, string[]>}} Session
 * @returns {{token: string, sessions: Record<string, Session>}}
 */
function all() {
  if (memory) return memory;
  try {
    memory = JSON.parse(localStorage.getItem(KEPT) ?? "null");
  } catch {
    memory = null;
  }
  if (!/^[a-zA-Z0-9]{12,64}$/.test(memory?.token ?? "")) memory = { token: randomId(32), sessions: {} };
  memory.sessions ??= {};
  for (const [code, session] of Object.entries(memory.sessions)) {
    if (!(Date.now() - session?.at < KEEP_FOR)) delete memory.sessions[code];
  }
  return memory;
}

function writeDown() {
  try {
    localStorage.setItem(KEPT, JSON.stringify(memory));
  } catch {
    // full, or not allowed: the page goes on without
  }
}

/** @returns {string} the secret of this phone */
export function token() {
  const kept = all().token;
  writeDown();
  return kept;
}

/** @returns {Session} what is kept for the session behind a code */
export function kept(code) {
  const fresh = { name: "", joined: false, ended: false, at: Date.now(), drafts: {}, unsent: [], objections: {} };
  return { ...fresh, ...all().sessions[code] };
}

/** Keeps a change of it. */
export function keep(code, change) {
  all().sessions[code] = { ...kept(code), ...change, at: Date.now() };
  writeDown();
}

/** Keeps what was begun for a vote, undefined for nothing. */
export function keepDraft(code, vote, value) {
  const drafts = { ...kept(code).drafts };
  if (value === undefined) delete drafts[vote];
  else drafts[vote] = value;
  keep(code, { drafts });
}
