import { computePlan } from "../dispatch/compute.js";
import type { Computed } from "../dispatch/halves.js";
import { type Definition, definitionOf, type Portable, type Prepared } from "../dispatch/plan.js";
import * as exact from "../exact.js";
import { computeBy, type Recipe } from "../formula/recipe.js";
import * as lanewise from "../index.js";

/** Computes a plan of a function or member with this name, such as `gelu.grad`, in an entry, or of a formula. */
export function computeNamed(
  name: string,
  from: Definition["from"],
  portable: Portable | undefined,
  plan: Prepared,
): unknown {
  return computePlan(portable ? remade(portable as Recipe) : named(name, from), plan);
}

function named(name: string, from: Definition["from"]): Computed {
  const [f, member] = name.split(".") as [string, string | undefined];
  const functions: Readonly<Record<string, unknown>> = from === "exact" ? exact : lanewise;
  const members = functions[f] as Readonly<Record<string, unknown>>;
  return definitionOf(member === undefined ? members : members[member])!;
}

// A program that makes formulas without end must not fill the memory of its threads.
const MOST_KEPT = 64;
const kept = new Map<number, Computed>();

/** Made once, and kept for the next tasks. */
function remade(recipe: Recipe): Computed {
  const known = kept.get(recipe.id);
  if (known) return known;
  if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value!);
  const { kind } = recipe;
  const whole = kind === "total";
  const made: Computed = {
    result: whole ? undefined : "x",
    second: "x",
    both: kind === "both",
    whole,
    indexed: undefined,
    startingAt: undefined,
    compute: computeBy(recipe),
  };
  kept.set(recipe.id, made);
  return made;
}
