import { makeChoice } from "./choice.js";
import { makeDate } from "./date.js";
import { makeNumber } from "./number.js";
import { makeRange } from "./range.js";
import { makeScale } from "./scale.js";
import { makeText } from "./text.js";
import { makeYesNo } from "./yes_no.js";

/**
 * @typedef {{id: string, labelId: string, describedBy: string, compact: boolean, currency: string,
 *   onInput: (value: any, wait?: number) => void}} Given what a control is given
 * @typedef {{element: HTMLElement, labelled?: HTMLElement, show: (value: any) => void, focus: () => void,
 *   typing: () => boolean, invalid: (wrong: boolean) => void, clearable?: boolean}} Control
 * `labelled` is the one input a label belongs to, absent where a group carries the name; `typing` says that what is in
 * it is the visitor's at the moment.
 * @type {Record<string, (ask: any, given: Given) => Control>}
 */
export const CONTROLS = {
  choice: makeChoice,
  scale: makeScale,
  "yes-no": makeYesNo,
  number: makeNumber,
  money: makeNumber,
  range: makeRange,
  date: makeDate,
  text: makeText,
};
