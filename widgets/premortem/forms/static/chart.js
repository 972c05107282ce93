import { make, say } from "./dom.js";
import { vega } from "./vega.js";

const EMPTY = "The picture appears with the first answers.";
const FAILED = "The picture could not be drawn. Its message in words: ";

/** One picture: new rows patch it, a new specification builds it anew, and it goes with its element. */
class Picture {
  constructor(model, root) {
    this.model = model;
    // Vega writes a role of its own on its container: inside a picture with its message as the name, that is hidden.
    this.inside = make("div", { "aria-hidden": "true" });
    this.canvas = make("div", { class: "pm-canvas", role: "img" }, this.inside);
    this.none = make("p", { class: "pm-none" });
    root.classList.add("premortem-chart");
    root.append(this.canvas, this.none);
    this.width = 0;
    this.view = null;
    this.drawing = Promise.resolve();
    this.onRows = () => this.draw(false);
    this.onSpec = () => this.draw(true);
    model.on("change:rows", this.onRows);
    model.on("change:says", this.onRows);
    model.on("change:vega", this.onSpec);
    this.observer = new ResizeObserver(([entry]) => this.resize(Math.floor(entry.contentRect.width)));
    this.observer.observe(root);
    this.draw(true);
  }

  close() {
    this.closed = true;
    this.observer.disconnect();
    this.model.off("change:rows", this.onRows);
    this.model.off("change:says", this.onRows);
    this.model.off("change:vega", this.onSpec);
    this.view?.finalize();
  }

  /** One drawing after the other: a view must not be changed while it is being built. */
  draw(anew) {
    this.stale ||= anew;
    this.drawing = this.drawing.then(() => this.show()).catch((error) => this.fail(error));
    return this.drawing;
  }

  async show() {
    const rows = this.model.get("rows");
    const spec = this.model.get("vega");
    const empty = !rows.length || !Object.keys(spec).length;
    this.canvas.hidden = empty;
    this.none.hidden = !empty;
    this.canvas.setAttribute("aria-label", this.model.get("says") || "Chart");
    if (empty) return say(this.none, this.model.get("says") || EMPTY);
    if (this.view && !this.stale) return this.view.data("rows", copies(rows)).runAsync();
    const runtime = await vega(this.model);
    if (this.closed) return;
    this.view?.finalize();
    this.stale = false;
    this.width ||= Math.floor(this.canvas.clientWidth);
    this.view = new runtime.View(runtime.parse(spec), { renderer: "svg", container: this.inside, hover: true });
    if (this.width) this.view.width(this.width);
    await this.view.data("rows", copies(rows)).runAsync();
  }

  resize(width) {
    if (!width || width === this.width) return;
    this.width = width;
    this.drawing = this.drawing.then(() => this.view?.width(width).runAsync()).catch((error) => this.fail(error));
  }

  fail(error) {
    console.error("premortem: the chart could not be drawn", error);
    this.canvas.hidden = true;
    this.none.hidden = false;
    say(this.none, `${FAILED}${this.model.get("says")}`);
  }
}

/** Vega writes into the rows it is given; the model keeps its own. */
const copies = (rows) => rows.map((row) => ({ ...row }));

export default {
  render({ model, el }) {
    const root = make("div");
    el.append(root);
    const picture = new Picture(model, root);
    return () => picture.close();
  },
};
