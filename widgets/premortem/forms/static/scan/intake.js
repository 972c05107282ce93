import { freshId, make, say, setOrDrop } from "../dom.js";
import { makeBar } from "./bar.js";
import { inMegabytes, MEGABYTE, Upload } from "./upload.js";

const RULES_MB = 1;

/**
 * The way for one file, or one address: chosen, dropped or typed; with its progress, what it is, and why not.
 * `panel` has `send`, `uploadMb`, `addresses` (what may be typed, "" for nothing) and `changed`.
 */
export function makeIntake(kind, words, panel) {
  const most = kind === "rules" ? RULES_MB : panel.uploadMb;
  const file = make("input", { type: "file", id: freshId("file"), accept: words.accept, change: () => take(file.files[0]), click: () => (file.value = "") }); // the same one may be chosen again
  const limits = make("p", { class: "pm-help", id: freshId("limits") }, `${words.formats}, at most ${most} MB. Or drop it here.`);
  const alarm = make("p", { class: "pm-error", role: "alert", id: freshId("alarm") });
  const bar = makeBar("Cancel the upload", () => cancel());
  const known = make("p", { class: "pm-known" });
  const drop = make("button", { type: "button", class: "pm-clear", hidden: true, click: () => forget() }, words.forget ?? "");
  const area = make("div", { class: "pm-drop" }, make("label", { for: file.id }, words.label), file, limits);
  const address = words.address && panel.addresses ? makeAddress(words.address, panel.addresses, look) : null;
  let upload = null;
  file.setAttribute("aria-describedby", `${limits.id} ${alarm.id}`);
  const element = make("div", { class: "pm-intake", "data-intake": kind }, area, address?.element, alarm, bar.element, make("div", { class: "pm-known-line" }, known, words.forget ? drop : null));
  for (const name of ["dragover", "dragleave", "drop"]) area.addEventListener(name, dragged);

  function dragged(event) {
    event.preventDefault();
    area.classList.toggle("over", event.type === "dragover" && !file.disabled);
    if (event.type === "drop" && !file.disabled) take(event.dataTransfer.files[0]);
  }

  function take(chosen) {
    if (!chosen) return;
    refuse("");
    if (upload) return refuse("A file is on its way already: cancel it first.");
    if (!chosen.size) return refuse(`${chosen.name} is empty: choose a file with rows.`);
    if (chosen.size > most * MEGABYTE) return refuse(aboveLimit(chosen, most, kind));
    const total = inMegabytes(chosen.size);
    const shown = (bytes) => bar.show(`${chosen.name}: ${inMegabytes(bytes)} of ${total} MB`, bytes / chosen.size);
    upload = new Upload(kind, chosen, {
      send: panel.send,
      came: shown,
      refused: (message) => over(message),
      done: () => over(""),
    });
    shown(0);
    panel.changed();
  }

  function over(message) {
    const within = bar.element.contains(document.activeElement);
    upload = null;
    bar.hide();
    if (message) file.value = "";
    refuse(message);
    panel.changed();
    if (within) file.focus();
  }

  function cancel() {
    upload?.cancel();
    over("");
    file.value = "";
  }

  function look(where) {
    if (!where) return refuse("Type where the table lies first.");
    refuse("");
    panel.send({ type: "look", kind, address: where }, []);
  }

  function forget() {
    panel.send({ type: "drop", kind }, []);
    file.value = "";
    refuse("");
    file.focus();
  }

  function refuse(message) {
    say(alarm, message);
    setOrDrop(file, "aria-invalid", Boolean(message));
  }

  return {
    element,
    busy: () => Boolean(upload),
    refuse,
    hear: (answer) => upload?.hear(answer),
    know(text) {
      say(known, text);
      drop.hidden = !text;
    },
    lock(locked) {
      file.disabled = locked;
      address?.lock(locked);
      drop.disabled = locked;
    },
    focus: () => file.focus(),
    close: () => upload?.cancel(),
  };
}

function aboveLimit(chosen, most, kind) {
  const mend = kind === "rules" ? "choose the file with the rules." : "bring a part of it, or use premortem scan on the machine where it lies.";
  return `${chosen.name} has ${inMegabytes(chosen.size)} MB, at most ${most} MB can be sent here: ${mend}`;
}

function makeAddress(label, offered, look) {
  const input = make("input", { type: "text", id: freshId("address"), autocomplete: "off", spellcheck: "false", keydown: (event) => entered(event) });
  const help = make("p", { class: "pm-help", id: freshId("help") }, offered);
  const button = make("button", { type: "button", class: "pm-second", click: () => look(input.value.trim()) }, "Open it");
  input.setAttribute("aria-describedby", help.id);
  function entered(event) {
    if (event.key === "Enter") look(input.value.trim());
  }
  return {
    element: make("div", { class: "pm-address" }, make("label", { for: input.id }, label), help, make("div", { class: "pm-address-line" }, input, button)),
    lock: (locked) => (input.disabled = button.disabled = locked),
  };
}
