import type { ElementType } from "./call.js";

const FORMAT = {
  f32: { digits: 23, lowest: -126, highest: 127, absolute: 2 ** -24 },
  f64: { digits: 52, lowest: -1022, highest: 1023, absolute: 2 ** -53 },
} as const;

const float = new Float64Array(1);
const bits = new Uint32Array(float.buffer);

/** The smallest normal number. */
export function smallestNormal(type: ElementType): number {
  return 2 ** FORMAT[type].lowest;
}

/** The spacing of the numbers of `type` around x; of the subnormal ones below the smallest normal. */
export function ulp(x: number, type: ElementType): number {
  const { digits, lowest, highest } = FORMAT[type];
  float[0] = x;
  const exponent = ((bits[1]! >>> 20) & 0x7ff) - 1023;
  return 2 ** (Math.min(Math.max(exponent, lowest), highest) - digits);
}

/**
 * |got − (want + low)| in units in the last place of `want`. Where `absolute` a unit is at least
 * half the spacing at 1. What is below the smallest normal number may be 0. Infinity, and what is
 * out of range, count as the power of two after the largest number, as they do in rounding.
 */
export function ulpError(got: number, want: number, type: ElementType, absolute = false, low = 0): number {
  if (Number.isNaN(got) || Number.isNaN(want)) return Number.isNaN(got) && Number.isNaN(want) ? 0 : Infinity;
  const { lowest, highest, absolute: least } = FORMAT[type];
  if (got === 0 && Math.abs(want) < 2 ** lowest) return 0;
  const unit = absolute ? Math.max(ulp(want, type), least) : ulp(want, type);
  const end = 2 ** highest;
  if (Math.abs(got) < end && Math.abs(want) < end) return Math.abs(got - want - low) / unit;
  // Halves, because 2¹⁰²⁴ is not a number.
  const half = (x: number) => Math.min(Math.max(x / 2, -end), end);
  return Math.abs(half(got) - half(want) - low / 2) / (unit / 2);
}
