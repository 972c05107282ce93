import { freshId, make } from "../dom.js";

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

/** Parts of which one is shown; arrow keys move between their names. @param {[string, string, HTMLElement][]} parts */
export function makeTabs(name, parts) {
  const all = parts.map(([key, label, panel]) => {
    const words = make("span", {}, label);
    const count = make("span", { class: "pm-led-badge" });
    const tab = make("button", { type: "button", role: "tab", id: freshId("tab"), class: "pm-led-tab", "data-tab": key, click: () => open(key) }, words, count);
    const inside = make("div", { role: "tabpanel", id: freshId("panel"), "aria-labelledby": tab.id, tabindex: "-1" }, panel);
    tab.setAttribute("aria-controls", inside.id);
    return { key, tab, inside, count };
  });
  const list = make("div", { role: "tablist", class: "pm-led-tabs", "aria-label": name }, ...all.map(({ tab }) => tab));
  list.addEventListener("keydown", (event) => {
    const at = all.findIndex(({ tab }) => tab === document.activeElement);
    const to = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : at + (STEPS[event.key] ?? NaN);
    if (at < 0 || Number.isNaN(to)) return;
    event.preventDefault();
    const { key, tab } = all[(to + all.length) % all.length];
    open(key);
    tab.focus();
  });
  function open(wanted) {
    for (const { key, tab, inside } of all) {
      tab.setAttribute("aria-selected", String(key === wanted));
      tab.tabIndex = key === wanted ? 0 : -1;
      inside.hidden = key !== wanted;
    }
  }
  open(all[0].key);
  return {
    element: make("div", {}, list, ...all.map(({ inside }) => inside)),
    open,
    focus: () => all.find(({ tab }) => tab.tabIndex === 0).tab.focus({ preventScroll: true }),
    count(key, number) {
      const { count } = all.find((each) => each.key === key);
      count.textContent = number ? ` ${number}` : "";
    },
  };
}
