import type { Plan, Portable } from "../dispatch/plan.js";
import { Binder } from "./bind.js";
import type { Program } from "./program.js";
import { mapBothProgram, mapProgram, totalOfProgram } from "./run.js";

/** How a definition of a formula computes, as plain data: the threads of a pool are sent it. */
export interface Recipe extends Portable {
  readonly kind: "map" | "both" | "total";
  readonly program: Program;
  /** The same, added to what `out` holds. */
  readonly adding: Program | undefined;
}

/** The function that computes plans by a recipe. */
export function computeBy({ name, kind, program, adding }: Recipe): (plan: Plan) => unknown {
  const binder = new Binder(name, program);
  if (kind === "both") return (plan) => mapBothProgram(plan, binder.bind(plan.values, plan.type));
  if (kind === "total") return (plan) => totalOfProgram(plan, binder.bind(plan.values, plan.type));
  const sum = adding && new Binder(name, adding);
  return (plan) => mapProgram(plan, (sum && plan.accumulate ? sum : binder).bind(plan.values, plan.type));
}
