import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Numbers } from "../../../bindings/core/types.js";
import { createPool, type Pool } from "../../../dist/pool.js";
import type { Call, ElementType } from "../../support/call.js";
import { EXOTIC, IMPOSTORS, type Make } from "./arrays.js";
import { attempts } from "./calls.js";
import { type Attempt, expectNumbers, expectRefused, type Outcome, WAYS } from "./ways.js";

/** Arrays that are not plain give the bits of plain ones, or are refused before anything is written. */
export function testArrays(
  types: readonly ElementType[],
  lengths: (type: ElementType) => readonly number[],
  { wanted, ways = Object.keys(WAYS) }: { wanted?: (call: Call) => boolean; ways?: readonly string[] } = {},
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
    /** Each operand replaced in turn by arrays of these kinds. */
    const replaced = (whole: Attempt, kinds: Readonly<Record<string, Make>>): Titled[] =>
      Object.entries(kinds).flatMap(([kind, make]) =>
        attempt.names.map((name, k) => {
          const given = withOperand(whole, k, make(attempt.operands[k] as Numbers));
          return [`${name} is ${kind}`, () => given] as const;
        }),
      );

    test("operands of any making give the same numbers", async () => {
      const want = await plainNumbers(attempt, pool);
      await inWays(ways, replaced(attempt, EXOTIC), pool, (outcome, what) => expectNumbers(outcome, want, what));
    });

    test("impostors are refused, and nothing is written", async () => {
      const out = (await plainOutput(attempt, pool))?.fill(7);
      const whole = out ? withOutput(attempt, out) : attempt;
      await inWays(ways, replaced(whole, IMPOSTORS), pool, expectRefused);
      expect(out?.every((value) => value === 7) ?? true).toBe(true);
      if (!out) return;
      const outputs = Object.entries(IMPOSTORS).map(
        ([kind, make]): Titled => [`out is ${kind}`, () => withOutput(whole, make(out))],
      );
      await inWays(ways, outputs, pool, expectRefused);
      expect(out.every((value) => value === 7)).toBe(true);
    });

    test("outputs of any making are written", async () => {
      const plain = (await plainOutput(attempt, pool))?.fill(7);
      if (!plain) return;
      const want = await plainNumbers(attempt, pool);
      const outputs = Object.entries(EXOTIC).map(
        ([kind, make]): Titled => [`out is ${kind}`, () => withOutput(attempt, make(plain))],
      );
      await inWays(ways, outputs, pool, (outcome, what, { options: { out } }) => {
        expectNumbers(outcome, want, what);
        const { result } = outcome as { readonly result: { readonly value?: unknown } };
        if (result !== out && Object.getPrototypeOf(result) !== Object.prototype) expect.fail(`${what}: another array`);
      });
    });
  });
}

type Titled = readonly [title: string, make: () => Attempt];

/** Each call in these ways, with all of them under way at once: a thread that is busy need not be woken. */
async function inWays(
  ways: readonly string[],
  attempts: readonly Titled[],
  pool: Pool,
  check: (outcome: Outcome, what: string, attempt: Attempt) => void,
): Promise<void> {
  const calls = attempts.flatMap(([title, make]) =>
    ways.map(async (way) => {
      const attempt = make();
      const outcome = await WAYS[way]!(attempt, pool);
      if (outcome) check(outcome, `${title}, ${way}`, attempt);
    }),
  );
  await Promise.all(calls);
}

function withOutput(attempt: Attempt, out: unknown): Attempt {
  return { ...attempt, options: { ...attempt.options, out } };
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
