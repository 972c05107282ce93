import { freshId, make, say } from "./dom.js";
import { isOwnPage } from "./surroundings.js";

const FILE_MAX = 8 * 1024 * 1024;
const ABOUT = [
  "Imagine that your machine-learning project has failed. Why did it? Premortem takes you through the questions that decide, before the money is spent.",
  "You bring what you have, guesses too. You get a decision with its reasons, the one unknown that could turn it, and who does what by when.",
];
const FACTS = [
  ["15 minutes", "alone, for a first useful answer"],
  ["90 minutes", "as a group, for the whole workbook"],
  ["Saved as you type", "come back by the same link"],
];

/** The page before a workbook is open: begin, resume, open an example, bring a report back. */
class StartPage {
  constructor(model, root) {
    this.model = model;
    this.alarm = make("p", { class: "pm-error", role: "alert" });
    this.examples = make("ul", { class: "pm-examples" });
    root.className = "premortem-start";
    root.append(this.alarm, this.welcome(), make("div", { class: "pm-ways" }, this.begin(), this.resume(), this.open(), this.bring()));
    this.onMessage = (message) => this.hear(message);
    this.onExamples = () => this.showExamples();
    this.onNotice = () => say(this.alarm, model.get("notice"));
    model.on("msg:custom", this.onMessage);
    model.on("change:examples", this.onExamples);
    model.on("change:notice", this.onNotice);
    this.onExamples();
    this.onNotice();
  }

  close() {
    this.model.off("msg:custom", this.onMessage);
    this.model.off("change:examples", this.onExamples);
    this.model.off("change:notice", this.onNotice);
  }

  welcome() {
    const facts = FACTS.map(([fact, meaning]) => make("li", {}, make("strong", {}, fact), ` ${meaning}`));
    return make(
      "header",
      { class: "pm-welcome" },
      make("p", { class: "pm-eyebrow" }, "Premortem"),
      make("h1", {}, "Decide before the money is spent"),
      ...ABOUT.map((text) => make("p", {}, text)),
      make("ul", { class: "pm-facts" }, ...facts),
    );
  }

  begin() {
    const title = make("input", { type: "text", id: freshId("title"), dir: "auto", autocomplete: "off", placeholder: "For example: reading invoices" });
    return way("New workbook", "What is the project called? You can change it later.", {
      label: "Title", input: title, button: "Begin",
      send: () => this.send({ type: "new", title: title.value.trim() }),
    }, "first");
  }

  resume() {
    const link = make("input", { type: "text", id: freshId("link"), autocomplete: "off", spellcheck: "false" });
    return way("Go on with a workbook", "Paste its link, or the part behind \u201cworkbook=\u201d.", {
      label: "Link", input: link, button: "Open",
      send: () => (link.value.trim() ? this.send({ type: "resume", link: link.value.trim() }) : this.refuse("Paste the link of a workbook first.", link)),
    });
  }

  open() {
    return make(
      "section",
      { class: "pm-way" },
      make("h2", {}, "Look at an example"),
      make("p", {}, "Filled workbooks: real projects with known endings, and one composed to end in go. You get a copy of your own to change."),
      this.examples,
    );
  }

  bring() {
    const file = make("input", { type: "file", id: freshId("file"), accept: ".html,.htm,text/html" });
    return way("Bring a report back", "An exported report holds its answers: it becomes a workbook again, with its history.", {
      label: "Report (HTML, up to 8 MB)", input: file, button: "Import",
      send: () => this.import(file),
    });
  }

  showExamples() {
    const cards = this.model.get("examples").map(({ id, title, summary }) => {
      const name = freshId("example");
      const meaning = freshId("summary");
      return make(
        "li",
        {},
        make("h3", { id: name }, title),
        make("p", { id: meaning }, summary),
        make(
          "button",
          { type: "button", class: "pm-second", "aria-label": `Open a copy of ${title}`, "aria-describedby": meaning, "data-example": id, click: () => this.send({ type: "example", id }) },
          "Open a copy",
        ),
      );
    });
    this.examples.replaceChildren(...(cards.length ? cards : [make("li", {}, "There is none in this installation.")]));
  }

  async import(input) {
    const [file] = input.files;
    if (!file) return this.refuse("Choose the file of a report first.", input);
    if (file.size > FILE_MAX) {
      const size = (file.size / 1024 / 1024).toFixed(1);
      return this.refuse(`${file.name} has ${size} MB, a report at most 8 MB: choose the file that Export made.`, input);
    }
    this.send({ type: "import", name: file.name }, [await file.arrayBuffer()]);
  }

  send(message, buffers = []) {
    say(this.alarm, "");
    this.model.send(message, undefined, buffers);
  }

  refuse(text, input) {
    say(this.alarm, text);
    input?.focus();
  }

  hear(message) {
    if (message.type === "refused") say(this.alarm, message.message);
    if (message.type === "opened" && isOwnPage()) {
      history.replaceState(null, "", new URL(message.query, location.href));
      scrollTo(0, 0);
    }
  }
}

function way(title, text, { label, input, button, send }, looks = "") {
  const form = make(
    "form",
    { class: `pm-way ${looks}`.trim(), novalidate: true },
    make("h2", {}, title),
    make("p", {}, text),
    make("label", { for: input.id }, label),
    input,
    make("button", { type: "submit", class: looks ? "pm-button" : "pm-second" }, button),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  return form;
}

export default {
  render({ model, el }) {
    const root = make("div");
    el.append(root);
    const page = new StartPage(model, root);
    return () => page.close();
  },
};
