import { Backward, Forward, FromOutput } from "../loops/map";
import { Lanes } from "../simd/lanes";

/**
 * x/(1 + |x|), ±1 at ±∞.
 *
 * Worst errors in ULP, of all f32 and of a search in f64 (docs/accuracy.json):
 * f32 f: 1.5 at x = -2047.3749, got -0.9995117, want -0.9995118081
 * f32 grad: 3.47 at x = -16810742, got 3.5385562e-15, want 3.538556892e-15
 * f64 f: 1.5 at x = -511.10244047515033, got -0.9980472657012291, want -0.9980472657012293
 * f64 grad: 3.43 at x = 255.64575826172776, got 0.000015182098976071847, want 0.000015182098976071852
 */
@kernel("softsign")
@final
export class Softsign<T> implements Forward, Backward, FromOutput {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const finite = Lanes.finite<T>(x);
    return v128.div<T>(finite, v128.add<T>(Lanes.one<T>(), v128.andnot(finite, Lanes.sign<T>())));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const d = v128.add<T>(Lanes.one<T>(), v128.andnot(x, Lanes.sign<T>()));
    return v128.mul<T>(dy, v128.div<T>(Lanes.one<T>(), v128.mul<T>(d, d)));
  }
  /** f′ = (1 − |y|)² */
  @inline fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const d = v128.sub<T>(Lanes.one<T>(), v128.andnot(y, Lanes.sign<T>()));
    return v128.mul<T>(dy, v128.mul<T>(d, d));
  }
}
