import { type Computed, computeHalves } from "./halves.js";
import type { Prepared } from "./plan.js";

/** Computes a plan and returns what the call returns: halves in f32, all others as they are. */
export function computePlan(definition: Computed, plan: Prepared): unknown {
  return plan.type === "f16" ? computeHalves(definition, plan) : definition.compute(plan);
}
