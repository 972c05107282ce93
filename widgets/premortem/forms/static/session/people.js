import { make, say } from "../dom.js";
import { makeBallot } from "./ballot.js";
import { button, labelled, makeAlarm, makeLines, makeSure } from "./parts.js";

/** Who is here; those without a phone, for whom the facilitator votes; and the door. */
export function makePeople(commands, { currency }) {
  const alarm = makeAlarm();
  const items = make("ul", { class: "pm-led-people" });
  const list = makeLines(items, (given) => given.people.map((each) => person(each, given)));
  const none = make("p", { class: "pm-help" }, "Nobody has joined yet.");
  const voting = make("div", { class: "pm-led-for", hidden: true });
  const name = make("input", { type: "text", maxlength: 40, dir: "auto", autocomplete: "off" });
  const nameField = labelled("Somebody without a phone", name, "You enter their votes for them.");
  const add = make("form", { class: "pm-led-row", novalidate: true }, nameField, make("button", { type: "submit", class: "pm-second" }, "Add"));
  const door = button("", () => commands.give("door", { open: !view.door_open }, alarm), "pm-second");
  const thin = make("p", { class: "pm-help" });
  const away = make("p", { class: "pm-error" });
  const element = make("div", { class: "pm-led-part" }, alarm, away, thin, none, items, voting, make("div", { class: "pm-led-tools" }, add, door));
  let view = null;
  let votingFor = "";
  add.addEventListener("submit", (event) => {
    event.preventDefault();
    commands.give("person", { name: name.value.trim() }, alarm, () => ((name.value = ""), name.focus()));
  });

  function person(each, { leading, open }) {
    const told = [each.here ? (each.by_hand ? "without a phone" : each.present ? "connected" : "away") : "left", open && each.here ? (each.voted ? "has voted" : "not yet") : ""].filter(Boolean).join(" \u00b7 ");
    const dot = make("span", { class: `pm-led-dot ${each.here && (each.present || each.by_hand) ? "on" : ""}`, "aria-hidden": "true" });
    const tools = make("div", { class: "pm-led-acts" });
    if (each.by_hand && each.here && open) tools.append(button("Enter the vote", () => voteFor(each), "pm-led-act", { "data-key": `vote:${each.id}`, "aria-label": `Enter the vote of ${each.called}` }));
    if (each.here) {
      const gone = makeSure("Remove", () => `${each.called} cannot come back into this session.`, "Yes, remove", () => commands.give("remove", { person: each.id }, alarm), "pm-led-act");
      gone.button.setAttribute("aria-label", `Remove ${each.called}`);
      gone.button.dataset.key = `remove:${each.id}`;
      tools.append(gone.element);
    }
    return make("li", { class: each.here ? null : "left" }, dot, make("span", { class: "pm-led-about" }, make("strong", { dir: "auto" }, each.called), make("span", { class: "pm-led-small" }, told)), leading ? tools : null);
  }

  /** What they choose is on the screen only while it is entered. */
  function voteFor(each) {
    const { vote } = view;
    const wrong = makeAlarm();
    const ballot = makeBallot(vote.subject, currency(), `The vote of ${each.called}`);
    const leave = () => {
      votingFor = "";
      voting.hidden = true;
      voting.replaceChildren();
      (items.querySelector(`[data-key="vote:${CSS.escape(each.id)}"]`) ?? name).focus();
    };
    const send = (value) => commands.give("vote-for", { person: each.id, vote: vote.id, value }, wrong, leave);
    votingFor = vote.id;
    voting.replaceChildren(ballot.element, wrong, make("div", { class: "pm-led-row" }, button("Enter it", () => send(ballot.value()), "pm-button"), button("Abstains", () => send({ abstain: true }), "pm-second"), button("Cancel", leave, "pm-clear")));
    voting.hidden = false;
    ballot.focus();
  }

  return {
    element,
    show(next) {
      view = next;
      none.hidden = next.people.length > 0;
      add.hidden = door.hidden = !next.leading;
      nameField.querySelector("label").textContent = next.privacy === "anonymous" ? "Somebody without a phone (no name is kept)" : "Somebody without a phone";
      name.hidden = next.privacy === "anonymous";
      say(door, next.door_open ? "Shut the door to newcomers" : "Let newcomers in again");
      say(thin, next.thin ? "Fewer than four are here: who voted what can be guessed from the result." : "");
      say(away, next.turned_away ? turnedAway(next) : "");
      const people = next.people.filter((each) => !each.removed);
      list.show({ people, leading: next.leading, open: Boolean(next.vote?.open) });
      if (votingFor && (!next.vote?.open || next.vote.id !== votingFor)) {
        votingFor = "";
        voting.hidden = true;
        voting.replaceChildren();
      }
    },
  };
}

/** Nobody who belongs here is refused ten times. */
function turnedAway({ turned_away: tries, door_open: open }) {
  const what = open ? "Shut the door to newcomers, and remove" : "The door is shut. Remove";
  return `Somebody keeps trying to get in: ${tries} tries or more were refused. ${what} whoever does not belong here.`;
}
