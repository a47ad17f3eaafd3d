import { HyperbolicTangent } from "../kernels/tanh";
import { Backward, Forward, FromOutput } from "../loops/map";
import { Exact } from "../math/exact";
import { lanes } from "../simd/lanes";
import { ExactLogistic } from "./sigmoid";

const FOUR = lanes<f64>(4);

@kernel("tanh")
@final
export class ExactTanh implements Forward, Backward, FromOutput {
  @paired
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    return Exact.tanh(x);
  }
  /** 4E/(1 + E)², E = e^−2|x| */
  @paired
  @inline
  grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return f64x2.mul(dy, f64x2.mul(FOUR, ExactLogistic.slope(Exact.down(f64x2.add(x, x)))));
  }
  @paired
  @inline
  fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return changetype<HyperbolicTangent<f64>>(0).fromOutput(y, dy, a, b, c);
  }
}
