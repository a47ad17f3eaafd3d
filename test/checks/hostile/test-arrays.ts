import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Numbers } from "../../../bindings/core/types.js";
import { createPool, type Pool } from "../../../dist/pool.js";
import type { Call, ElementType } from "../../support/call.js";
import { EXOTIC, IMPOSTORS } from "./arrays.js";
import { attempts } from "./calls.js";
import { type Attempt, expectNumbers, expectRefused, WAYS } from "./ways.js";

/** Arrays that are not plain give the bits of plain ones, or are refused before anything is written. */
export function testArrays(
  types: readonly ElementType[],
  lengths: (type: ElementType) => readonly number[],
  wanted?: (call: Call) => boolean,
): void {
  let pool: Pool;
  beforeAll(async () => {
    pool = await createPool({ threads: 1, threshold: 0 });
  });
  afterAll(() => pool.close());

  const cases = types.flatMap((type) =>
    lengths(type).flatMap((n) =>
      attempts(n, type, wanted).map(([title, attempt]) => [`${title}, ${n} of ${type}`, attempt] as const),
    ),
  );

  describe.each(cases)("%s", (_, attempt) => {
    test("operands of any making give the same numbers", async () => {
      const want = await plainNumbers(attempt, pool);
      for (const [kind, make] of Object.entries(EXOTIC)) {
        for (const [k, name] of attempt.names.entries()) {
          for (const [way, run] of Object.entries(WAYS)) {
            const outcome = await run(withOperand(attempt, k, make(attempt.operands[k] as Numbers)), pool);
            if (outcome) expectNumbers(outcome, want, `${name} with ${kind}, ${way}`);
          }
        }
      }
    });

    test("impostors are refused, and nothing is written", async () => {
      const out = (await plainOutput(attempt, pool))?.fill(7);
      const whole = out ? { ...attempt, options: { ...attempt.options, out } } : attempt;
      for (const [kind, make] of Object.entries(IMPOSTORS)) {
        for (const [k, name] of attempt.names.entries()) {
          for (const [way, run] of Object.entries(WAYS)) {
            const outcome = await run(withOperand(whole, k, make(attempt.operands[k] as Numbers)), pool);
            if (outcome) expectRefused(outcome, `${name} is ${kind}, ${way}`);
          }
        }
        if (!out) continue;
        for (const [way, run] of Object.entries(WAYS)) {
          const outcome = await run({ ...whole, options: { ...whole.options, out: make(out) } }, pool);
          if (outcome) expectRefused(outcome, `out is ${kind}, ${way}`);
        }
      }
      expect(out?.every((value) => value === 7) ?? true).toBe(true);
    });

    test("outputs of any making are written", async () => {
      const plain = await plainOutput(attempt, pool);
      if (!plain) return;
      const want = await plainNumbers(attempt, pool);
      for (const [kind, make] of Object.entries(EXOTIC)) {
        for (const [way, run] of Object.entries(WAYS)) {
          const out = make(plain.fill(7));
          const outcome = await run({ ...attempt, options: { ...attempt.options, out } }, pool);
          if (!outcome) continue;
          const what = `out with ${kind}, ${way}`;
          expectNumbers(outcome, want, what);
          const { result } = outcome as { readonly result: { readonly value?: unknown } };
          if (result !== out && Object.getPrototypeOf(result) !== Object.prototype)
            expect.fail(`${what}: another array`);
        }
      }
    });
  });
}

function withOperand(attempt: Attempt, k: number, operand: unknown): Attempt {
  return { ...attempt, operands: attempt.operands.map((each, j) => (j === k ? operand : each)) };
}

async function plainNumbers(attempt: Attempt, pool: Pool): Promise<ArrayLike<number>> {
  const outcome = await WAYS.direct!(attempt, pool)!;
  if (!outcome.numbers) throw outcome.error;
  return outcome.numbers;
}

/** An array that the call could write its result to, if it takes one. */
async function plainOutput(attempt: Attempt, pool: Pool): Promise<Float32Array | undefined> {
  const outcome = await WAYS.direct!(attempt, pool)!;
  if (!outcome.numbers) throw outcome.error;
  const { result } = outcome;
  if (typeof result === "number") return undefined;
  const { value = result } = result as { readonly value?: unknown };
  return (value as Float32Array).slice();
}
