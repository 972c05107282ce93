import { freshId, make, randomId, say } from "../dom.js";
import { makeButton, makeScreen } from "./screen.js";

const LONGEST = 500;

/**
 * A vote that was shown: its result, what the group agreed on, and a way to disagree.
 * @param {{view: any, draft: string, objections: string[], keepDraft: (value: any) => void, post: (message: any) => void}} given
 */
export function shownScreen(given) {
  const { vote, privacy } = given.view;
  const result = make("div", { class: "join-result" });
  const agreed = make("div", { class: "join-agreed", role: "status" });
  const open = makeButton("I do not agree", "pm-unknown", () => turn(true));
  const objected = make("ul", { class: "join-mine" });
  const sent = make("div", { class: "join-objected", role: "status" }, make("p", {}, "Kept for the minutes:"), objected);
  const text = make("textarea", {
    id: freshId("dissent"), rows: "3", dir: "auto", maxlength: String(LONGEST), input: () => given.keepDraft(text.value || undefined),
  });
  text.value = given.draft ?? "";
  const named = make("input", { type: "checkbox", id: freshId("named") });
  const error = make("p", { class: "pm-error", role: "alert", id: freshId("error") });
  const form = make(
    "div",
    { class: "join-dissent" },
    make("label", { for: text.id }, "What do you not agree with, and why?"),
    make("p", { class: "pm-help" }, "All can read it, now and in the minutes."),
    text,
    privacy !== "anonymous" && make("label", { class: "join-check", for: named.id }, named, "Keep my name with it"),
    error,
    make("div", { class: "join-buttons" }, makeButton("Send", "pm-button", send), makeButton("Not now", "pm-clear", () => turn(false))),
  );
  const dissent = make("div", { class: "join-after" }, sent, open, form);
  const screen = makeScreen(
    `shown:${vote.id}`,
    vote.round > 1 ? `Result, round ${vote.round}` : "Result",
    vote.subject.text,
    agreed,
    result,
    dissent,
  );

  function send() {
    if (!text.value.trim()) {
      say(error, "Nothing is written: say in a few words what you do not agree with.");
      return text.focus();
    }
    given.post({ type: "dissent", id: randomId(), vote: vote.id, text: text.value.trim(), named: named.checked });
    text.value = "";
    named.checked = false;
    given.keepDraft(undefined);
    turn(false);
  }

  function turn(on) {
    form.hidden = !on;
    open.hidden = on;
    say(error, "");
    (on ? text : open).focus();
  }

  function draw(shown, objections) {
    if (result.dataset.html !== shown.result_html) {
      // The one rendering for all, made by the server with everything typed escaped; the page's policy runs no script.
      result.innerHTML = shown.result_html;
      result.dataset.html = shown.result_html;
    }
    const words = agreed.dataset.agreed ?? "";
    if (words !== shown.agreed) {
      agreed.replaceChildren(make("span", { class: "join-label" }, "Agreed by the group"), make("strong", { dir: "auto" }, shown.agreed));
      agreed.dataset.agreed = shown.agreed;
    }
    agreed.hidden = !shown.agreed;
    dissent.hidden = !shown.may_dissent && !objections.length;
    open.disabled = !shown.may_dissent;
    sent.hidden = !objections.length;
    objected.replaceChildren(...objections.map((line) => make("li", { dir: "auto" }, line)));
  }

  form.hidden = !given.draft;
  open.hidden = Boolean(given.draft);
  draw(vote, given.objections);
  return {
    ...screen,
    update: (view, objections) => draw(view.vote, objections),
    refuse(words, message) {
      text.value = message.text;
      given.keepDraft(message.text);
      turn(true);
      say(error, words);
    },
  };
}
