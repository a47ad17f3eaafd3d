import { Backward, Forward, FromOutput } from "../loops/map";
import { Tanh } from "../math/tanh";
import { Lanes } from "../simd/lanes";

/**
 * Worst errors in ULP, of all f32 and of a search in f64 (docs/accuracy.json):
 * f32 f: 1.5 at x = -1.1741633, got -0.8256022, want -0.825602263
 * f32 grad: 2.49 at x = -1.3181778, got 0.24947219, want 0.2494722231
 * f64 f: 1.48 at x = -0.5503687547247861, got -0.5007965342904417, want -0.5007965342904418
 * f64 grad: 2.32 at x = -3.119162312519739, got 0.00778207159657885, want 0.007782071596578852
 */
@kernel("tanh")
@final
export class HyperbolicTangent<T> implements Forward, Backward, FromOutput {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return Tanh.of<T>(x);
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(dy, Tanh.slope<T>(x));
  }
  /** f′ = (1 − y)·(1 + y) */
  @inline fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const one = Lanes.one<T>();
    return v128.mul<T>(dy, v128.mul<T>(v128.sub<T>(one, y), v128.add<T>(one, y)));
  }
}
