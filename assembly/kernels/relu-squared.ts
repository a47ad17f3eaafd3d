import { Backward, Forward, FromOutput } from "../loops/map";
import { Lanes } from "../simd/lanes";

/**
 * max(x, 0)²
 *
 * Worst errors in ULP, of all f32 and of a search in f64 (docs/accuracy.json):
 * f32 f: 0.5 at x = 7.940934e-23, got 6e-45, want 6.305843089e-45
 * f32 grad: 0
 * f64 f: 0.5 at x = 0.6250000000000001, got 0.39062500000000017, want 0.39062500000000017
 * f64 grad: 0
 */
@kernel("relu_squared")
@final
export class ReluSquared<T> implements Forward, Backward, FromOutput {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const above = v128.pmax<T>(x, Lanes.zero<T>());
    return v128.mul<T>(above, above);
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const half = v128.mul<T>(dy, x);
    return v128.andnot(v128.add<T>(half, half), v128.le<T>(x, Lanes.zero<T>()));
  }
  /** f′ = 2√y */
  @inline fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const half = v128.mul<T>(dy, v128.sqrt<T>(y));
    return v128.andnot(v128.add<T>(half, half), v128.le<T>(y, Lanes.zero<T>()));
  }
}
