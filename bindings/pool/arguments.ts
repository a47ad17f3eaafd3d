import { elementType } from "../checks/arrays.js";
import { message, wrongKind } from "../core/errors.js";
import { create, type ElementType, type FloatArray } from "../core/types.js";
import { isAbortSignal } from "./abort-signal.js";
import type { JobArguments } from "./job.js";
import type { Operation } from "./operations.js";
import { locate, type NumericArray } from "./typed-arrays.js";

/** The arguments as the function itself takes them, with options of plain data, and the signal. */
export function separateSignal(
  op: string,
  args: readonly unknown[],
): { readonly args: readonly unknown[]; readonly signal?: AbortSignal } {
  const last = args.at(-1);
  if (!isOptions(last)) return { args };
  const { signal, ...options } = plainOptions(last);
  if (signal !== undefined && !isAbortSignal(signal)) throw wrongKind(op, "signal", "an AbortSignal", signal);
  return { args: [...args.slice(0, -1), options], ...(signal && { signal }) };
}

/** Reads what workers and the caller need of checked arguments. */
export function jobArgumentsOf(op: string, operation: Operation, args: readonly unknown[]): JobArguments {
  const last = args.at(-1);
  const options = isOptions(last) ? { ...(last as Record<string, unknown>) } : {};
  const arrays = args.filter((argument) => ArrayBuffer.isView(argument)) as unknown as NumericArray[];
  const operands = arrays.map(locate);
  const partitioning = operation.partition(operands, options);
  const type = elementType(op, "x", arrays[0]);
  const results: Record<string, FloatArray> = {};
  for (const name of operation.outputs) {
    results[name] = (options[name] as FloatArray | undefined) ?? allocateResult(op, name, type, partitioning.length);
    delete options[name];
  }
  const outputs = Object.fromEntries(Object.entries(results).map(([name, array]) => [name, locate(array)]));
  const { out, derivative } = results;
  const result = derivative ? { value: out, derivative } : out;
  return { operation, operands, outputs, options, partitioning, result };
}

function allocateResult(op: string, name: string, type: ElementType, length: number): FloatArray {
  try {
    return create(type, length);
  } catch (cause) {
    const remedy = `pass "${name}", or compute smaller arrays one after the other`;
    throw new RangeError(message(op, name, `memory for ${length} elements`, "none", remedy), { cause });
  }
}

function isOptions(value: unknown): value is object {
  return typeof value === "object" && value !== null && !ArrayBuffer.isView(value) && !Array.isArray(value);
}

/** A copy with inherited options, too. A shape is copied: it may be a proxy, which cannot be sent, or change meanwhile. */
function plainOptions(options: object): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const name in options) {
    const value = (options as Record<string, unknown>)[name];
    copy[name] = name === "shape" && Array.isArray(value) ? Array.from(value) : value;
  }
  return copy;
}
