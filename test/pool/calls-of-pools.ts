import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPool, type Pool, type PoolMode } from "../../dist/pool.js";
import { mixed } from "../support/arrays.js";
import { type Call, type ElementType, type FloatArray, type Options, TYPES, titleOf } from "../support/call.js";
import { callIn } from "../support/pool.js";
import { expectSame } from "../support/same.js";

/** Calls that three threads divide have the bits of direct calls. */
export function testCalls(mode: PoolMode, calls: readonly Call[]): void {
  describe(`every function, ${mode}`, () => {
    let pool: Pool;
    beforeAll(async () => {
      pool = await createPool({ threads: 3, threshold: 0, mode });
    });
    afterAll(() => pool.close());

    test("is what the pool says", () => expect([pool.mode, pool.threads]).toEqual([mode, 3]));

    test.each(titled(calls))("%s", async (_, call) => {
      await Promise.all(TYPES.map((type) => same(pool, call, operandsOf(call, type, 2_003))));
    });
  });
}

export const titled = (calls: readonly Call[]) => calls.map((call) => [titleOf(call), call] as const);

export function operandsOf(call: Call, type: ElementType, n: number, make = mixed): FloatArray[] {
  return call.lengths(n).operands.map((length, k) => make(type, length, k + 1));
}

/** A call with one array more than it has operands, for the output; a number has none. */
export async function same(pool: Pool, call: Call, operands: readonly FloatArray[], options?: Options): Promise<void> {
  const want = call.run(
    operands.map((operand) => operand.slice()),
    options,
  );
  expectSame(await callIn(pool, call, operands, options), want);
}
