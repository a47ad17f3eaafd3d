import { meantBy } from "../../bindings/core/elsewhere.js";
import { nearest } from "../../bindings/core/nearest.js";
import { optionName } from "./failure.js";

/** `; did you mean …?` where a name is close, else `; …` with another remedy. */
export function suggestion(name: string, names: readonly string[], otherwise: string, prefix = ""): string {
  const close = nearest(name, names);
  return close ? `; did you mean ${prefix}${close}?` : `; ${otherwise}`;
}

/** The remedy for an unknown option, which may be one of another framework. */
export function optionRemedy(op: string, name: string, names: readonly string[]): string {
  const remedy = meantBy(op, name, names) ?? "see --help";
  return remedy.replace(/"(\w+)"/, (_, meant: string) => optionName(meant));
}
