import { makeText } from "../controls/text.js";
import { freshId, make, setOrDrop } from "../dom.js";

/**
 * Texts, each in a field of its own; another one is added as long as more may be written.
 * @param {{many?: number, length_max?: number}} ask
 * @param {{labelId: string, describedBy: string, onInput: (value: any) => void}} given
 */
export function makeTexts(ask, given) {
  const most = Math.max(1, ask.many ?? 1);
  const list = make("ol", { class: "join-texts", "aria-labelledby": given.labelId });
  const more = make("button", { type: "button", class: "pm-clear", click: () => add("").focus() }, "Add another");
  const full = make("p", { class: "pm-limits" });
  const fields = [];
  const read = () => fields.map((field) => field.text);

  function add(text) {
    const id = freshId("text");
    const field = { text, focus: () => control.focus() };
    const control = makeText(
      { lines: 2, length_max: ask.length_max ?? 300 },
      {
        id, describedBy: given.describedBy,
        onInput: (typed) => {
          field.text = typed;
          given.onInput(read());
        },
      },
    );
    control.show(text);
    control.labelled.setAttribute("aria-label", most > 1 ? `Text ${fields.length + 1}` : "Your text");
    fields.push(field);
    list.append(make("li", {}, control.element));
    fit();
    return field;
  }

  function fit() {
    more.hidden = fields.length >= most;
    full.textContent = most > 1 && fields.length >= most ? `${most} texts is the most.` : "";
    setOrDrop(list, "data-many", most > 1 ? "yes" : "");
  }

  function show(value) {
    fields.length = 0;
    list.replaceChildren();
    const texts = [value ?? []].flat().map(String).slice(0, most);
    for (const text of texts.length ? texts : [""]) add(text);
  }

  show(null);
  return {
    element: make("div", {}, list, more, full),
    value: () => (read().some((text) => text.trim()) ? read().filter((text) => text.trim()) : null),
    show,
    focus: () => fields[0].focus(),
  };
}
