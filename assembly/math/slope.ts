import { Lanes } from "../simd/lanes";

/**
 * A product with a slope that may be 0, which turns ±∞ off rather than into NaN. It turns NaN off, too: values are
 * selected by x ≤ 0, which is false for NaN.
 */
export class Slope {
  @inline static times<T>(x: v128, slope: v128): v128 {
    return v128.and(v128.mul<T>(x, slope), v128.ne<T>(slope, Lanes.zero<T>()));
  }
}
