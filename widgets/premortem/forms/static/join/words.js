import { DONT_KNOW } from "../answer.js";
import { grouped } from "../controls/number.js";

export const KIND_OF_STEP = {
  quiet: "each writes alone", vote: "vote", discussion: "discussion", decision: "decision", break: "break",
};

const SECRET = "Nobody sees a vote before all are shown, the facilitator neither. Only whoever runs the server could look it up there until then.";

/** What is private, one line for each thing that a participant may wonder about. */
export const PRIVACY = {
  anonymous: ["No names are asked or kept.", SECRET, "Then all votes are shown together, without names and in an order drawn by chance."],
  secret: [
    "All see your name, and it stands in the minutes as that of somebody who was here.",
    SECRET,
    "Then all votes are shown together, without names and in an order drawn by chance.",
  ],
  open: ["All see your name, and it stands in the minutes.", SECRET, "Then all votes are shown, each with its name."],
};

export const SHORTLY = {
  anonymous: "No names are kept; votes are shown without them.",
  secret: "Votes are shown without names.",
  open: "Votes are shown with names.",
};

export const THIN = "Fewer than four people are here now: among so few, others can often tell who voted what.";

/** @returns {string} "1 person is here", "7 people are here" */
export function peopleHere(count) {
  return count === 1 ? "1 person is here" : `${count} people are here`;
}

/** @returns {string} how many have voted, of how many */
export function votedSoFar(vote) {
  return `${vote.cast} of ${vote.of} ${vote.of === 1 ? "has" : "have"} voted`;
}

/** @returns {string[]} a ballot as its author reads it, one line a thing */
export function ballotWords(subject, ballot) {
  if (ballot.abstain) return ["You abstain."];
  const value = ballot.value;
  if (value === DONT_KNOW) return ["I don't know."];
  const label = (each) => (subject.options ?? []).find((option) => String(option.value) === String(each))?.label ?? String(each);
  const plain = (each) => grouped(each) || String(each);
  const figure = (each) => `${plain(each)}${subject.unit ? ` ${subject.unit}` : ""}`;
  switch (subject.kind) {
    case "range":
      return [`${plain(value.low)} to ${figure(value.high)}, best guess ${plain(value.best)}`];
    case "number":
      return [figure(value)];
    case "date":
      return [day(value)];
    case "rank":
      return value.map((each, at) => `${at + 1}. ${label(each)}`);
    case "dots":
      return Object.entries(value).map(([each, dots]) => `${dots} ${dots === 1 ? "dot" : "dots"}: ${label(each)}`);
    case "rows":
      return value.flatMap((row) => cellsOf(subject, row));
    case "text":
      return [value].flat().map(String);
    default:
      return [label(value)];
  }
}

function cellsOf(subject, row) {
  const filled = subject.columns.filter((column) => (row[column.column] ?? null) !== null);
  return filled.map((column) => [column.text, ...ballotWords(column, { value: row[column.column] })].join(" "));
}

function day(iso) {
  const at = new Date(`${iso}T12:00:00`);
  return Number.isNaN(at.getTime()) ? String(iso) : at.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
}
