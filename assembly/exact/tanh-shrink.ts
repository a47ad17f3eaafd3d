import { TanhShrink } from "../kernels/tanh-shrink";
import { Backward, Forward } from "../loops/map";
import { Exact } from "../math/exact";
import { Exp } from "../math/exp";
import { Lanes, lanes } from "../simd/lanes";

const TWO = lanes<f64>(2);
// ⅓, an ulp too small: x³/3 may lie halfway between two f32, and tanhShrink is less.
const THIRD = lanes<f64>(0.33333333333333326);
// From here on 2/(e^2x + 1) is less than half an ulp of x − 1 in f32, but it tells on which side of a tie x − 1 is.
const STRAIGHT = lanes<f64>(9.7);
// 1 − 2⁻⁵³
const LESS = lanes<f64>(0.9999999999999999);

@kernel("tanh_shrink")
@final
export class ExactTanhShrink implements Forward, Backward {
  @paired
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    const one = Lanes.one<f64>();
    const sign = v128.and(x, Lanes.sign<f64>());
    const magnitude = v128.xor(x, sign);
    const bounded = f64x2.pmin(magnitude, STRAIGHT);
    const e = Exp.ofBounded<f64>(f64x2.add(bounded, bounded));
    const tail = f64x2.add(f64x2.sub(magnitude, one), f64x2.div(TWO, f64x2.add(e, one)));
    const z = f64x2.mul(x, x);
    const factor = f64x2.add(THIRD, f64x2.mul(z, TanhShrink.rest<f64>(z)));
    const foot = f64x2.mul(f64x2.mul(magnitude, z), factor);
    return v128.or(v128.bitselect(foot, tail, f64x2.le(magnitude, one)), sign);
  }
  /** tanh² x. Near 0 it is x², which may lie halfway between two f32, less a term that is lost. */
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const t = Exact.tanh(x);
    return f64x2.mul(dy, f64x2.mul(f64x2.mul(t, t), LESS));
  }
}
