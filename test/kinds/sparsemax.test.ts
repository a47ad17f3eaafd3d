import { describe, test } from "vitest";
import { sparsemax } from "../../bindings/index.js";
import { TYPES } from "../support/call.js";
import { f32or64 } from "../support/near.js";
import { expectSame } from "../support/same.js";

const INF = Number.POSITIVE_INFINITY;
const NAN = Number.NaN;

describe.each(TYPES)("%s: sparsemax", (type) => {
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
