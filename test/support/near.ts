import { expect } from "vitest";
import { arrayOf } from "./arrays.js";
import type { ElementType } from "./call.js";
import { smallestNormal, ulp } from "./ulp.js";

/** The reference errs by some units of f64. */
export const REFERENCE = { f32: 0.01, f64: 4 } as const;

/** For functions whose types know the two kinds of arrays apart. */
export const f32or64 = (type: ElementType, values: ArrayLike<number>) => arrayOf(type, values) as Float32Array;

/**
 * Within `bound` units of `sizes`, except terms that were flushed to 0: their factor says how many
 * of the smallest normal number they may be.
 */
export function expectNear(
  type: ElementType,
  got: ArrayLike<number>,
  want: ArrayLike<number>,
  sizes: ArrayLike<number>,
  bound: number,
  flushed = 1,
): void {
  expect(got.length).toBe(want.length);
  for (let i = 0; i < want.length; i++) {
    if (Object.is(got[i], want[i])) continue;
    const error = Math.max(Math.abs(got[i]! - want[i]!) - flushed * smallestNormal(type), 0);
    const close = error <= (bound + REFERENCE[type]) * ulp(sizes[i]!, type);
    if (!close) expect.fail(`[${i}] ${got[i]} for ${want[i]}`);
  }
}
