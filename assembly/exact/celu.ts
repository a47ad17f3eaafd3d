import { Celu } from "../kernels/celu";
import { Backward, Forward, FromOutput } from "../loops/map";

/** a = alpha, not 0, of either sign */
@kernel("celu")
@final
export class ExactCelu implements Forward, Backward, FromOutput {
  @heavy
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    return changetype<Celu<f64>>(0).f(x, a, b, c);
  }
  @heavy
  @inline
  grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return changetype<Celu<f64>>(0).grad(x, dy, a, b, c);
  }
  @inline fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return changetype<Celu<f64>>(0).fromOutput(y, dy, a, b, c);
  }
}
