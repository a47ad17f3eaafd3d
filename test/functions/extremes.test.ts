import { expect, test } from "vitest";
import { celu, elu } from "../../bindings/index.js";

/** Results that are numbers, made from an exponential that would not be one. */

const f32 = (...values: number[]) => Float32Array.from(values);
const f64 = (...values: number[]) => Float64Array.from(values);
const near = (got: number, want: number, relative: number) => Math.abs(got / want - 1) < relative;

test("elu' times an alpha near the largest number stays a number", () => {
  const x = [-0.5, -1, -30, -80];
  const alpha32 = Math.fround(3e38);
  const dx32 = elu.grad(f32(...x), f32(1, 1, 1, 1), { alpha: alpha32 });
  expect(x.every((v, i) => near(dx32[i]!, Math.exp(v) * alpha32, 2 ** -22))).toBe(true);
  const dx64 = elu.grad(f64(...x), f64(1, 1, 1, 1), { alpha: 1.7e308 });
  expect(x.every((v, i) => near(dx64[i]!, Math.exp(v) * 1.7e308, 2 ** -50))).toBe(true);
});

test("celu with a small negative alpha is a number where e^(x/alpha) is none", () => {
  const alpha32 = Math.fround(-0.001);
  const x32 = f32(-0.09, -0.095, -0.0955);
  const y32 = celu(x32, { alpha: alpha32 });
  expect(x32.every((v, i) => near(y32[i]!, alpha32 * Math.expm1(v / alpha32), 2 ** -21))).toBe(true);
  // Beyond, even the product is infinite.
  expect(celu(f32(-0.1), { alpha: alpha32 })[0]).toBe(Number.NEGATIVE_INFINITY);
  // α·e^z as a power of e: e^715 itself is infinite in f64.
  const y64 = celu(f64(-0.715), { alpha: -0.001 })[0]!;
  expect(near(y64, -Math.exp(715 + Math.log(0.001)), 2 ** -40)).toBe(true);
});
