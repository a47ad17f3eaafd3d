import { Backward, Forward } from "../loops/map";
import { Lanes } from "../simd/lanes";

/** Shrinkage: x within λ of 0 becomes 0, with the sign of x. a = lambda */

export class Shrink {
  /** All ones where |x| ≤ λ. */
  @inline static off<T>(x: v128, lambda: v128): v128 {
    return v128.le<T>(v128.andnot(x, Lanes.sign<T>()), lambda);
  }

  @inline static grad<T>(x: v128, dy: v128, lambda: v128): v128 {
    return Lanes.nanOf<T>(x, v128.andnot(dy, Shrink.off<T>(x, lambda)));
  }
}

/** No error in any f32, nor in a search in f64 (docs/accuracy.json). */
@kernel("hard_shrink")
@final
export class HardShrink<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.andnot(x, v128.andnot(Shrink.off<T>(x, a), Lanes.sign<T>()));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return Shrink.grad<T>(x, dy, a);
  }
}

/**
 * max(|x| − λ, 0), with the sign of x
 *
 * Worst errors in ULP, of all f32 and of a search in f64 (docs/accuracy.json), lambda 0.5:
 * f32 f: 0.5 at x = -16777216, got -16777216, want -16777215.5
 * f32 grad: 0
 * f64 f: 0.25 at x = -17109980531492586, got -17109980531492586, want -17109980531492586
 * f64 grad: 0
 */
@kernel("soft_shrink")
@final
export class SoftShrink<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const sign = v128.and(x, Lanes.sign<T>());
    return v128.or(v128.pmax<T>(v128.sub<T>(v128.xor(x, sign), a), Lanes.zero<T>()), sign);
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return Shrink.grad<T>(x, dy, a);
  }
}
