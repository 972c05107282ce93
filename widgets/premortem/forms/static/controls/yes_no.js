import { makeRadios } from "./radios.js";

const BOTH = [{ value: true, label: "Yes" }, { value: false, label: "No" }];

export function makeYesNo(ask, given) {
  return makeRadios(BOTH, given, "pills");
}
