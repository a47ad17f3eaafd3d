import { expect } from "vitest";
import { allCalls } from "./all-calls.js";
import { arrayOf } from "./arrays.js";
import type { Call, ElementType, FloatArray, Options } from "./call.js";
import { exported } from "./functions.js";
import { labelsFor } from "./losses.js";

/** How to make a call of many arrays. */

export interface Batchable extends Call {
  /** The same call of as many arrays as there are operands; all share the alpha of the first. */
  readonly batch: (all: readonly (readonly FloatArray[])[], options?: Options) => FloatArray[];
  /** The same with anything for the lists. */
  readonly rawBatch: (lists: readonly unknown[], options: unknown) => unknown;
}

type Result = FloatArray | number | { readonly value: FloatArray };
type Member = { readonly batch: (...given: unknown[]) => Result[] };

/** Every way to call every function that has its operands and options in the order of the call. */
export function batchCalls(): Batchable[] {
  return allCalls()
    .filter(({ name, about }) => !about && !name.endsWith(", accumulated"))
    .map(batchable);
}

export function batchable(call: Call): Batchable {
  const [name, member] = call.name.split(".") as [string, string | undefined];
  const f = exported.get(name) as unknown as Record<string, Member> & Member;
  const run = member === undefined ? f : f[member]!;
  const common = call.operands.includes("alpha") ? 1 : undefined;
  return {
    ...call,
    batch: (all, more) => {
      const type: ElementType = all[0]?.[0]?.BYTES_PER_ELEMENT === 8 ? "f64" : "f32";
      const options = { ...call.options, ...more };
      const lists: unknown[] = call.operands.map((_, k) => all.map((operands) => operands[k]!));
      if (common !== undefined) lists[common] = all[0]?.[common] ?? arrayOf(type, 1);
      if (call.operands.join() === "logits") lists.push(all.map(([x]) => labelsFor(x, options)));
      return run.batch(...lists, options).map((result) => arrayFrom(type, result));
    },
    rawBatch: (lists, options) => run.batch(...lists, options),
  };
}

function arrayFrom(type: ElementType, result: Result): FloatArray {
  if (typeof result === "number") return arrayOf(type, [result]);
  return "value" in result ? result.value : result;
}

/** The list with another array at an index. */
export function changed<A>(arrays: readonly A[], index: number, array: A): A[] {
  return arrays.map((each, i) => (i === index ? array : each));
}

/** The action throws so and leaves the arrays as they are. */
export function refusesAll(
  action: () => unknown,
  kind: ErrorConstructor,
  message: string,
  arrays: readonly FloatArray[] = [],
) {
  const before = arrays.map((array) => array.slice());
  let error: unknown;
  try {
    action();
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(kind);
  expect((error as Error).message).toBe(message);
  arrays.forEach((array, i) => {
    expect(array).toEqual(before[i]);
  });
}
