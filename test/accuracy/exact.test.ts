import { describe, expect, test } from "vitest";
import { definitions } from "../../accuracy/exact.js";
import { Judge } from "../../accuracy/judge.js";
import { DIRECTIONS, parametersOf, subjects } from "../../accuracy/subjects.js";
import { reference } from "../reference/index.js";
import { generator } from "../support/arrays.js";
import { ulp, ulpError } from "../support/ulp.js";
import { elementwiseCases } from "../support/vectors.js";

test("every elementwise function has its definition at 60 digits, and every definition a function", () => {
  expect(Object.keys(definitions(60, "f64")).sort()).toEqual([...subjects.keys()].sort());
});

describe("60 digits agree with the vectors at 90", () => {
  test.each(elementwiseCases("f64"))("$op $params", ({ op, params, x, f, df, f_lo, df_lo }) => {
    const value = new Judge(op, "value", params, "f64", false);
    const slope = new Judge(op, "derivative", params, "f64", false);
    const close = (got: { high: number; low: number }, high: number, low: number, at: number) => {
      const error = Math.abs(got.high - high + (got.low - low));
      // A unit of the rest beyond 53 bits, which a subnormal one has less of.
      const unit = Math.max(ulp(low, "f64"), 2 ** -50 * ulp(high, "f64"), Number.MIN_VALUE);
      const same = Object.is(got.high, high) || error <= unit;
      expect(same, `x = ${at}: ${got.high} + ${got.low}, want ${high} + ${low}`).toBe(true);
    };
    for (let i = 0; i < x.length; i += 7) {
      close(value.want(x[i]!), f[i]!, f_lo[i]!, x[i]!);
      close(slope.want(x[i]!), df[i]!, df_lo[i]!, x[i]!);
    }
  });
});

/** As in test/functions/reference.test.ts. */
const BOUND = 3;

describe("float64 against 60 digits at random", () => {
  const all = [...subjects.values()].flatMap(({ spec }) =>
    DIRECTIONS.map((direction) => [spec.name, direction] as const),
  );

  test.each(all)("%s, %s", (op, direction) => {
    const { spec } = subjects.get(op)!;
    const values = parametersOf(spec, "f64");
    const absolute = spec.errorBounds.absolute?.[direction] ?? false;
    const judge = new Judge(op, direction, values, "f64", absolute);
    const want = direction === "value" ? reference[op]!.f : reference[op]!.df;
    const random = generator(1);
    for (let i = 0; i < 150; i++) {
      const x = (random() < 0.5 ? -1 : 1) * 2 ** (random() * 40 - 30);
      const { high, low } = judge.want(x);
      expect(ulpError(want(x, values), high, "f64", absolute, low), `x = ${x}`).toBeLessThanOrEqual(BOUND);
    }
  });
});
