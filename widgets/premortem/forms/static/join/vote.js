import { DONT_KNOW } from "../answer.js";
import { freshId, make, randomId, say } from "../dom.js";
import { makeBallot } from "./ballot.js";
import { makeButton, makeScreen } from "./screen.js";
import { ballotWords, votedSoFar } from "./words.js";

const MAY_NOT_KNOW = ["scale", "choice", "range", "number", "date"];
const ASIDE = {
  anonymous: "Until all votes are shown nobody sees yours, and then nobody sees that it is yours.",
  secret: "Until all votes are shown nobody sees yours, and then nobody sees that it is yours.",
  open: "Until all votes are shown nobody sees yours; then your name stands beside it.",
};

/**
 * The vote that is open: to fill in, and once it is in, to change.
 * @param {{view: any, draft: any, keepDraft: (value: any) => void, post: (message: any) => void,
 *   waiting: () => any}} given `waiting` is this vote's message that was not sent yet
 */
export function voteScreen(given) {
  const { vote, currency, privacy } = given.view;
  const subject = inCurrency(vote.subject, currency);
  const help = make("p", { class: "pm-help", id: freshId("help") }, subject.help ?? "");
  const error = make("p", { class: "pm-error", role: "alert", id: freshId("error") });
  const screen = makeScreen(`vote:${vote.id}`, vote.round > 1 ? `Vote, round ${vote.round}` : "Vote", subject.text, help);
  const status = make("p", { class: "join-status" });
  const mine = make("ul", { class: "join-mine" });
  let latest = vote;
  let changing = false;

  const ballot = makeBallot(subject, {
    labelId: screen.heading.id, describedBy: `${help.id} ${error.id}`, currency,
    onInput: (value) => {
      given.keepDraft(value);
      wrong("");
    },
  });
  const send = makeButton("Vote", "pm-button", () => cast(ballot.value()));
  const notKnown = MAY_NOT_KNOW.includes(subject.kind) && makeButton("I don't know", "pm-unknown", () => cast(DONT_KNOW));
  const back = makeButton("Leave it as it was", "pm-clear", () => turn(false));
  const form = make(
    "div",
    { class: "join-ballot" },
    ballot.element,
    error,
    make("div", { class: "join-buttons" }, send, notKnown, makeButton("Abstain", "pm-unknown", () => post({ type: "abstain" })), back),
    make("p", { class: "join-aside" }, ASIDE[privacy]),
  );
  const done = make(
    "div",
    { class: "join-done" },
    status,
    mine,
    make("p", { class: "join-aside" }, "You can change it until all votes are shown."),
    makeButton("Change my vote", "pm-button", () => turn(true)),
  );
  screen.element.append(form, done);

  function cast(value) {
    const nothing = { rank: "", rows: "Fill in what you know, or abstain.", dots: "Set a dot, or abstain.", text: "Write something, or abstain.", date: "Choose a day, or abstain." };
    const empty = nothing[subject.kind] ?? (subject.options ? "Choose one, or abstain." : "Write a number, or abstain.");
    const problem = value === DONT_KNOW ? "" : value === null ? (subject.kind === "range" ? "Fill in all three, or abstain." : empty) : ballot.problem();
    wrong(problem);
    if (problem) return ballot.focus();
    post({ type: "cast", value });
  }

  function post(message) {
    given.post({ id: randomId(), vote: vote.id, ...message });
    turn(false);
  }

  function turn(on) {
    changing = on;
    draw();
    screen.focus();
  }

  function wrong(words) {
    say(error, ballot.invalid(Boolean(words), words) ? "" : words);
  }

  function draw() {
    const waits = given.waiting();
    const inBox = waits ? (waits.type === "abstain" ? { abstain: true } : { value: waits.value }) : latest.mine;
    const isIn = Boolean(inBox) && !changing;
    form.hidden = isIn;
    done.hidden = !isIn;
    back.hidden = !inBox;
    send.textContent = inBox ? "Change my vote" : "Vote";
    if (!isIn) return;
    say(status, waits ? "Your vote is kept here, and is sent as soon as there is a connection." : `Your vote is in: ${votedSoFar(latest)}.`);
    mine.replaceChildren(...ballotWords(subject, inBox).map((line) => make("li", { dir: "auto" }, line)));
  }

  const before = vote.mine && "value" in vote.mine && vote.mine.value !== DONT_KNOW ? vote.mine.value : null;
  ballot.show(given.draft ?? before);
  draw();
  return {
    ...screen,
    /** The server's newest word on this vote. */
    update(view) {
      latest = view.vote;
      draw();
    },
    /** The server did not take what was sent: say why, with what was sent still there. */
    refuse(words) {
      changing = true;
      draw();
      wrong(words);
      ballot.focus();
    },
  };
}

/** Sums are asked and told in the workbook's currency. */
function inCurrency(subject, currency) {
  const columns = subject.columns?.map((column) => inCurrency(column, currency));
  return { ...subject, ...(subject.unit === "money" && { unit: currency }), ...(columns && { columns }) };
}
