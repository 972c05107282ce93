import { make, say } from "../dom.js";
import { makeAgreed } from "./ballot.js";
import { button, labelled, makeAlarm, makeLines, makeSure } from "./parts.js";

const WRITTEN = ["text", "rows"]; // handed in, and agreed on one by one or not at all

/** The vote of this moment: who has voted and not what; then what came of it, and what the group agrees on. */
export function makeVote(commands, given) {
  const alarm = makeAlarm();
  const heading = make("h2", { class: "pm-led-question", tabindex: "-1", dir: "auto" });
  const round = make("p", { class: "pm-led-small" });
  const count = make("p", { class: "pm-led-count", role: "status" });
  const bar = make("progress", { "aria-label": "Votes cast" });
  const missing = make("p", { class: "pm-led-missing", dir: "auto" });
  const show = makeSure("Close and show", () => notYet(), "Yes, show it now", () => order("show"), "pm-button");
  const drop = makeSure("Call it off", () => (view.vote.cast ? "The votes cast so far are thrown away, unseen." : ""), "Yes, call it off", () => order("drop"), "pm-clear");
  const running = make("div", { class: "pm-led-stack" }, count, bar, missing, make("div", { class: "pm-led-row" }, show.element, drop.element));
  const result = make("div", { class: "pm-led-result result-large", tabindex: "-1" });
  const dissent = makeLines(make("ul", { class: "pm-led-dissent" }), (all) => all.map(({ text, name }) => make("li", {}, make("bdi", {}, text), name ? make("span", { class: "pm-led-small" }, ` \u2014 ${name}`) : "")));
  const dissented = make("div", { hidden: true }, make("h3", {}, "Who does not agree"), dissent.element);
  const agree = makeAgree(commands, given);
  const again = button("Second round", () => order("again"), "pm-second");
  const shown = make("div", { class: "pm-led-stack" }, result, dissented);
  const after = make("section", { class: "pm-led-stack", "aria-label": "After the vote", hidden: true }, agree.element, make("div", { class: "pm-led-row" }, again));
  const element = make("section", { class: "pm-led-vote", "aria-label": "The vote", hidden: true }, heading, round, alarm, running, shown);
  let view = null;
  let known = "";

  function order(type) {
    commands.give(type, { vote: view.vote.id }, alarm);
  }

  function notYet() {
    const waits = view.vote.of - view.vote.cast;
    if (waits <= 0) return "";
    return `${waits === 1 ? "One has" : `${waits} have`} not voted yet. Once shown, nobody can vote any more.`;
  }

  return {
    element,
    after,
    show(next) {
      view = next;
      const { vote } = next;
      element.hidden = !vote;
      after.hidden = !vote || vote.open;
      if (!vote) return;
      say(heading, vote.subject.text);
      say(round, vote.round > 1 ? `Round ${vote.round}. The rounds before are kept.` : "");
      running.hidden = !vote.open;
      shown.hidden = vote.open;
      for (const each of [show.element, drop.element, again]) each.hidden = !next.leading;
      bar.max = Math.max(vote.of, 1);
      bar.value = vote.cast;
      say(count, `${vote.cast} of ${vote.of} ${WRITTEN.includes(vote.subject.kind) ? "have handed in" : "have voted"}`);
      const waits = next.people.filter((each) => each.here && !each.voted).map((each) => each.called);
      say(missing, vote.open && waits.length ? `Not yet: ${waits.join(", ")}` : "");
      const state = JSON.stringify([vote.id, vote.result_html]);
      if (state !== known) result.innerHTML = vote.result_html; // made by an autoescaping template of ours
      const first = state !== known && !vote.open && known.startsWith(`["${vote.id}"`);
      known = state;
      if (first && element.contains(document.activeElement)) result.focus();
      dissented.hidden = !vote.dissent?.length;
      dissent.show(vote.dissent ?? []);
      agree.show(next);
    },
    focus: () => heading.focus(),
  };
}

/** What the group agrees on after talking: prefilled from the result, changed as the group says, with a note. */
function makeAgree(commands, { currency }) {
  const alarm = makeAlarm();
  const place = make("div", {});
  const note = make("textarea", { rows: 2, dir: "auto" });
  const said = make("p", { class: "pm-led-agreed", role: "status" });
  const help = make("p", { class: "pm-help" });
  const form = make("div", { class: "pm-led-stack" }, place, labelled("In your own words (may stay empty)", note), alarm, make("div", { class: "pm-led-row" }, button("Agree on this", () => send(), "pm-button")));
  const element = make("div", { class: "pm-led-agree" }, make("h3", {}, "What do you agree on?"), help, said, form);
  let view = null;
  let ballot = null;
  let made = "";

  function send() {
    const { vote } = view;
    commands.give("agree", { vote: vote.id, value: ballot ? ballot.value() : null, note: note.value }, alarm);
  }

  return {
    element,
    show(next) {
      view = next;
      const { vote } = next;
      element.hidden = vote.open || (!next.leading && !vote.agreed_words) || WRITTEN.includes(vote.subject.kind);
      form.hidden = !next.leading;
      say(said, vote.agreed_words ? `Agreed: ${vote.agreed_words}` : "");
      say(help, vote.answers ? "It becomes the answer in the workbook; the votes stay beside it." : "It is kept with the vote, in the minutes.");
      const wanted = vote.open ? "" : vote.id;
      if (wanted === made) return;
      made = wanted;
      ballot = wanted && !WRITTEN.includes(vote.subject.kind) ? makeAgreed(vote.subject, currency(), "The answer of the group") : null;
      place.replaceChildren(ballot?.element ?? "");
      ballot?.set(vote.agreed ?? vote.proposed ?? null);
      note.value = vote.note ?? "";
      say(alarm, "");
    },
  };
}
