import { make, randomId, say } from "./dom.js";
import { timeLeft } from "./join/countdown.js";
import { codeScreen, dashed, doorScreen, readCode } from "./join/door.js";
import { keep, keepDraft, kept, token } from "./join/keeping.js";
import { makeLine } from "./join/line.js";
import { makeButton, makeScreen } from "./join/screen.js";
import { shownScreen } from "./join/shown.js";
import { voteScreen } from "./join/vote.js";
import { KIND_OF_STEP, SHORTLY, THIN, peopleHere } from "./join/words.js";

const ENDED = "What was agreed stands in the workbook and in its minutes. You can close this page.";

const root = document.body.dataset.root;
const place = document.getElementById("join");
const top = make("header", { class: "join-top" });
const banner = make("p", { class: "join-banner", role: "status" });
const main = make("main", { class: "join-main" });
const foot = make("footer", { class: "join-foot" });
place.replaceChildren(top, banner, main, foot);

let code = readCode(decodeURIComponent(location.pathname.slice(root.length + 1)));
let screen = null;
let view = null;
let heardAt = 0;
let out = ""; // what is shown to somebody who is in the session no more
let quietUntil = 0; // a line that comes back at once is not worth a word

const line = makeLine(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${root}/socket`, {
  greet,
  heard,
  settled,
  changed: tellLine,
  unsent: () => (code ? kept(code).unsent : []),
  keepUnsent: (unsent) => (keep(code, { unsent }), draw()),
});

/** Says who this is when the line is there: comes back in, or looks what the code opens. */
async function greet() {
  if (!code || out) return;
  if (kept(code).joined) return enter(kept(code).name);
  if (screen?.key === "door") return;
  const answer = await line.ask({ type: "look", id: randomId(), code, token: token() });
  if (answer.type === "refused") return unopened(answer);
  if (answer.view.removed) return leave("The facilitator took you out of this session.");
  if (answer.known && answer.view.me) return enter(answer.view.me.name);
  show(doorScreen(answer.view, kept(code).name, "", (name) => enter(name, answer.view)));
}

async function enter(name, door) {
  screen?.busy?.(true);
  let answer = null;
  try {
    answer = await line.ask({ type: "join", id: randomId(), code, token: token(), name });
  } catch (lost) {
    screen?.busy?.(false);
    if (!door) throw lost;
    say(banner, "No connection: press Join again when it is back.");
    return;
  }
  screen?.busy?.(false);
  if (answer.type !== "refused") {
    keep(code, { name, joined: true });
    return line.admit();
  }
  if (answer.again) {
    setTimeout(() => enter(name, door).catch(() => {}), 2_000);
    return;
  }
  if (door) return show(doorScreen(door, name, answer.message, (other) => enter(other, door)));
  unopened(answer);
}

/** The code opens nothing, or not for us. */
function unopened(answer) {
  if (answer.again) {
    say(banner, answer.message);
    setTimeout(() => greet().catch(() => {}), 5_000);
    return;
  }
  if (answer.unknown && kept(code).joined) return over();
  if (kept(code).joined) return leave(answer.message);
  const typed = dashed(code);
  code = "";
  show(codeScreen(answer.message, typed, go));
}

function go(typed) {
  code = typed;
  history.replaceState(null, "", `${root}/${dashed(code)}`);
  screen = null;
  out = "";
  if (line.socketOpen()) greet().catch(() => {});
  else line.reopen();
}

function heard(message) {
  if (message.type === "view") {
    view = message.view;
    heardAt = performance.now();
    if (view.ended) {
      keep(code, { ended: true, unsent: [], drafts: {} });
      line.close();
    }
    draw();
  } else if (message.type === "out") leave(message.message);
  else if (message.message) say(banner, message.message);
}

/** The server has answered something that was kept here. */
function settled(message, answer) {
  const refused = answer.type === "refused" ? answer.message : "";
  if (message.type === "dissent" && !refused) {
    const objections = kept(code).objections;
    keep(code, { objections: { ...objections, [message.vote]: [...(objections[message.vote] ?? []), message.text] } });
  }
  if (!refused && message.type !== "dissent") keepDraft(code, message.vote, undefined);
  // Until the server's view comes, what it has just taken is shown as taken.
  if (!refused && message.type !== "dissent" && view?.vote?.id === message.vote) {
    view.vote.mine = message.type === "abstain" ? { abstain: true } : { value: message.value };
  }
  draw();
  const here = screen?.key === `vote:${message.vote}` || screen?.key === `shown:${message.vote}`;
  if (refused && here && screen.refuse) screen.refuse(refused, message);
  else if (refused) notice(refused);
}

function notice(words) {
  place.querySelector(".join-notice")?.remove();
  const close = makeButton("Close", "pm-clear", () => note.remove());
  const note = make("div", { class: "join-notice", role: "alert" }, make("p", {}, words), close);
  main.before(note);
}

function leave(words) {
  const back = makeButton("Join again", "pm-button", () => go(code));
  goOut(makeScreen("out", "", "You are not in the session", make("p", {}, words), back));
}

/** A code that opened the session before and opens none now: it ended while this phone was away. */
function over() {
  const lost = kept(code).unsent.length ? "What you sent last came too late, and does not count." : "";
  const other = makeButton("Join another session", "pm-clear", () => {
    code = "";
    show(codeScreen("", "", go));
  });
  goOut(makeScreen("ended", "", "The session has ended", make("p", {}, `${ENDED} ${lost}`), other));
}

function goOut(last) {
  out = last.key;
  keep(code, { joined: false, unsent: [] });
  view = null;
  line.close();
  show(last);
  frame();
}

/** Shows another screen; the focus goes to its heading, so that who cannot see hears of it. */
function show(next) {
  screen = next;
  main.replaceChildren(next.element);
  place.querySelector(".join-notice")?.remove();
  scrollTo(0, 0);
  next.focus();
}

function draw() {
  if (!view || out) return;
  const vote = view.vote;
  const key = view.ended ? "ended" : !vote ? "waiting" : vote.shown ? `shown:${vote.id}` : `vote:${vote.id}`;
  if (screen?.key !== key) {
    const before = screen?.key?.match(/^vote:(.*)/)?.[1];
    show(screenOf(key));
    if (before && before !== vote?.id) notice("The vote was called off: nobody has seen what was sent.");
  }
  else screen.update(view, vote ? (kept(code).objections[vote.id] ?? []) : []);
  frame();
}

function screenOf(key) {
  if (key === "ended") {
    return makeScreen(key, "", "The session has ended", make("p", {}, ENDED));
  }
  if (key === "waiting") return waitingScreen();
  const vote = view.vote;
  const session = kept(code);
  const given = {
    view, draft: session.drafts[vote.id], objections: session.objections[vote.id] ?? [],
    keepDraft: (value) => keepDraft(code, vote.id, value),
    post: (message) => line.post(message),
    waiting: () => kept(code).unsent.findLast((message) => message.vote === vote.id && message.type !== "dissent"),
  };
  return vote.shown ? shownScreen(given) : voteScreen(given);
}

function waitingScreen() {
  const at = make("p", { class: "join-at" });
  const waiting = makeScreen("waiting", "", "Nothing is asked now", at, make("p", { class: "join-aside" }, "The next question comes here by itself: keep this page open."));
  const update = () => at.replaceChildren(...(view.step ? ["The room is at: ", stepWords(), " ", timeWords()] : ["The room has not begun yet."]));
  update();
  return { ...waiting, update };
}

function stepWords() {
  return make("strong", { dir: "auto" }, `${view.step.title} (${KIND_OF_STEP[view.step.kind] ?? view.step.kind})`);
}

function timeWords() {
  return make("span", { class: "join-time" }, timeLeft(view.step, heardAt));
}

/** What stands around every screen: the workbook, where the room is, who is here. */
function frame() {
  document.title = view ? `${view.workbook} - Premortem` : "Join a session - Premortem";
  if (!view) {
    top.replaceChildren();
    foot.replaceChildren();
    return;
  }
  const named = view.me?.called ?? "";
  top.replaceChildren(
    make("p", { class: "join-title", dir: "auto" }, view.workbook, view.rehearsal && make("span", { class: "join-rehearsal" }, "Rehearsal")),
  );
  // Where nothing is asked, it stands on the screen itself.
  if (view.step && !view.ended && view.vote) top.append(make("p", { class: "join-step-now" }, stepWords(), timeWords()));
  if (view.ended) return foot.replaceChildren();
  const go = makeButton("Leave", "pm-clear", () => {
    go.disabled = true;
    line.ask({ type: "leave", id: randomId() }).catch(() => {});
  });
  const old = foot.contains(document.activeElement);
  foot.replaceChildren(
    make("p", {}, `You are ${named}. ${peopleHere(view.people)}. ${SHORTLY[view.privacy]}`),
    ...(view.thin ? [make("p", {}, THIN)] : []),
    go,
  );
  if (old) go.focus();
}

function tellLine() {
  const fine = () => line.up || !code || out || view?.ended;
  if (fine()) {
    quietUntil = 0;
    say(banner, "");
    return draw();
  }
  quietUntil ||= performance.now() + 800;
  setTimeout(() => {
    if (fine()) return;
    const waits = kept(code).unsent.length;
    say(banner, waits ? "No connection: your vote is kept here and sent when it is back." : "No connection: trying again. What you write is kept here.");
  }, Math.max(0, quietUntil - performance.now()));
  draw();
}

setInterval(() => {
  const time = place.querySelector(".join-time");
  if (time && view?.step) say(time, timeLeft(view.step, heardAt));
}, 1000);

if (code) line.connect();
else {
  const typed = decodeURIComponent(location.pathname.slice(root.length + 1)).slice(0, 40);
  const says = typed ? "This is no code: it has six letters and digits, such as ABC-DEF." : "";
  show(codeScreen(says, typed, go));
}
