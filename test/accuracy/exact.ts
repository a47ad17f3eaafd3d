import { describe, test } from "vitest";
import { Judge } from "../../accuracy/judge.js";
import { DIRECTIONS, parametersOf, subjects } from "../../accuracy/subjects.js";
import { reference } from "../reference/index.js";
import { generator } from "../support/arrays.js";
import { expectAtMost, expectTrue } from "../support/bounds.js";
import { ulp, ulpError } from "../support/ulp.js";
import { elementwiseCases } from "../support/vectors.js";

/** As in test/functions/reference.test.ts. */
const BOUND = 3;

/** Compares the definitions at 60 digits with the vectors and with float64, at every `step`-th point. */
export function testDefinitions(step: number): void {
  describe("60 digits agree with the vectors at 90", () => {
    test.each(elementwiseCases("f64"))("$op $params", ({ op, params, x, f, df, f_lo, df_lo }) => {
      const value = new Judge(op, "value", params, "f64", false);
      const slope = new Judge(op, "derivative", params, "f64", false);
      const close = (got: { high: number; low: number }, high: number, low: number, at: number) => {
        const error = Math.abs(got.high - high + (got.low - low));
        // A unit of the rest beyond 53 bits, which a subnormal one has less of.
        const unit = Math.max(ulp(low, "f64"), 2 ** -50 * ulp(high, "f64"), Number.MIN_VALUE);
        const same = Object.is(got.high, high) || error <= unit;
        expectTrue(same, () => `x = ${at}: ${got.high} + ${got.low}, want ${high} + ${low}`);
      };
      for (let i = 0; i < x.length; i += step) {
        close(value.want(x[i]!), f[i]!, f_lo[i]!, x[i]!);
        close(slope.want(x[i]!), df[i]!, df_lo[i]!, x[i]!);
      }
    });
  });

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
      for (let i = 0; i < 1_050 / step; i++) {
        const x = (random() < 0.5 ? -1 : 1) * 2 ** (random() * 40 - 30);
        const { high, low } = judge.want(x);
        expectAtMost(ulpError(want(x, values), high, "f64", absolute, low), BOUND, () => `x = ${x}`);
      }
    });
  });
}
