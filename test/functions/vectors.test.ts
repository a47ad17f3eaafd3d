import { describe, expect, test } from "vitest";
import { arrayOf } from "../support/arrays.js";
import { TYPES } from "../support/call.js";
import { type AnyElementwise, elementwise, exported } from "../support/functions.js";
import { ulpError } from "../support/ulp.js";
import { type ElementwiseCase, elementwiseCases } from "../support/vectors.js";

const isExported = ({ op }: ElementwiseCase) => elementwise.includes(exported.get(op) as AnyElementwise);

/** The element with the largest error, if that is more than the bound. */
function beyond(
  bound: number,
  x: ArrayLike<number>,
  got: ArrayLike<number>,
  error: (got: number, i: number) => number,
): string | undefined {
  let most = bound;
  let at = -1;
  for (let i = 0; i < got.length; i++) {
    const ulp = error(got[i]!, i);
    if (ulp > most) {
      most = ulp;
      at = i;
    }
  }
  return at < 0 ? undefined : `${most} ULP at x = ${x[at]}: got ${got[at]}`;
}

describe.each(TYPES)("%s", (type) => {
  const cases = elementwiseCases(type).filter(isExported);

  test.each(cases)("$op $params", ({ op, params, x, f, df, f_lo, df_lo }) => {
    const subject = exported.get(op) as AnyElementwise;
    const { absolute, [type]: bounds } = subject.spec.errorBounds;
    const values = subject(arrayOf(type, x), params);
    const slopes = subject.derivative(arrayOf(type, x), params);
    const valueError = (got: number, i: number) => ulpError(got, f[i]!, type, absolute?.value, f_lo[i]);
    const slopeError = (got: number, i: number) => ulpError(got, df[i]!, type, absolute?.derivative, df_lo[i]);
    expect(beyond(bounds.value, x, values, valueError), "value").toBeUndefined();
    expect(beyond(bounds.derivative, x, slopes, slopeError), "derivative").toBeUndefined();
  });

  test("reach every function", () => {
    const reached = new Set(cases.map(({ op }) => exported.get(op)));
    expect(elementwise.filter((f) => !reached.has(f)).map((f) => f.spec.name)).toEqual([]);
  });
});
