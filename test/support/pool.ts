import * as lanewise from "../../dist/index.js";
import type { Pool } from "../../dist/pool.js";
import type { Call, FloatArray, Options } from "./call.js";

/**
 * The published functions, which threads know, in place of the functions of the source:
 * `vi.mock("../bindings/index.js", async () => (await import("./support/pool.js")).recorded)`. While a call is
 * captured they compute nothing, and a pool makes the call.
 */

type Callable = (...args: unknown[]) => unknown;

const CAPTURED = Symbol("captured");
let capturing = false;
let captured: [f: Callable, ...args: unknown[]] | undefined;

const recorders = new Map<unknown, unknown>();

export const recorded = Object.fromEntries(
  Object.entries(lanewise).map(([name, value]) => [name, "spec" in value ? recorder(value as never) : value]),
);

function recorder(f: Callable): unknown {
  if (!recorders.has(f)) {
    const call = (...args: unknown[]) => {
      if (!capturing) return f(...args);
      captured = [f, ...args];
      throw CAPTURED;
    };
    const members = Object.entries(f).map(([key, member]) => [key, key === "spec" ? member : recorder(member)]);
    recorders.set(f, Object.assign(call, Object.fromEntries(members)));
  }
  return recorders.get(f);
}

/** The result that a pool has for the call that `run` makes; a number stands in an array. */
export async function runIn(pool: Pool, run: () => unknown): Promise<FloatArray> {
  const [f, ...args] = capture(run);
  const got = await (pool.run as (...all: unknown[]) => Promise<unknown>)(f, ...args);
  if (typeof got === "number") return Float64Array.of(got);
  return (got as { value?: FloatArray }).value ?? (got as FloatArray);
}

/** The same of a call of the table. */
export function callIn(
  pool: Pool,
  call: Call,
  operands: readonly FloatArray[],
  options?: Options,
): Promise<FloatArray> {
  return runIn(pool, () => call.run(operands, options));
}

/** The function and the arguments of the call that `run` makes, which is not computed. */
export function capture(run: () => unknown): [f: Callable, ...args: unknown[]] {
  capturing = true;
  try {
    run();
  } catch (error) {
    if (error !== CAPTURED) throw error;
  } finally {
    capturing = false;
  }
  return captured!;
}
