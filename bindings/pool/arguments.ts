import { acceptsAlso, type Given, readOption, readOptions } from "../checks/options.js";
import { allocateResult } from "../core/allocate.js";
import { wrongKind } from "../core/errors.js";
import { type Definition, lengthOfResult, type Prepared } from "../dispatch/plan.js";
import { isAbortSignal } from "./abort-signal.js";
import type { JobArguments } from "./job.js";
import { WHOLE } from "./partition.js";
import { type ArrayLocation, locate, type NumericArray } from "./typed-arrays.js";

/** Reads the options of a call, and the signal, which the function itself does not take. */
export function readWithSignal(
  { name, accepted }: Definition,
  options: unknown,
): { readonly given: Given; readonly signal: AbortSignal | undefined } {
  const given = readOptions(options, acceptsAlso(accepted, "signal"));
  const signal = readOption(options, "signal");
  if (signal !== undefined && !isAbortSignal(signal)) throw wrongKind(name, "signal", "an AbortSignal", signal);
  return { given, signal };
}

/** Reads what workers and the caller need of a plan; allocates its result. */
export function jobArgumentsOf(definition: Definition, plan: Prepared): JobArguments {
  const { op, x, alpha, dy, labels, out, derivative } = plan;
  const operands = locations({ x, alpha, dy, labels: labels?.indices });
  const allocated = (name: string) =>
    allocateResult(op, name, plan.type, lengthOfResult(definition.result!, plan, plan.alpha));
  const results = {
    out: definition.result ? (out ?? allocated("out")) : undefined,
    derivative: definition.both ? (derivative ?? allocated("derivative")) : undefined,
  };
  return {
    definition,
    plan,
    operands,
    outputs: locations(results),
    partitioning: definition.whole ? WHOLE : plan,
    result: definition.both ? { value: results.out, derivative: results.derivative } : results.out,
  };
}

function locations(arrays: Readonly<Record<string, NumericArray | undefined>>): Record<string, ArrayLocation> {
  const given = Object.entries(arrays).filter((entry): entry is [string, NumericArray] => entry[1] !== undefined);
  return Object.fromEntries(given.map(([name, array]) => [name, locate(array)]));
}
