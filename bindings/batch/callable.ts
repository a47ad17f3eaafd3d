import { readOptions } from "../checks/options.js";
import { computePlan } from "../dispatch/compute.js";
import { type Definition, define } from "../dispatch/plan.js";

/** The members of a callable, except `batch`, which all have. */
type Members<F> = { readonly [K in keyof F as K extends "batch" ? never : K]: F[K] };

/**
 * Makes the frozen callable of a definition, with a member `batch`: the same call of many arrays. Its type F gives a
 * definition, which takes anything, the types of the operands that it accepts.
 */
export function callable<F extends object>(
  definition: Definition,
  ...[members, call = directCall(definition)]: object extends Members<F>
    ? [members?: Members<F>, call?: object]
    : [members: Members<F>, call?: object]
): F {
  Object.defineProperty(call, "name", { value: definition.name });
  Object.assign(call, { batch: definition.batch(definition), ...members });
  return Object.freeze(define(call, definition)) as F;
}

function directCall(definition: Definition) {
  const { name, operands, accepted } = definition;
  // Arguments by position: an array of them would be made again in every call.
  if (operands.length === 1) {
    return (x: unknown, options?: unknown) =>
      computePlan(definition, definition.prepare(name, readOptions(options, accepted), x));
  }
  if (operands.length === 2) {
    return (x: unknown, second: unknown, options?: unknown) =>
      computePlan(definition, definition.prepare(name, readOptions(options, accepted), x, second));
  }
  return (x: unknown, second: unknown, third: unknown, options?: unknown) =>
    computePlan(definition, definition.prepare(name, readOptions(options, accepted), x, second, third));
}
