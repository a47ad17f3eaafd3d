import { readOptions } from "../checks/options.js";
import { type Definition, define } from "../dispatch/plan.js";
import { batchOf } from "./batch.js";

/** Makes the frozen callable of a definition, with a member `batch`: the same call of many arrays. */
export function callable(definition: Definition, members: object = {}, call = directCall(definition)): never {
  const { name } = definition;
  Object.defineProperty(call, "name", { value: name });
  return Object.freeze(define(Object.assign(call, { batch: batchOf(definition), ...members }), definition)) as never;
}

function directCall(definition: Definition) {
  const { name, operands, accepted } = definition;
  // Arguments by position: an array of them would be made again in every call.
  if (operands.length === 1) {
    return (x: unknown, options?: unknown) =>
      definition.compute(definition.prepare(name, readOptions(options, accepted), x));
  }
  if (operands.length === 2) {
    return (x: unknown, second: unknown, options?: unknown) =>
      definition.compute(definition.prepare(name, readOptions(options, accepted), x, second));
  }
  return (x: unknown, second: unknown, third: unknown, options?: unknown) =>
    definition.compute(definition.prepare(name, readOptions(options, accepted), x, second, third));
}
