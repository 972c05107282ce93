/**
 * Makes an element. Text goes in as text nodes only, so nothing typed by anyone can become markup.
 * @param {string} tag
 * @param {Record<string, any>} [attributes] `class`, `aria-*`, `data-*`...; a function is a listener; null is left out
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {any}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

let made = 0;

/** An id that no other element of the page has, for labels and descriptions. */
export function freshId(stem = "pm") {
  made += 1;
  return `${stem}-${made}-${PAGE}`;
}

const PAGE = randomId(6);

/** @returns {string} `length` random characters of a-z and 0-9: a row's or a message's id. */
export function randomId(length = 12) {
  const letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  let id = "";
  while (id.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length * 2))) {
      // 252 is the largest multiple of 36 below 256: dropping the rest keeps every letter equally likely.
      if (byte < 252 && id.length < length) id += letters[byte % 36];
    }
  }
  return id;
}

/** Sets an attribute, or takes it away where the value is empty. */
export function setOrDrop(element, name, value) {
  if (value === "" || value === null || value === undefined || value === false) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
}

/** Sets text only where it differs: a live region is not read again for nothing. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Appends text in which web addresses become links; a link is followed only when somebody clicks it. */
export function withLinks(element, text) {
  for (const part of String(text).split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:)])/)) {
    const link = /^https?:\/\//.test(part);
    element.append(link ? make("a", { href: part, target: "_blank", rel: "noopener noreferrer" }, part) : part);
  }
  return element;
}

/** A decorative picture of one path in a 16 x 16 box. */
export function icon(path) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  const line = document.createElementNS(space, "path");
  for (const [name, value] of Object.entries({ viewBox: "0 0 16 16", class: "pm-icon", "aria-hidden": "true" })) {
    picture.setAttribute(name, value);
  }
  line.setAttribute("d", path);
  picture.append(line);
  return picture;
}

/** @returns {string} the time of day of an ISO moment, as the visitor's clock shows it. */
export function clock(iso) {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? "" : at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
}
