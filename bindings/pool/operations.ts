import { type Definition, definitionOf } from "../dispatch/plan.js";
import * as exact from "../exact.js";
import * as lanewise from "../index.js";

/** The definition with this name, such as `gelu.grad`, in an entry of the package. */
export function definitionNamed(name: string, from: Definition["from"]): Definition {
  const [f, member] = name.split(".") as [string, string | undefined];
  const functions: Readonly<Record<string, unknown>> = from === "exact" ? exact : lanewise;
  const members = functions[f] as Readonly<Record<string, unknown>>;
  return definitionOf(member === undefined ? members : members[member])!;
}
