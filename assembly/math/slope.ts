import { Lanes } from "../simd/lanes";

/**
 * A slope that may be 0, which must turn ±∞ off and not into NaN. It turns NaN off, too: values
 * select it by x ≤ 0, which NaN is not.
 */
export class Slope {
  @inline static times<T>(x: v128, slope: v128): v128 {
    return v128.and(v128.mul<T>(x, slope), v128.ne<T>(slope, Lanes.zero<T>()));
  }
}
