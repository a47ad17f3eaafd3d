import { checkApart, checkOverlap } from "../checks/aliasing.js";
import { allocateResult } from "../core/allocate.js";
import type { ValueAndDerivative } from "../core/arrays.js";
import { type FloatArray, type FloatType, lengthOf, offsetOf } from "../core/types.js";
import { BLOCK, blockLength, stageIn, stageOut, staging } from "../memory/staging.js";
import { homeOfAll, ONES } from "../wasm/instance.js";
import { kernelOf } from "../wasm/kernels.js";
import type { Plan } from "./plan.js";

/** Refuses outputs that overlap x without being it, or each other. */
export function checkBoth(
  op: string,
  type: FloatType,
  x: FloatArray,
  out: FloatArray | undefined,
  derivative: FloatArray | undefined,
): void {
  if (out) checkOverlap(op, "x", type, x, out);
  if (derivative) checkOverlap(op, "x", type, x, derivative, "derivative");
  if (out && derivative) checkApart(op, "derivative", derivative, "out", out, "which holds the value");
}

/**
 * f(x) and f′(x) from the same block of x, which is staged once. One kernel for both would serve
 * sigmoid alone (1.36 times as fast; tanh, silu, elu 1.01 to 1.05), and make all kernels 30 % larger.
 */
export function mapBoth(
  { op, type, x, values, ...given }: Plan,
  forward: number,
  backward: number,
): ValueAndDerivative<FloatArray, FloatArray> {
  const n = lengthOf(x);
  const [a, b, c] = values as [number, number, number];
  const value = given.out ?? allocateResult(op, "out", type, n);
  const derivative = given.derivative ?? allocateResult(op, "derivative", type, n);
  const home = homeOfAll(x, value, derivative);
  if (home) {
    const from = offsetOf(x);
    const f = () => kernelOf(op, home, forward)(from, offsetOf(value), n, a, b, c);
    const replaced = offsetOf(derivative) === from;
    if (replaced) f();
    kernelOf(op, home, backward)(from, home.page + ONES[type], offsetOf(derivative), n, 0, a, b, c);
    if (!replaced) f();
    return { value, derivative };
  }
  const stage = staging(op);
  const f = kernelOf(op, stage, forward);
  const slope = kernelOf(op, stage, backward);
  const block = blockLength(type);
  for (let i = 0; i < n; i += block) {
    const count = Math.min(block, n - i);
    stageIn(stage, type, BLOCK[0], x, i, count);
    f(BLOCK[0], BLOCK[2], count, a, b, c);
    stageOut(type, value, i, count);
    slope(BLOCK[0], stage.page + ONES[type], BLOCK[2], count, 0, a, b, c);
    stageOut(type, derivative, i, count);
  }
  return { value, derivative };
}
