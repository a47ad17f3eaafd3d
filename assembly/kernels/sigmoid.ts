import { Backward, Forward, FromOutput } from "../loops/map";
import { Exp } from "../math/exp";
import { Logistic } from "../math/logistic";
import { Lanes } from "../simd/lanes";

/**
 * Worst errors in ULP, of all f32 and of a search in f64 (docs/accuracy.json):
 * f32 f: 2.41 at x = -4.157294, got 0.015408711, want 0.01540870834
 * f32 grad: 2.49 at x = -2.6363556, got 0.062368046, want 0.06236805577
 * f64 f: 2.35 at x = -2.732143379090212, got 0.06110308250486715, want 0.061103082504867165
 * f64 grad: 2.4 at x = 6.238324619642508, got 0.00194551790960368, want 0.0019455179096036796
 */
@kernel("sigmoid")
@final
export class Sigmoid<T> implements Forward, Backward, FromOutput {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const e = Exp.ofBounded<T>(Exp.logit<T>(x));
    return v128.div<T>(e, v128.add<T>(Lanes.one<T>(), e));
  }
  /** E/(1 + E)², even in x. 1 + E·(2 + E) rounds once where (1 + E)² rounds three times. */
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const e = Exp.ofNonPositive<T>(v128.or(x, Lanes.sign<T>()));
    return v128.mul<T>(dy, v128.div<T>(e, Logistic.square<T>(e)));
  }
  /** f′ = y·(1 − y) */
  @inline fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(dy, v128.mul<T>(y, v128.sub<T>(Lanes.one<T>(), y)));
  }
}
