import { makeDisclosure } from "./disclosure.js";
import { freshId, make, say } from "./dom.js";
import { makeBar } from "./scan/bar.js";
import { makeColumnBoxes, makeColumnChoice } from "./scan/columns.js";
import { makeIntake } from "./scan/intake.js";
import { makeReadingOf } from "./scan/reading.js";

const TABLES = ".csv,.tsv,.txt,.gz,.parquet,.xlsx,.xls,.xlsb,.ods";
const FORMATS = "CSV, also packed with gzip, Parquet or Excel";
const EVIDENCE_WITHIN = 3000; // ms until the findings show a scan that is in the workbook

/** The panel that takes a real table: chosen, described, checked; what was found stands in the findings. */
class TablePanel {
  constructor(model, root) {
    Object.assign(this, { model, root, scanned: "" });
    const told = {
      send: (message, buffers) => model.send(message, undefined, buffers),
      uploadMb: model.get("upload_mb"),
      addresses: model.get("addresses"),
      changed: () => this.show(),
    };
    this.intakes = {
      table: makeIntake("table", { label: "A file with the table", accept: TABLES, formats: FORMATS, address: "Or a path or an address" }, told),
      against: makeIntake("against", { label: "A second table to compare with", accept: TABLES, formats: "For example the test set, or last year's delivery. " + FORMATS, address: "Or its path or address", forget: "Leave it out" }, told),
      rules: makeIntake("rules", { label: "A rules file", accept: ".yaml,.yml", formats: "What you declared of this source: keys, ranges, dates. YAML", forget: "Leave it out" }, told),
    };
    this.bar = makeBar("Stop", () => model.send({ type: "cancel" }));
    this.alarm = make("p", { class: "pm-error", role: "alert" });
    this.status = make("p", { class: "pm-scan-said", role: "status" });
    root.replaceChildren(...this.head(), this.intakes.table.element, this.describe(), this.bar.element, this.alarm, this.status);
    this.listen();
    this.offer();
    this.show();
  }

  head() {
    const heading = make("h2", { id: freshId("tables"), class: "pm-scan-title" }, "Look at a real table");
    this.root.setAttribute("aria-labelledby", heading.id);
    return [
      heading,
      make(
        "p",
        { class: "pm-help" },
        "Bring rows of a source as they are delivered, all or a part. They are checked for gaps, wrong records, answers given away and people left out. What is found stands in the findings, for you to judge. The rows themselves are not kept.",
      ),
    ];
  }

  describe() {
    const list = make("datalist", { id: freshId("sources") });
    this.names = list;
    this.source = make("input", { type: "text", id: freshId("source"), list: list.id, maxlength: 120, autocomplete: "off", dir: "auto" });
    const about = make("p", { class: "pm-help", id: freshId("help") }, "As it stands in your list of sources. A later file under the same name counts as its next delivery.");
    this.source.setAttribute("aria-describedby", about.id);
    this.label = makeColumnChoice("Which column holds the right answer?", "What the model is to say, also called the label. With it, columns that give it away are found.");
    this.prediction = makeColumnChoice("Which column holds what a model said?", "A prediction of the right answer. With it, errors are compared between groups.");
    this.groups = makeColumnBoxes("Which columns name groups of people or things?", "For example region, or age band. With them, you see who is left out or treated otherwise.");
    this.key = makeColumnBoxes("Which columns together name one row?", "Its key, for example an order number. With them, rows that are there twice are found for certain.");
    this.reading = makeReadingOf((how) => this.readAgain(how));
    this.more = makeDisclosure(
      "scan:more",
      "What else do you know about it?",
      make("div", { class: "pm-scan-more" }, this.label.element, this.prediction.element, this.groups.element, this.key.element, this.intakes.against.element, this.intakes.rules.element),
    );
    this.keep = tickBox("Keep up to five example rows for each finding in the workbook", "Off: no cell of the table is kept. On: the examples stay in the workbook, and the export shows them to whoever gets it.", () => this.show());
    this.mask = tickBox("Mask the examples", "Letters become x and digits 9, so that only the way they are written can be seen.");
    this.check = make("button", { type: "button", class: "pm-button", click: () => this.begin() }, "Check this table");
    return (this.described = make(
      "div",
      { class: "pm-described" },
      this.reading.element,
      make("div", { class: "pm-scan-field" }, make("label", { for: this.source.id }, "Name of the source"), about, this.source, list),
      this.more.element,
      make("div", { class: "pm-ticks" }, this.keep.element, this.mask.element),
      this.check,
    ));
  }

  listen() {
    const { model } = this;
    this.offs = [];
    const follow = (name, act) => {
      model.on(name, act);
      this.offs.push(() => model.off(name, act));
    };
    follow("change:table", () => this.offer());
    for (const name of ["table", "against", "rules", "doing", "at", "progress", "said", "sources"]) follow(`change:${name}`, () => this.showSoon());
    follow("msg:custom", (message) => this.hear(message));
  }

  close() {
    for (const off of this.offs) off();
    for (const intake of Object.values(this.intakes)) intake.close();
  }

  hear(message) {
    if (message.type === "uploaded") for (const intake of Object.values(this.intakes)) intake.hear(message);
    if (message.type === "refused") this.refuse(message);
    if (message.type === "scanned") this.toEvidence(message.scan);
  }

