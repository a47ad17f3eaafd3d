import { type Definition, definitionOf, type Plan, type Portable } from "../dispatch/plan.js";
import * as exact from "../exact.js";
import { computeBy, type Recipe } from "../formula/recipe.js";
import * as lanewise from "../index.js";

type Compute = (plan: Plan) => unknown;

/**
 * Computes the plans of a function or member with this name, such as `gelu.grad`, in an entry of the package, or of a
 * formula.
 */
export function operationOf(name: string, from: Definition["from"], portable: Portable | undefined): Compute {
  return portable ? remade(portable as Recipe) : named(name, from);
}

function named(name: string, from: Definition["from"]): Compute {
  const [f, member] = name.split(".") as [string, string | undefined];
  const functions: Readonly<Record<string, unknown>> = from === "exact" ? exact : lanewise;
  const members = functions[f] as Readonly<Record<string, unknown>>;
  return definitionOf(member === undefined ? members : members[member])!.compute;
}

// A program that makes formulas without end must not fill the memory of its threads.
const MOST_KEPT = 64;
const kept = new Map<number, Compute>();

/** Made once, and kept for the next tasks. */
function remade(recipe: Recipe): Compute {
  const known = kept.get(recipe.id);
  if (known) return known;
  if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value!);
  const compute = computeBy(recipe);
  kept.set(recipe.id, compute);
  return compute;
}
