import { describe, expect, test } from "vitest";
import { sparsemax } from "../../bindings/index.js";
import { uniform } from "../support/arrays.js";
import { TYPES } from "../support/functions.js";
import { LAYOUTS, titled } from "../support/layouts.js";
import { f32or64 } from "../support/near.js";
import { expectSame } from "../support/same.js";
import { rowIndices, sizeOf } from "../support/shapes.js";
import { ulp } from "../support/ulp.js";

const INF = Number.POSITIVE_INFINITY;
const NAN = Number.NaN;

describe.each(TYPES)("%s: sparsemax", (type) => {
  const layouts = LAYOUTS.filter(({ shape }) => sizeOf(shape) > 0 && sizeOf(shape) <= 100_000);

  test.each(titled(layouts))("%s lies in the simplex, and sums to 1", (_, layout) => {
    for (const scale of [0.01, 1, 30]) {
      const y = sparsemax(f32or64(type, uniform(type, sizeOf(layout.shape), scale, 9)), layout as never);
      for (const indices of rowIndices(layout)) {
        const sum = indices.reduce((total, i) => total + y[i]!, 0);
        // Half a unit of 1 each, of those that are not 0.
        const support = indices.filter((i) => y[i]! > 0).length;
        expect(Math.abs(sum - 1)).toBeLessThanOrEqual(support * ulp(1, type));
        expect(indices.every((i) => y[i]! >= 0 && y[i]! <= 1)).toBe(true);
      }
    }
  });

  test("ties, distances of 1, numbers too large to differ by 1", () => {
    expectSame(sparsemax(f32or64(type, [5, 5, 0])), [0.5, 0.5, 0]);
    expectSame(sparsemax(f32or64(type, [1, 0, 0])), [1, 0, 0]);
    expectSame(sparsemax(f32or64(type, [1e30, 1e30, -3e38])), [0.5, 0.5, 0]);
    expectSame(sparsemax(f32or64(type, [-INF, 0.25, 0])), [0, 0.625, 0.375]);
    expectSame(sparsemax(f32or64(type, new Array(8).fill(-7))), new Array(8).fill(0.125));
  });

  test("the gradient is 0 off the support, also of an infinite dy", () => {
    const x = f32or64(type, [3, 2.5, -1, 1e30]);
    const dy = f32or64(type, [INF, -INF, NAN, 4]);
    expectSame(sparsemax.grad(x, dy), [0, 0, 0, 0]);
    expectSame(sparsemax.gradFromOutput(sparsemax(x), dy), [0, 0, 0, 0]);
  });
});
