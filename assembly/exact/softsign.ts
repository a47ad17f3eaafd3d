import { Softsign } from "../kernels/softsign";
import { Backward, Forward, FromOutput } from "../loops/map";
import { Exact } from "../math/exact";
import { Lanes, lanes } from "../simd/lanes";

const HARD = lanes<f64>(0.008514663204550743);
const HARD_SLOPE_1 = lanes<f64>(0.00004233688741805963);
const HARD_SLOPE_2 = lanes<f64>(0.0022992421872913837);

@kernel("softsign")
@final
export class ExactSoftsign implements Forward, Backward, FromOutput {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const magnitude = v128.andnot(x, Lanes.sign<f64>());
    return Exact.towardAt(HARD, magnitude, changetype<Softsign<f64>>(0).f(x, a, b, c));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const magnitude = v128.andnot(x, Lanes.sign<f64>());
    const slope = changetype<Softsign<f64>>(0).grad(x, Lanes.one<f64>(), a, b, c);
    return f64x2.mul(dy, Exact.towardAt(HARD_SLOPE_1, magnitude, Exact.towardAt(HARD_SLOPE_2, magnitude, slope)));
  }
  @inline fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return changetype<Softsign<f64>>(0).fromOutput(y, dy, a, b, c);
  }
}
