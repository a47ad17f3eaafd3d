import { type Definition, definitionOf } from "../dispatch/plan.js";
import * as lanewise from "../index.js";

/** The definition with this name, such as `gelu.grad`. */
export function definitionNamed(name: string): Definition {
  const [f, member] = name.split(".") as [string, string | undefined];
  const functions: Readonly<Record<string, unknown>> = lanewise;
  const members = functions[f] as Readonly<Record<string, unknown>>;
  return definitionOf(member === undefined ? members : members[member])!;
}
