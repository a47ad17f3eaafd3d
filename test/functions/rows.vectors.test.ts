import { describe, expect, test } from "vitest";
import { rowReference, slopeReference } from "../reference/index.js";
import { arrayOf } from "../support/arrays.js";
import { expectTrue } from "../support/bounds.js";
import { TYPES } from "../support/call.js";
import { type AnyPrelu, type AnyRowwise, exported } from "../support/functions.js";
import { alongRows } from "../support/shapes.js";
import { smallestNormal, ulp } from "../support/ulp.js";
import { rowCases } from "../support/vectors.js";

const cases = rowCases();

describe.each(TYPES)("%s", (type) => {
  /** Within `bound` units of the sizes. Where y may be 0 for a subnormal number, so may what it is a factor of. */
  const near = (got: ArrayLike<number>, want: Float64Array, sizes: Float64Array, bound: number, factor = 0) => {
    want.forEach((exact, i) => {
      const error = Math.max(Math.abs(got[i]! - exact) - factor * smallestNormal(type), 0);
      const close = error <= bound * ulp(sizes[i]!, type);
      expectTrue(close || Object.is(got[i], exact), () => `[${i}] ${got[i]} for ${exact}`);
    });
  };

  test.each(cases.filter(({ op }) => op in rowReference))("$op $shape $options", (row) => {
    const { op, shape, x, y, dy, dx } = row;
    const f = exported.get(op) as AnyRowwise;
    const { terms, least = 0 } = rowReference[op]!;
    const options = { shape, ...row.options };
    const values = f(arrayOf(type, x), options);
    near(
      values,
      y,
      y.map((want) => Math.max(Math.abs(want), least)),
      f.spec.errorBounds[type],
      1,
    );
    if (!dy || !dx) return;
    const gradients = arrayOf(type, dy);
    const layout = { shape, axis: row.options.axis ?? -1 };
    const sizes = alongRows(layout, [x, dy], terms);
    const factor = 2 * dy.reduce((sum, value) => sum + Math.abs(value), 0);
    const bound = f.spec.errorBounds.gradient[type];
    near(f.grad(arrayOf(type, x), gradients, options), dx, sizes, bound, factor);
    // y is rounded: e^y errs by |y|/2 units more.
    const rounding = y.reduce((large, value) => Math.max(large, Math.abs(value)), 1);
    near(f.gradFromOutput(arrayOf(type, y), gradients, options), dx, sizes, bound + rounding, factor);
  });

  test.each(cases.filter(({ op }) => op in slopeReference))("$op $shape $options", (row) => {
    const { op, shape, options, x, y, dy, dx, alpha, dalpha } = row;
    const f = exported.get(op) as AnyPrelu;
    const at = { shape, ...options };
    const [inputs, gradients, given] = [arrayOf(type, x), arrayOf(type, dy!), arrayOf(type, alpha!)];
    const bound = f.spec.errorBounds[type];
    near(f(inputs, given, at), y, y, bound);
    near(f.grad(inputs, given, gradients, at), dx!, dx!, bound);
    const total = x.reduce((sum, value, i) => sum + Math.abs(value * dy![i]!), 0);
    const sizes = dalpha!.map((sum) => (type === "f32" ? sum : total));
    near(f.gradAlpha(inputs, given, gradients, at), dalpha!, sizes, type === "f32" ? 0.5001 : 2);
  });

  test("reach every function", () => {
    const reached = new Set(cases.map(({ op }) => op));
    const names = [...Object.keys(rowReference), ...Object.keys(slopeReference)];
    expect(names.filter((name) => !reached.has(name))).toEqual([]);
  });
});
