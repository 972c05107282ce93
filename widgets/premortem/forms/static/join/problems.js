/** @returns {string} what can be seen to be wrong with an answer already, "" for nothing: the server checks all of it again */
export function problemOf(ask, value) {
  if (ask.kind === "range") return rangeProblem(ask, value);
  return ask.kind === "number" ? numberProblem(ask, value, "It") : "";
}

/** @returns {number | null} what was typed, where it has but one meaning; the server understands more */
function plainNumber(typed) {
  const text = String(typed ?? "").trim();
  return /^-?\d+([.,]\d+)?$/.test(text) && !/^-?\d{1,3}[.,]\d{3}$/.test(text) ? Number(text.replace(",", ".")) : null;
}

function numberProblem(ask, typed, name) {
  const figure = plainNumber(typed);
  if (figure === null) return "";
  if (figure < (ask.minimum ?? -Infinity)) return `${name} must be ${ask.minimum} or more.`;
  if (figure > (ask.maximum ?? Infinity)) return `${name} must be ${ask.maximum} or less.`;
  return ask.whole && !Number.isInteger(figure) ? `${name} must be a whole number.` : "";
}

function rangeProblem(ask, value) {
  const parts = [["low", "Low"], ["best", "Best guess"], ["high", "High"]];
  const empty = parts.filter(([part]) => !String(value?.[part] ?? "").trim()).map(([, name]) => name.toLowerCase());
  if (empty.length) return `All three are wanted: fill in ${empty.join(" and ")}.`;
  for (const [part, name] of parts) {
    const wrong = numberProblem(ask, value[part], name);
    if (wrong) return wrong;
  }
  const [low, best, high] = parts.map(([part]) => plainNumber(value[part]));
  if (low !== null && best !== null && low > best) return "Low is above the best guess: exchange them, or correct one.";
  if (best !== null && high !== null && best > high) return "The best guess is above high: exchange them, or correct one.";
  return "";
}
