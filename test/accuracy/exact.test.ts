import { describe, expect, test } from "vitest";
import { exact } from "../../accuracy/exact.js";
import { Judge } from "../../accuracy/judge.js";
import { DIRECTIONS, parametersOf, subjects } from "../../accuracy/subjects.js";
import { reference } from "../reference/index.js";
import { generator } from "../support/arrays.js";
import { ulp, ulpError } from "../support/ulp.js";
import { elementwiseCases } from "../support/vectors.js";

test("every elementwise function has its definition at 60 digits", () => {
  expect([...subjects.keys()].filter((op) => !(op in exact))).toEqual([]);
});

describe("60 digits against the vectors, which have 30", () => {
  test.each(elementwiseCases("f64"))("$op $params", ({ op, params, x, f, df, f_lo, df_lo }) => {
    const value = new Judge(op, "value", params, "f64", false);
    const slope = new Judge(op, "derivative", params, "f64", false);
    const close = (got: { high: number; low: number }, high: number, low: number, at: number) => {
      const error = Math.abs(got.high - high + (got.low - low));
      // A unit of the rest beyond 53 bits, which a subnormal one has less of.
      const unit = Math.max(ulp(low, "f64"), 2 ** -50 * ulp(high, "f64"), Number.MIN_VALUE);
      const same = got.high === high || error <= unit;
      expect(same, `x = ${at}: ${got.high} + ${got.low}, want ${high} + ${low}`).toBe(true);
    };
    x.forEach((v, i) => {
      if (!Number.isFinite(v)) return;
      close(value.want(v), f[i]!, f_lo[i]!, v);
      close(slope.want(v), df[i]!, df_lo[i]!, v);
    });
  });
});

/** What test/reference.test.ts allows, too. */
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
