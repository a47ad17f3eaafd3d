import { nearest } from "./nearest.js";

/** Names of options in other frameworks, each with ours: the first that a function takes is meant. */
const ELSEWHERE: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ["alpha", "negativeSlope beta theta"],
  ["default_value", "value"],
  ["dim", "axis"],
  ["inplace", "out"],
  ["max_val", "max"],
  ["min_val", "min"],
  ["slope", "negativeSlope"],
  ["threshold", "lambda theta"],
]);

/** The remedy for an option that a function does not take. */
export function meantBy(op: string, name: string, names: readonly string[]): string | undefined {
  if (name === "approximate" && /^gelu\b/.test(op)) return "call geluTanh for the approximation";
  const known = ELSEWHERE.get(name)?.split(" ");
  const meant = known?.find((candidate) => names.includes(candidate)) ?? nearest(name, names);
  return meant && `did you mean "${meant}"?`;
}
