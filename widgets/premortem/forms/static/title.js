import { icon, make, say } from "./dom.js";

const PENCIL = "M11.2 2.3 13.7 4.8 5.5 13H3v-2.5zM2 14h12v1H2z";

const UNTITLED = "Untitled workbook";

/** The workbook's title as the page's heading; a pencil turns it into a text field, Enter keeps, Escape leaves it. */
export function makeTitle(rename) {
  const words = make("span", { dir: "auto" });
  const pencil = make("button", { type: "button", class: "pm-tool", "aria-label": "Rename the workbook", click: () => edit() }, icon(PENCIL));
  const heading = make("h1", {}, words);
  const input = make("input", { type: "text", class: "pm-title-input", dir: "auto", "aria-label": "Title of the workbook", hidden: true });
  const error = make("p", { class: "pm-error", role: "alert" });
  let title = "";
  let known = "";

  const edit = () => {
    input.value = title;
    heading.classList.add("pm-unseen"); // the page keeps its heading for who cannot see
    pencil.hidden = true;
    input.hidden = false;
    input.select();
  };
  const leave = (keep, focus = true) => {
    if (input.hidden) return;
    const typed = input.value.trim();
    const kept = keep && typed ? typed : known;
    input.hidden = true;
    heading.classList.remove("pm-unseen");
    pencil.hidden = false;
    if (focus) pencil.focus();
    say(error, "");
    title = kept;
    say(words, kept || UNTITLED);
    if (kept !== known) rename(kept);
  };
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault(); // the focus moves to the pencil, which the same key would press
    leave(event.key === "Enter");
  });
  input.addEventListener("blur", () => leave(true, false));
  return {
    element: make("div", { class: "pm-title" }, heading, pencil, input, error),
    show(given, readOnly) {
      title = known = given;
      say(words, given || UNTITLED);
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
