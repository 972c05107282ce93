import { desk } from "./desk.js";
import { makeDisclosure } from "./disclosure.js";
import { freshId, make } from "./dom.js";
import { makeField } from "./field.js";
import { address } from "./outbox.js";
import { project } from "./projection.js";
import { makeForeseen } from "./foreseen.js";
import { seat } from "./seat.js";
import { makeTable } from "./table.js";

/** A chapter's questions. Shows what the kernel says, with what is still on its way to it laid over. */
class ChapterForm {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.outbox = desk().outbox(model.get("workbook"));
    this.lane = {
      chapter: model.get("chapter"),
      flight: null,
      pauseUntil: 0,
      send: (id, edits) => model.send({ type: "edits", id, edits }),
      refused: (edit, message) => this.refused(edit, message),
    };
    this.listen();
    this.build();
    model.send({ type: "seat", token: seat() });
    if (!model.get("read_only")) this.outbox.attach(this.lane);
  }

  listen() {
    this.onMessage = (message) => this.hear(message);
    this.onBuild = () => this.buildSoon();
    this.onRefresh = () => this.refreshSoon();
    this.onGoto = (event) => this.goto(event.detail);
    this.built = "change:chapter change:spec change:read_only change:currency change:heading change:asks";
    this.shown = "change:values change:tables change:notes change:concealed change:reasons change:overtaken";
    this.model.on("msg:custom", this.onMessage);
    for (const event of this.built.split(" ")) this.model.on(event, this.onBuild);
    for (const event of this.shown.split(" ")) this.model.on(event, this.onRefresh);
    desk().addEventListener("saving", this.onRefresh);
    desk().addEventListener("goto", this.onGoto);
  }

  close() {
    this.outbox.flush();
    this.outbox.detach(this.lane);
    this.model.off("msg:custom", this.onMessage);
    for (const event of this.built.split(" ")) this.model.off(event, this.onBuild);
    for (const event of this.shown.split(" ")) this.model.off(event, this.onRefresh);
    desk().removeEventListener("saving", this.onRefresh);
    desk().removeEventListener("goto", this.onGoto);
  }

  hear(message) {
    if (message.type === "saved") this.outbox.acknowledge(message.id, message.at);
    if (message.type === "not-saved") this.outbox.notSaved(message.id, message.message);
    if (message.type === "refused") this.outbox.refuse(message.id, message.message, address(message));
    if (message.type === "pasted" || message.type === "refused-paste") this.tables.get(message.question)?.hear(message);
  }

  edit(edit, wait = 0) {
    this.outbox.put(this.lane.chapter, edit, wait);
  }

  /** A chapter's traits change together, but are announced one by one: build once, after the last. */
  buildSoon() {
    if (!this.building) queueMicrotask(() => this.build());
    this.building = true;
  }

  build() {
    this.building = false;
    const { model } = this;
    const spec = model.get("spec");
    const read = model.get("read_only");
    this.lane.chapter = model.get("chapter");
    this.fields = new Map();
    this.tables = new Map();
    const form = {
      readOnly: read,
      currency: model.get("currency"),
      holds: (at) => this.outbox.holds(at),
      edit: (edit) => this.edit(edit),
      refresh: () => this.refresh(),
      workbook: model.get("workbook"),
      noticed: read ? null : (where) => model.send({ type: "noticed", ...where }),
      paste: (rows) => model.send({ type: "paste", ...rows }),
      put: (where, value, wait) =>
        this.edit({ do: where.column ? "cell" : "answer", ...where, value: value === "" ? null : value }, wait),
    };
    const ask = (question) => {
      const field = question.kind === "table" ? makeTable(question, form) : makeField(question, { question: question.id }, form);
      (question.kind === "table" ? this.tables : this.fields).set(question.id, field);
      return field.element;
    };
    this.foreseen = makeForeseen(this.lane.chapter);
    const first = (spec.first ?? []).map(ask);
    const deep = (spec.depth ?? []).map(ask);
    this.depth = deep.length
      ? makeDisclosure(`depth:${this.lane.chapter}`, "", make("div", { class: "pm-questions" }, ...deep), "more")
      : null;
    this.root.className = `premortem-form${read ? " read-only" : ""}`;
    this.root.setAttribute("data-chapter", this.lane.chapter);
    this.root.replaceChildren(
      make(
        "header",
        { class: "pm-form-head" },
        model.get("heading") && make("p", { class: "pm-eyebrow" }, model.get("heading")),
        make("h2", { tabindex: "-1", id: freshId("questions") }, model.get("asks")),
        spec.intro && make("p", { class: "pm-intro" }, spec.intro),
        spec.minutes && make("p", { class: "pm-minutes" }, `About ${spec.minutes} minutes`),
      ),
      this.foreseen.element,
      make("div", { class: "pm-questions" }, ...first),
      this.depth?.element ?? "",
    );
    this.refresh();
    desk().dispatchEvent(new Event("built"));
    if (desk().wanted) this.goto(desk().wanted);
    else if (desk().opening === this.lane.chapter) this.begin();
    desk().opening = "";
  }

  /** Whoever opened the chapter reads on at its top, also with a screen reader. */
  begin() {
    this.root.querySelector("h2").focus({ preventScroll: true });
    if (this.root.getBoundingClientRect().top < 0) this.root.scrollIntoView();
  }

  refreshSoon() {
    if (!this.waiting) queueMicrotask(() => this.waiting && this.refresh());
    this.waiting = true;
  }

  project() {
    return project(this.model.get("values"), this.model.get("tables"), this.outbox.pending());
  }

  refresh() {
    this.waiting = false;
    const { values, tables } = this.project();
    const notes = this.model.get("notes");
    const concealed = this.model.get("concealed");
    const overtaken = this.model.get("overtaken");
    this.foreseen.show(this.model.get("reasons"));
    for (const [question, field] of this.fields) {
      field.show(values[question]);
      field.note(notes[question]);
      field.overtake(overtaken[question]);
    }
    for (const [question, table] of this.tables) {
      table.show(tables[question] ?? [], values[question]);
      table.note(notes[question]);
      table.conceal(concealed[question]);
      for (const row of table.rows()) {
        row.note(notes[`${question}/${row.id}`]);
        for (const [column, field] of row.fields()) {
          field.note(notes[`${question}/${row.id}/${column}`]);
          field.overtake(overtaken[`${question}/${row.id}/${column}`]);
        }
      }
    }
    this.relabelDepth(values, tables);
  }

  relabelDepth(values, tables) {
    if (!this.depth) return;
    const asked = (this.model.get("spec").depth ?? []).map((question) => question.id);
    const answered = asked.filter((id) => (values[id] ?? null) !== null || tables[id]?.length).length;
    this.depth.relabel(`More questions (${asked.length})${answered ? `, ${answered} answered` : ""}`);
  }

  refused(edit, message) {
    const table = this.tables.get(edit.question);
    const row = edit.row && table?.row(edit.row);
    const field = row ? (row.field(edit.column) ?? table) : (this.fields.get(edit.question) ?? table);
    if (!field) return false;
    const { values, tables } = this.project();
    const cells = tables[edit.question]?.find((each) => each.id === edit.row)?.cells;
    field.refuse(edit.value, message, edit.column ? cells?.[edit.column] : values[edit.question]);
    return true;
  }

  goto({ question, row, column }) {
    const table = this.tables.get(question);
    const field = this.fields.get(question) ?? table?.row(row)?.field(column) ?? table?.row(row) ?? table;
    if (!field) return;
    desk().wanted = null;
    if (this.depth?.element.contains(field.element)) this.depth.open(true);
    table?.row(row)?.open(true);
    field.element.scrollIntoView({ block: "center" });
    field.focus();
  }
}

export default {
  render({ model, el }) {
    const root = make("div");
    el.append(root);
    const form = new ChapterForm(model, root);
    return () => form.close();
  },
};
