import { expect } from "vitest";
import { isFloatArray, lengthOf, type Numbers, part, tagOf } from "../../../bindings/core/types.js";
import type { Pool } from "../../../dist/pool.js";
import { activationStream } from "../../../dist/stream.js";
import type { FloatArray } from "../../support/call.js";
import { expectSame } from "../../support/same.js";
import { joined, streamOf } from "../../support/streams.js";

/** The ways to make one call: directly, in a batch, by a pool, on a stream. All come to the same. */

type Callable = (...args: unknown[]) => unknown;

/** A call of the published package, whose arguments may be anything. */
export interface Attempt {
  readonly f: Callable & { readonly batch: Callable };
  /** In the order of the arguments. */
  readonly names: readonly string[];
  readonly operands: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
  /** The shape of an item, for functions that need one on a stream. */
  readonly item?: readonly number[] | undefined;
  /** Makes the options object from its names and values; by default it is the plain record. */
  readonly form?: (record: Readonly<Record<string, unknown>>) => unknown;
}

/** The outcome: the numbers of the result and the result itself, or what was thrown. */
export type Outcome =
  | { readonly numbers: ArrayLike<number>; readonly result: unknown; readonly error?: undefined }
  | { readonly error: unknown; readonly numbers?: undefined };

export type Way = (attempt: Attempt, pool: Pool) => Promise<Outcome> | undefined;

// Fewer arrays of a batch are computed one by one, as in direct calls.
const BATCH = 5;

const OUTPUTS = ["out", "derivative"];

const direct: Way = (attempt) => outcomeOf(() => attempt.f(...attempt.operands, optionsOf(attempt)));

/** The arrays are the first of the batch; the others are ordinary copies, if they can be copied. */
const batch: Way = ({ f, names, operands, options, form }) => {
  const lists = operands.map((operand, k) => (names[k] === "alpha" ? operand : listOf(operand, true)));
  const outputs = Object.entries(options).filter(([name]) => OUTPUTS.includes(name));
  const listed = outputs.map(([name, output]) => [name, output === undefined ? output : listOf(output, false)]);
  const given = optionsOf({ options: { ...options, ...Object.fromEntries(listed) }, form });
  return outcomeOf(() => (f.batch(...lists, given) as unknown[])[0]);
};

const pooled: Way = (attempt, pool) => {
  const run = pool.run as Callable;
  return outcomeOf(() => run.call(pool, attempt.f, ...attempt.operands, optionsOf(attempt)));
};

/** Functions of one array that make another. */
const streamed: Way = (attempt) => {
  const { f, operands, item } = attempt;
  const options = item ? { shape: item, ...attempt.options } : attempt.options;
  const [x] = operands;
  if (operands.length > 1 || OUTPUTS.some((name) => name in options) || f.name.endsWith("valueAndDerivative")) {
    return undefined;
  }
  return outcomeOf(async () => {
    const stream = activationStream(f as never, optionsOf({ ...attempt, options }) as never) as TransformStream;
    const reader = streamOf([x]).pipeThrough(stream).getReader();
    const all: FloatArray[] = [];
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      all.push(value as FloatArray);
    }
    const bytes = joined(all);
    return all[0] instanceof Float64Array ? new Float64Array(bytes.buffer) : new Float32Array(bytes.buffer);
  });
};

export const WAYS: Readonly<Record<string, Way>> = { direct, batch, pooled, streamed };

function optionsOf({ options, form = (record) => record }: Pick<Attempt, "options" | "form">): unknown {
  return form(options);
}

function listOf(first: unknown, copied: boolean): unknown[] {
  const Class = CLASSES[tagOf(first) ?? ""];
  return Array.from({ length: BATCH }, (_, i) => {
    if (i === 0 || !Class) return first;
    const fresh = new Class(lengthOf(first as Numbers));
    // A detached array, or one whose buffer has shrunk, has no elements.
    if (copied && fresh.length > 0) Float32Array.prototype.set.call(fresh, part(first as Numbers, 0, fresh.length));
    return fresh;
  });
}

const CLASSES: Readonly<Record<string, new (length: number) => Numbers>> = { Float32Array, Float64Array, Int32Array };

async function outcomeOf(action: () => unknown): Promise<Outcome> {
  try {
    const result = await action();
    return { numbers: numbersOf(result), result };
  } catch (error) {
    return { error };
  }
}

function numbersOf(result: unknown): ArrayLike<number> {
  if (typeof result === "number") return [result];
  if (isFloatArray(result)) return part(result, 0, lengthOf(result));
  const { value, derivative } = result as { readonly value: FloatArray; readonly derivative: FloatArray };
  const both = new Float64Array(lengthOf(value) + lengthOf(derivative));
  both.set(numbersOf(value));
  both.set(numbersOf(derivative), lengthOf(value));
  return both;
}

/** The numbers of the plain call; fails with its error. */
export function expectNumbers(outcome: Outcome, want: ArrayLike<number>, what: string): void {
  if (outcome.numbers === undefined) expect.fail(`${what}: ${String(outcome.error)}`);
  expectSame(outcome.numbers, want, what);
}

const FORM = /^[A-Za-z0-9.]+: "[^"]+" expected .+, got .+$/s;

/** An error of the package, which names what was wrong. */
export function expectRefused({ error, numbers }: Outcome, what: string): void {
  if (numbers !== undefined) expect.fail(`${what}: it was not refused`);
  const isTyped = error instanceof TypeError || error instanceof RangeError;
  if (!isTyped || !FORM.test(error.message)) expect.fail(`${what}: ${String(error)}`);
}
