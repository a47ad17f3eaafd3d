import { checkApart, checkOverlap } from "../checks/aliasing.js";
import type { ValueAndDerivative } from "../core/arrays.js";
import { create, type ElementType, type FloatArray } from "../core/types.js";
import { BLOCK, blockLength, stageIn, stageOut, staging } from "../memory/staging.js";
import { homeOfAll, ONES } from "../wasm/instance.js";
import { kernelOf } from "../wasm/kernels.js";
import type { Site, Triple } from "./elementwise.js";

/** The kernels of f and of f′, and where their results go. */
export interface Both {
  readonly forward: number;
  readonly backward: number;
  readonly value: FloatArray | undefined;
  readonly derivative: FloatArray | undefined;
}

/**
 * f(x) and f′(x) from the same block of x, which is staged once. One kernel for both would serve
 * sigmoid alone (1.36 times as fast; tanh, silu, elu 1.01 to 1.05), and make all kernels 30 % larger.
 */
export function mapBoth(
  { op, x: name }: Site,
  { forward, backward, ...given }: Both,
  type: ElementType,
  x: FloatArray,
  [a, b, c]: Triple,
): ValueAndDerivative<FloatArray, FloatArray> {
  const n = x.length;
  if (given.value) checkOverlap(op, name, type, x, given.value);
  if (given.derivative) checkOverlap(op, name, type, x, given.derivative, "derivative");
  if (given.value && given.derivative) {
    checkApart(op, "derivative", given.derivative, "out", given.value, "which holds the value");
  }
  const value = given.value ?? create(type, n);
  const derivative = given.derivative ?? create(type, n);
  const home = homeOfAll(x, value, derivative);
  if (home) {
    const from = x.byteOffset;
    const f = () => kernelOf(home, forward)(from, value.byteOffset, n, a, b, c);
    const replaced = derivative.byteOffset === from;
    if (replaced) f();
    kernelOf(home, backward)(from, home.page + ONES[type], derivative.byteOffset, n, 0, a, b, c);
    if (!replaced) f();
    return { value, derivative };
  }
  const stage = staging(op);
  const f = kernelOf(stage, forward);
  const slope = kernelOf(stage, backward);
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
