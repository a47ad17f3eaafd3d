import { Backward, Forward } from "../loops/map";
import { Lanes } from "../simd/lanes";

/**
 * a = theta
 *
 * No error in any f32, nor in a search in f64 (docs/accuracy.json).
 */
@kernel("thresholded_relu")
@final
export class ThresholdedRelu<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return Lanes.nanOf<T>(x, v128.and(x, v128.gt<T>(x, a)));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return Lanes.nanOf<T>(x, v128.and(dy, v128.gt<T>(x, a)));
  }
}

/**
 * a = threshold, b = value
 *
 * No error in any f32, nor in a search in f64 (docs/accuracy.json).
 */
@kernel("threshold")
@final
export class Threshold<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.bitselect(b, x, v128.le<T>(x, a));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return Lanes.nanOf<T>(x, v128.and(dy, v128.gt<T>(x, a)));
  }
}
