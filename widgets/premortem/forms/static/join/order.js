import { freshId, make } from "../dom.js";

/**
 * Things to put in order: by buttons, which keep the focus, or by dragging; the new place is said aloud.
 * @param {{options: {value: any, label: string, meaning?: string}[]}} ask
 * @param {{labelId: string, onInput: (value: any) => void}} given
 */
export function makeOrder(ask, given) {
  const said = make("p", { class: "pm-unseen", role: "status" });
  const list = make("ol", { class: "join-order", "aria-labelledby": given.labelId });
  const items = new Map(ask.options.map((option) => [String(option.value), makeItem(option)]));
  // By chance: nobody's favourite stands first only because the facilitator's list begins with it.
  let order = shuffled([...items.keys()]);

  function makeItem(option) {
    const name = freshId("thing");
    const button = (by, word, sign) =>
      make("button", {
        type: "button", class: "join-step", "aria-label": `${word}: ${option.label}`, "data-by": String(by),
        click: (event) => move(String(option.value), by, event.currentTarget),
      }, sign);
    const grip = make("span", { class: "join-grip", "aria-hidden": "true" });
    const item = make(
      "li",
      { "data-value": String(option.value) },
      grip,
      make("span", { class: "join-place", "aria-hidden": "true" }),
      make(
        "span",
        { class: "join-thing", id: name, dir: "auto" },
        option.label,
        option.meaning && make("small", {}, option.meaning),
      ),
      button(-1, "Up", "\u2191"),
      button(1, "Down", "\u2193"),
    );
    drag(grip, item, list, () => set([...list.children].map((each) => each.dataset.value), String(option.value)));
    return item;
  }

  function move(value, by, button) {
    const from = order.indexOf(value);
    const to = from + by;
    if (to < 0 || to >= order.length) return tell(value);
    const moved = order.filter((each) => each !== value);
    moved.splice(to, 0, value);
    set(moved, value);
    button.focus();
  }

  function set(moved, value) {
    order = moved;
    draw();
    tell(value);
    given.onInput(order);
  }

  function tell(value) {
    const option = ask.options.find((each) => String(each.value) === value);
    said.textContent = `${option.label} is now ${order.indexOf(value) + 1} of ${order.length}`;
  }

  function draw() {
    order.forEach((value, at) => {
      const item = items.get(value);
      if (list.children[at] !== item) list.insertBefore(item, list.children[at] ?? null);
      item.querySelector(".join-place").textContent = `${at + 1}`;
      item.querySelector("[data-by='-1']").setAttribute("aria-disabled", String(at === 0));
      item.querySelector("[data-by='1']").setAttribute("aria-disabled", String(at === order.length - 1));
    });
  }

  draw();
  return {
    element: make("div", {}, make("p", { class: "pm-help" }, "The first one first: move each by its arrows, or drag it."), list, said),
    value: () => order,
    show(value) {
      const known = (Array.isArray(value) ? value : []).map(String).filter((each) => items.has(each));
      order = [...new Set([...known, ...order])];
      draw();
    },
    focus: () => list.querySelector("button").focus(),
  };
}

function shuffled(values) {
  const left = [...values];
  const drawn = [];
  while (left.length) drawn.push(...left.splice(Math.floor(Math.random() * left.length), 1));
  return drawn;
}

/** Lets an item be dragged by its grip: the list follows the finger, and keeps the order where it is let go. */
function drag(grip, item, list, dropped) {
  grip.addEventListener("pointerdown", (down) => {
    if (down.button) return;
    down.preventDefault();
    grip.setPointerCapture(down.pointerId);
    item.classList.add("held");
    const follow = (event) => {
      const over = [...list.children].find((each) => {
        const box = each.getBoundingClientRect();
        return each !== item && event.clientY > box.top && event.clientY < box.bottom;
      });
      if (!over) return;
      const below = item.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING;
      list.insertBefore(item, below ? over.nextSibling : over);
      grip.setPointerCapture(event.pointerId); // moving an element in the page lets go of the pointer
    };
    const end = () => {
      grip.removeEventListener("pointermove", follow);
      item.classList.remove("held");
      dropped();
    };
    grip.addEventListener("pointermove", follow);
    for (const over of ["pointerup", "pointercancel"]) grip.addEventListener(over, end, { once: true });
  });
}
