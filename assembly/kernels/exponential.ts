import { Backward, Forward, FromOutput } from "../loops/map";
import { Exp } from "../math/exp";

/**
 * Worst errors in ULP, of all f32 and of a search in f64 (docs/accuracy.json):
 * f32 f: 0.93 at x = 4.5059776, got 90.55684, want 90.55683192
 * f32 grad: 0.93 at x = 4.5059776, got 90.55684, want 90.55683192
 * f64 f: 1 at x = -708.0498449368324, got 3.1467296441937846e-308, want 3.146729644193784e-308
 * f64 grad: 1 at x = -708.0498449368324, got 3.1467296441937846e-308, want 3.146729644193784e-308
 */
@kernel("exp")
@final
export class Exponential<T> implements Forward, Backward, FromOutput {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return Exp.of<T>(x);
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(dy, Exp.of<T>(x));
  }
  /** f′ = y */
  @inline fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(dy, y);
  }
}
