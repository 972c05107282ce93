import { freshId, make, say } from "../dom.js";
import { makeScreen } from "./screen.js";
import { PRIVACY, THIN, peopleHere } from "./words.js";

/** Asks for the code. @param {(code: string) => void} go */
export function codeScreen(says, typed, go) {
  const error = make("p", { class: "pm-error", role: "alert", id: freshId("error") }, says);
  const input = make("input", {
    id: freshId("code"), type: "text", class: "join-code", autocomplete: "off", autocapitalize: "characters", spellcheck: "false",
    maxlength: "40", "aria-describedby": error.id, value: typed,
  });
  const submit = (event) => {
    event.preventDefault();
    if (readCode(input.value)) return go(readCode(input.value));
    say(error, "A code has six letters and digits, such as ABC-DEF: look at the screen in the room.");
    input.setAttribute("aria-invalid", "true");
    input.focus();
  };
  const form = make(
    "form",
    { class: "join-form", novalidate: true, submit },
    make("label", { for: input.id }, "Code"),
    make("p", { class: "pm-help" }, "Six letters and digits, such as ABC-DEF. Whoever leads the session shows it."),
    input,
    error,
    make("button", { class: "pm-button", type: "submit" }, "Go on"),
  );
  if (says) input.setAttribute("aria-invalid", "true");
  return { ...makeScreen("code", "Premortem", "Join a session", form), focus: () => input.focus() };
}

/** @returns {string} the six signs of a code as typed, "" where it cannot be one */
export function readCode(text) {
  const code = text.normalize("NFKC").replace(/[\s\-\u2010-\u2015\u2212.]/g, "").toUpperCase();
  return /^[2-9A-HJKMNP-TV-Z]{6}$/.test(code) ? code : "";
}

/** @returns {string} the code as people read it */
export function dashed(code) {
  return `${code.slice(0, 3)}-${code.slice(3)}`;
}

/** What the code opens, what is private there, and the one button. */
export function doorScreen(view, name, says, join) {
  const asked = view.privacy !== "anonymous";
  const error = make("p", { class: "pm-error", role: "alert", id: freshId("error") }, says);
  const input = make("input", {
    id: freshId("name"), type: "text", autocomplete: "name", maxlength: "80", dir: "auto", value: name,
    "aria-describedby": error.id, "aria-invalid": says ? "true" : null,
  });
  const submit = (event) => {
    event.preventDefault();
    if (!asked || input.value.trim()) return join(asked ? input.value.trim() : "");
    say(error, "A name is asked here: write the one by which the others know you.");
    input.setAttribute("aria-invalid", "true");
    input.focus();
  };
  const form = make(
    "form",
    { class: "join-form", novalidate: true, submit },
    ...(asked ? [make("label", { for: input.id }, "Your name"), input] : []),
    error,
    make("button", { class: "pm-button", type: "submit" }, "Join"),
  );
  return {
    ...makeScreen(
      "door",
      view.rehearsal ? "Rehearsal: nothing here counts" : "Join a session",
      view.workbook || "A workbook without a title",
      make("p", { class: "pm-help" }, view.people ? `${peopleHere(view.people)}.` : "Nobody is here yet."),
      make("h2", {}, "What is private"),
      make("ul", { class: "join-private" }, ...PRIVACY[view.privacy].map((line) => make("li", {}, line))),
      view.thin && make("p", { class: "join-caution" }, THIN),
      view.door_open ? form : shut(),
    ),
    ...(says && asked && { focus: () => input.focus() }),
    busy: (busy) => form.querySelector("button").setAttribute("aria-busy", String(busy)),
  };
}

function shut() {
  const words = "The door is shut: whoever leads the session lets nobody new in now. Ask them to open it, and load this page again.";
  return make("p", { class: "join-caution" }, words);
}
