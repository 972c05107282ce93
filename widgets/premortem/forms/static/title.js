import { icon, make, say } from "./dom.js";

const PENCIL = "M11.2 2.3 13.7 4.8 5.5 13H3v-2.5zM2 14h12v1H2z";

/** The workbook's title as the page's heading; a pencil turns it into a text field, Enter keeps, Escape leaves it. */
export function makeTitle(rename) {
  const words = make("span", { dir: "auto" });
  const pencil = make("button", { type: "button", class: "pm-tool", "aria-label": "Rename the workbook", click: () => edit() }, icon(PENCIL));
  const heading = make("h1", {}, words);
  const input = make("input", { type: "text", class: "pm-title-input", dir: "auto", "aria-label": "Title of the workbook", hidden: true });
  const error = make("p", { class: "pm-error", role: "alert" });
  let title = "";

  const edit = () => {
    input.value = title;
    heading.hidden = pencil.hidden = true;
    input.hidden = false;
    input.select();
  };
  const leave = (keep, focus = true) => {
    if (input.hidden) return;
    const typed = input.value.trim();
    input.hidden = true;
    heading.hidden = pencil.hidden = false;
    if (focus) pencil.focus();
    if (!keep || !typed || typed === title) return;
    title = typed;
    say(words, typed);
    say(error, "");
    rename(typed);
  };
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") leave(true);
    if (event.key === "Escape") leave(false);
  });
  input.addEventListener("blur", () => leave(true, false));
  return {
    element: make("div", { class: "pm-title" }, heading, pencil, input, error),
    show(given, readOnly) {
      title = given;
      say(words, given || "Untitled workbook");
      pencil.hidden = readOnly || !input.hidden;
    },
    refuse(message) {
      const refused = title;
      edit();
      input.value = refused;
      say(error, message);
    },
  };
}
