import { mapTotal } from "../dispatch/parameter-gradient.js";
import type { Plan } from "../dispatch/plan.js";
import { exportsOf, type KernelStem } from "../wasm/kernels.js";

/** Computes Σ dy·∂f/∂p for a parameter p of this value. */
export type Total = (plan: Plan, parameter: number) => number;

/** The gradients of parameters that can be learned, from their kernels. */
export function learned<const L extends string>(kernels: Readonly<Record<L, KernelStem>>): Readonly<Record<L, Total>> {
  const totals = Object.entries<KernelStem>(kernels).map(([parameter, stem]): [string, Total] => {
    const exports = exportsOf(stem);
    return [parameter, (plan, value) => mapTotal(plan, exports[plan.type], value)];
  });
  return Object.fromEntries(totals) as Record<L, Total>;
}
