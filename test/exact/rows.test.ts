import { describe, expect, test } from "vitest";
import { arithmetic } from "../../accuracy/decimal.js";
import { rowDefinitions } from "../../accuracy/exact-rows.js";
import { gradients } from "../../accuracy/shaped/terms.js";
import { logSoftmax, logSumExp, softmax } from "../../bindings/exact.js";
import * as lanewise from "../../bindings/index.js";
import { generator, uniform } from "../support/arrays.js";
import { expectSame } from "../support/same.js";
import { ulp } from "../support/ulp.js";

/** Functions of rows that are computed in f64 and rounded once. */

const { real } = arithmetic(60);
const definitions = rowDefinitions(60);
const functions = { softmax, logSoftmax, logSumExp };
const SPREADS = [0, 1, 10, 100];

/** Random numbers of this spread, with a row's largest ones tied. */
function rowOf(n: number, spread: number): Float32Array {
  const random = generator(n + spread);
  const x = Float32Array.from({ length: n }, () => spread * (random() - 0.5));
  x[n >> 1] = x[0] = Math.max(...x);
  return x;
}

describe.each(Object.entries(functions))("%s", (name, f) => {
  test.each(SPREADS)("is within 0.51 ULP, or 2⁻⁵⁰, of rows with spread %d", (spread) => {
    const errors = [1, 2, 7, 100].flatMap((n) => {
      const x = rowOf(n, spread);
      const want = definitions[name]!.f([...x].map(real), []);
      return Array.from(f(x), (got, i) => {
        const lost = name === "softmax" ? 0 : 2 ** -50;
        const error = Math.max(real(got).minus(want[i]!).abs().toNumber() - lost, 0);
        return error / ulp(want[i]!.toNumber(), "f32");
      });
    });
    expect(Math.max(...errors)).toBeLessThanOrEqual(0.51);
  });

  test.each(SPREADS)("has a gradient within 0.51 ULP, or 2⁻⁵⁰ of its terms, of rows with spread %d", (spread) => {
    const { gradient } = f.spec.errorBounds;
    const errors = [1, 2, 7, 40].flatMap((n) => {
      const x = rowOf(n, spread);
      const dy = uniform("f32", f(x).length, 1, n) as Float32Array;
      const exact = gradients[name]!([...x].map(real), [...dy].map(real), []);
      return Array.from(f.grad(x, dy), (got, i) => {
        const { want, size } = exact(i);
        const lost = name === "logSumExp" ? 0 : 2 ** -50 * size.toNumber();
        const error = Math.max(real(got).minus(want).abs().toNumber() - lost, 0);
        return error / ulp(want.toNumber(), "f32");
      });
    });
    expect(Math.max(...errors)).toBeLessThanOrEqual(gradient.f32);
  });

  test("is the f64 function, rounded, along any axis and in blocks of slabs", () => {
    const shape = [30, 50, 60];
    const x = uniform("f32", 90_000, 9, 1) as Float32Array;
    const wide = (lanewise as unknown as Record<string, typeof softmax>)[name]!;
    for (const axis of [0, 1, 2]) {
      const dy = uniform("f32", f(x, { shape, axis }).length, 2, 2) as Float32Array;
      const [x64, dy64] = [Float64Array.from(x), Float64Array.from(dy)];
      expectSame(f(x, { shape, axis }), Float32Array.from(wide(x64, { shape, axis })));
      const dx = f.grad(x, dy, { shape, axis });
      expectSame(dx, Float32Array.from(wide.grad(x64, dy64, { shape, axis })));
      const out = Float32Array.from(x);
      const sum = wide.grad(x64, dy64, { shape, axis, out: Float64Array.from(x), accumulate: true });
      expectSame(f.grad(x, dy, { shape, axis, out, accumulate: true }), Float32Array.from(sum));
    }
    expect(f(new Float32Array(0), { shape: [2, 0, 3], axis: 0 }).length).toBe(0);
  });

  test("refuses f64", () => {
    const x = new Float64Array(4);
    expect(() => f(x)).toThrow(
      `${name}: "x" expected a Float32Array, got a Float64Array; only f32 results are rounded`,
    );
    expect(() => f.grad(x, f === logSumExp ? new Float64Array(1) : x)).toThrow("only f32");
  });
});

test("softmax keeps its bound in a long row", () => {
  const x = rowOf(65_536, 20);
  const wide = lanewise.softmax(Float64Array.from(x));
  const errors = Array.from(softmax(x), (got, i) => Math.abs(got - wide[i]!) / ulp(wide[i]!, "f32"));
  expect(Math.max(...errors)).toBeLessThanOrEqual(0.5);
});
