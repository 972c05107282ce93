import { freshId, make, say } from "../dom.js";
import { seat } from "../seat.js";
import { button, labelled, makeAlarm } from "./parts.js";

const LENGTHS = [60, 90, 120];
const PRIVACY = [
  ["secret", "Names of who is here, none on a vote", "Everybody sees who takes part. Nobody learns who voted what, you neither."],
  ["anonymous", "No names at all", "People join without a name. Good for what is hard to say."],
  ["open", "Names on votes too", "Once a vote is shown, everybody sees who voted what. Good where people trust each other."],
];

/** The form that begins a session: how long, who may be named, and the agenda that this gives. */
export function makeBegin(commands, close) {
  const alarm = makeAlarm();
  const length = makeRadioGroup("How long do you have?", [...LENGTHS.map((each) => [String(each), `${each} minutes`, ""]), ["other", "Other", ""]], "90", () => changed());
  const other = make("input", { type: "number", min: 30, max: 480, step: 5, value: 45, change: () => changed() });
  const otherField = labelled("Minutes, 30 to 480", other);
  const privacy = makeRadioGroup("Who may be named?", PRIVACY, "secret");
  const steps = make("ol", { class: "pm-led-suggested" });
  const agenda = make("details", {}, make("summary", {}, "The agenda this gives"), steps, make("p", { class: "pm-help" }, "You can change it at any time: move, extend or park a step."));
  const heading = make("h2", { id: freshId("begin"), tabindex: "-1" }, "Start a session with others");
  const start = button("Start", () => commands.give("begin", { minutes: wanted(), privacy: privacy.value(), token: seat() }, alarm), "pm-button");
  const rehearse = button("Rehearse with simulated people", () => commands.give("rehearse", { minutes: wanted(), privacy: privacy.value(), token: seat() }, alarm));
  const element = make(
    "section",
    { class: "pm-led-begin", "aria-labelledby": heading.id },
    make("div", { class: "pm-led-head" }, heading, button("Close", close, "pm-clear")),
    make("p", { class: "pm-help" }, "People join with their phones, without an account. Nobody sees a vote before you show it to all. You alone move the session on."),
    make("div", { class: "pm-led-columns" }, make("div", {}, length.element, otherField), privacy.element),
    agenda,
    alarm,
    make("div", { class: "pm-led-row" }, start, rehearse),
    make("p", { class: "pm-help" }, "A rehearsal runs on a copy of the workbook. The people in it are made up and answer by chance."),
  );

  function wanted() {
    return length.value() === "other" ? Number(other.value) : Number(length.value());
  }

  function changed() {
    otherField.hidden = length.value() !== "other";
    commands.give("suggest", { minutes: wanted() }, alarm);
  }

  otherField.hidden = true;
  return {
    element,
    ask: changed,
    focus: () => heading.focus(),
    suggest(suggested) {
      steps.replaceChildren(
        ...suggested.map((each) =>
          make("li", { class: each.parked ? "parked" : null }, make("span", { dir: "auto" }, each.title), make("span", { class: "pm-led-small" }, each.parked ? "parked" : `${each.minutes} min`)),
        ),
      );
    },
    refuse: (message) => say(alarm, message),
  };
}

function makeRadioGroup(legend, options, chosen, changed = () => {}) {
  const name = freshId("radio");
  const inputs = options.map(([value, label, meaning]) => {
    const about = meaning ? freshId("meaning") : null;
    const input = make("input", { type: "radio", name, value, id: freshId("radio"), "aria-describedby": about, change: changed });
    input.checked = value === chosen;
    return { input, card: make("div", { class: "pm-led-option" }, input, make("label", { for: input.id }, label), meaning && make("span", { class: "pm-help", id: about }, meaning)) };
  });
  return {
    element: make("fieldset", {}, make("legend", {}, legend), ...inputs.map(({ card }) => card)),
    value: () => inputs.find(({ input }) => input.checked).input.value,
  };
}
