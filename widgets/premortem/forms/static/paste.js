import { unitOf } from "./controls/number.js";
import { makeDisclosure } from "./disclosure.js";
import { freshId, make, randomId, say } from "./dom.js";

const MOST = 2 ** 20;
const LINES_MOST = 2000; // a text area of many more would keep the browser busy for minutes
const ANSWER_WITHIN = 8000; // ms; an answer that comes later still counts

/**
 * Below a table, a panel that takes rows copied from a spreadsheet or read from a file. Python reads them; until it has
 * taken them the text stays here, under an id by which it is taken once however often it is sent.
 */
export function makePaste(ask, form, status) {
  const key = `premortem:paste:${form.workbook}/${ask.id}`;
  let draft = draftOf(key);
  const text = make("textarea", { id: freshId("rows"), rows: 6, dir: "auto", spellcheck: "false", input: () => keep() });
  const file = make("input", { id: freshId("file"), type: "file", accept: ".csv,.tsv,.txt", change: () => read(file.files[0]) });
  const alarm = make("p", { class: "pm-error", role: "alert" });
  const columns = ask.columns.map((column) => {
    const [words, unit] = [column.text.replace(/\?$/, ""), unitOf(column, form.currency)];
    return unit ? `${words} (${unit})` : words;
  });
  const panel = makeDisclosure(
    `paste:${ask.id}`,
    "Paste rows or choose a CSV file",
    make(
      "div",
      { class: "pm-paste" },
      make("p", { class: "pm-help" }, `Below a header with any of these columns, or all of them in this order: ${columns.join(" \u00b7 ")}.`),
      make("label", { for: text.id }, "Rows, as copied from a spreadsheet"),
      text,
      make("label", { for: file.id }, "Or a file (CSV, TSV or text, at most 1 MB)"),
      file,
      alarm,
      make("button", { type: "button", class: "pm-button", click: () => send() }, "Add these rows"),
    ),
  );
  let timer = 0;
  text.value = draft.text;
  if (draft.text) panel.open(true);

  function keep() {
    clearTimeout(timer);
    draft = { text: text.value, id: randomId() };
    try {
      sessionStorage.setItem(key, JSON.stringify(draft));
    } catch {
      // Private windows and full stores refuse: the rows stay in the page.
    }
  }

  async function read(chosen) {
    if (!chosen) return;
    const rows = chosen.size > MOST ? "" : decoded(new Uint8Array(await chosen.arrayBuffer()));
    if (chosen.size > MOST || rows.split("\n").length > LINES_MOST) {
      return say(alarm, `${chosen.name} is larger than 1 MB or ${LINES_MOST} lines: keep only the rows that count.`);
    }
    say(alarm, "");
    text.value = rows;
    keep();
  }

  function send() {
    if (!draft.text.trim()) return say(alarm, "Paste rows or choose a file first.");
    if (draft.text.length > MOST) return say(alarm, "This is more than 1 MB: paste fewer rows.");
    const unsent = () => say(alarm, "Not sent, as the workbook does not answer. The rows stay here: try again later.");
    say(alarm, "");
    clearTimeout(timer);
    timer = setTimeout(unsent, ANSWER_WITHIN);
    try {
      form.paste({ ...draft, question: ask.id, replace: false });
    } catch {
      unsent();
    }
  }

  /** @param {{type: string, id: string, message?: string, said?: string}} answer */
  function hear(answer) {
    if (answer.id !== draft.id) return; // about what has been changed since
    clearTimeout(timer);
    say(alarm, answer.message ?? "");
    if (answer.message) return;
    text.value = file.value = "";
    keep();
    panel.open(false);
    panel.button.focus();
    say(status, answer.said);
  }

  return { element: panel.element, hear };
}

/** What was not taken before the page was built anew, or loaded again. @param {string} key */
function draftOf(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key)) ?? { text: "" };
  } catch {
    return { text: "" };
  }
}

/** UTF-8, or UTF-16 where it says so, or else what spreadsheets in the West wrote before. @param {Uint8Array} bytes */
function decoded(bytes) {
  const mark = bytes[0] * 256 + bytes[1];
  const encoding = mark === 0xfffe ? "utf-16le" : mark === 0xfeff ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