  refuse(message) {
    const uploading = Object.values(this.intakes).find((intake) => message.id && intake.busy());
    if (uploading) return uploading.hear(message);
    const intake = this.intakes[message.at];
    if (intake && message.at !== "table") this.more.open(true);
    if (message.at === "read") this.reading.refuse(message.message);
    else if (intake) intake.refuse(message.message);
    else say(this.alarm, message.message);
    this.show();
  }

  /** Another table has other columns: what was ticked for the one before means nothing here. */
  offer() {
    const { name = "", columns = [] } = this.model.get("table");
    this.reading.show(this.model.get("table"));
    for (const choice of [this.label, this.prediction, this.groups, this.key]) choice.offer(columns);
    if (name && !this.source.value.trim()) this.source.value = name.slice(0, 120);
  }

  /** Traits change together, but are announced one by one. */
  showSoon() {
    if (!this.waiting) queueMicrotask(() => this.show());
    this.waiting = true;
  }

  show() {
    this.waiting = false;
    const { model, bar } = this;
    const doing = model.get("doing");
    const uploading = Object.values(this.intakes).some((intake) => intake.busy());
    const locked = Boolean(doing) || uploading;
    const within = bar.element.contains(document.activeElement);
    this.names.replaceChildren(...model.get("sources").map((name) => make("option", { value: name })));
    for (const kind of ["table", "against"]) this.intakes[kind].know(knownOf(model.get(kind)));
    this.intakes.rules.know(model.get("rules").name ?? "");
    this.described.hidden = !model.get("table").columns;
    this.mask.element.hidden = !this.keep.box.checked;
    for (const each of [...Object.values(this.intakes), this.reading, this.label, this.prediction, this.groups, this.key]) each.lock(locked);
    for (const each of [this.source, this.keep.box, this.mask.box]) each.disabled = locked;
    this.check.hidden = Boolean(doing);
    this.check.disabled = uploading;
    if (doing) bar.show(...doneSoFar(doing, model.get("progress"), model.get("at")));
    else bar.hide();
    if (doing && this.began) bar.button.focus();
    if (!doing && within) (this.described.hidden ? this.intakes.table : this.check).focus();
    if (doing) this.began = false;
    say(this.status, doing ? "" : model.get("said") || this.invitation());
  }

  invitation() {
    const table = this.model.get("table");
    return table.columns ? `${table.name} is open: say what you know about it, then check it.` : "";
  }

  readAgain(how) {
    this.began = true;
    this.model.send({ type: "read-again", ...how });
  }

  begin() {
    say(this.alarm, "");
    this.began = true;
    this.model.send({
      type: "scan",
      source: this.source.value,
      label: this.label.value(),
      prediction: this.prediction.value(),
      groups: this.groups.value(),
      key: this.key.value(),
      keep: this.keep.box.checked,
      masked: this.mask.box.checked,
    });
  }

  /** Whoever waited for the checks goes on at what they found; somebody who went on elsewhere is left there. */
  async toEvidence(scan) {
    const free = [document.body, this.check, this.bar.button].includes(document.activeElement) || this.root.contains(document.activeElement);
    if (!free) return;
    const until = Date.now() + EVIDENCE_WITHIN;
    const page = this.root.closest(".premortem") ?? document;
    const place = () => page.querySelector(`[data-drop-scan="${CSS.escape(scan)}"]`)?.closest("section").querySelector("h3");
    while (!place() && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
    const found = place();
    if (!found) return;
    found.setAttribute("tabindex", "-1");
    found.focus({ preventScroll: true });
    found.scrollIntoView({ block: "start" });
  }
}

/** @param {{name?: string, size?: string, rows?: number, columns?: string[]}} table */
function knownOf(table) {
  if (!table.columns) return "";
  const count = (many, one) => `${many.toLocaleString("en")} ${many === 1 ? one : `${one}s`}`;
  return [table.name, table.size, count(table.rows, "row"), count(table.columns.length, "column")].filter(Boolean).join(" \u00b7 ");
}

/** @returns {[string, number | null]} words, and the share that is done */
function doneSoFar(doing, { done, of, title }, at) {
  if (doing === "wait") return ["Two other tables are being read on this server: yours is next, wait a moment.", null];
  if (doing === "look") return [at === "against" ? "Opening the second table" : "Opening the table", null];
  if (!of) return ["Reading the table", null];
  const what = title ? `: ${title[0].toLowerCase()}${title.slice(1)}` : "";
  return [`${done} of ${of}${what}`, done / of];
}

function tickBox(label, help, changed) {
  const box = make("input", { type: "checkbox", id: freshId("tick"), change: changed });
  const about = make("span", { class: "pm-help", id: freshId("help") }, help);
  box.setAttribute("aria-describedby", about.id);
  const element = make("div", { class: "pm-tick" }, box, make("label", { for: box.id }, label), about);
  return { box, element };
}

export default {
  render({ model, el }) {
    const root = make("section", { class: "premortem-form premortem-scan" });
    el.append(root);
    const panel = new TablePanel(model, root);
    return () => panel.close();
  },
};
