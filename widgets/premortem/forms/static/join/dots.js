import { make, say } from "../dom.js";

/**
 * Dots to lay on things, as many as there are; how many are left is said aloud.
 * @param {{options: {value: any, label: string, meaning?: string}[], dots: number}} ask
 * @param {{labelId: string, onInput: (value: any) => void}} given
 */
export function makeDots(ask, given) {
  const left = make("p", { class: "join-left", role: "status" });
  let laid = {};
  const rows = ask.options.map((option) => {
    const value = String(option.value);
    const count = make("span", { class: "join-count" });
    const button = (by, word, sign) =>
      make("button", {
        type: "button", class: "join-step", "aria-label": `${word} dot for ${option.label}`,
        click: () => change(value, by),
      }, sign);
    const [less, more] = [button(-1, "One less", "\u2212"), button(1, "One more", "+")];
    const words = make("span", { class: "join-thing", dir: "auto" }, option.label, option.meaning && make("small", {}, option.meaning));
    return { value, count, less, more, element: make("li", { "data-value": value }, words, less, count, more) };
  });
  const used = () => Object.values(laid).reduce((sum, dots) => sum + dots, 0);

  function change(value, by) {
    const dots = (laid[value] ?? 0) + by;
    if (dots < 0 || used() + by > ask.dots) return;
    laid = { ...laid, [value]: dots };
    if (!dots) delete laid[value];
    draw();
    given.onInput(laid);
  }

  function draw() {
    const free = ask.dots - used();
    say(left, `${free} of ${ask.dots} dots left`);
    for (const row of rows) {
      const dots = laid[row.value] ?? 0;
      row.count.replaceChildren(
        make("span", { class: "join-marks", "aria-hidden": "true" }, "\u25cf".repeat(Math.min(dots, 5))),
        make("span", {}, `${dots}`, make("span", { class: "pm-unseen" }, dots === 1 ? " dot" : " dots")),
      );
      // Not `disabled`: that would take the focus away from whoever works by keyboard.
      row.less.setAttribute("aria-disabled", String(!dots));
      row.more.setAttribute("aria-disabled", String(!free));
    }
  }

  draw();
  return {
    element: make(
      "div",
      {},
      left,
      make("ul", { class: "join-dots", "aria-labelledby": given.labelId }, ...rows.map((row) => row.element)),
    ),
    value: () => (used() ? laid : null),
    show(value) {
      const known = Object.entries(value ?? {}).filter(([each, dots]) => dots > 0 && rows.some((row) => row.value === each));
      laid = Object.fromEntries(known);
      draw();
    },
    focus: () => rows[0]?.more.focus(),
  };
}
