import { Exponential } from "../kernels/exponential";
import { Backward, Forward, FromOutput } from "../loops/map";
import { Exact } from "../math/exact";

@kernel("exp")
@final
export class ExactExponential implements Forward, Backward, FromOutput {
  @paired
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    return Exact.exp(x);
  }
  @paired
  @inline
  grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return f64x2.mul(dy, Exact.exp(x));
  }
  @paired
  @inline
  fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return changetype<Exponential<f64>>(0).fromOutput(y, dy, a, b, c);
  }
}
