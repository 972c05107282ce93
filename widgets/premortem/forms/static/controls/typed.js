export const TYPING_PAUSE = 400;

/**
 * Makes a text input behave: what is typed goes out after a pause, at Enter and when it is left; what comes back from
 * the kernel waits until it is left.
 * @param {HTMLInputElement | HTMLTextAreaElement} input
 * @param {() => any} read
 * @param {(value: any, wait: number) => void} onInput
 */
export function listenToTyping(input, read, onInput) {
  let dirty = false;
  const commit = () => {
    if (dirty) onInput(read(), 0);
    dirty = false;
  };
  input.addEventListener("input", () => {
    dirty = true;
    onInput(read(), TYPING_PAUSE);
  });
  input.addEventListener("change", commit);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && input.tagName === "INPUT") commit();
  });
}

/** @returns {boolean} */
export function hasFocus(input) {
  return input.getRootNode().activeElement === input;
}

/** Writes a text only where it differs, so that the caret stays. */
export function write(input, text) {
  if (input.value !== text) input.value = text;
}
