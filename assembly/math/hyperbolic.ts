import { lanes } from "../simd/lanes";
import { Exp } from "./exp";
import { Logarithm } from "./logarithm";

/** sinh, cosh and asinh on two f64 lanes, from e^|x| − 1 and ln(1 + x): nothing cancels. */

const ONE = lanes<f64>(1);
const HALF = lanes<f64>(0.5);
const SIGN = lanes<f64>(-0.0);
const LN2 = lanes<f64>(0.6931471805599453);
// From here on sinh and cosh round to e^|x|/2.
const LARGE = lanes<f64>(22);
// Beyond it they are ∞.
const INFINITE_FROM = lanes<f64>(711);
const MAGIC = lanes<f64>(6755399441055744 + 2 * 1023);
// From here on asinh x rounds to ln 2|x|.
const HUGE = lanes<f64>(268435456);

export class Hyperbolic {
  /** e^t/2 for t ≥ 0: halved before it could overflow */
  @inline static halfExp(t: v128): v128 {
    const x = f64x2.pmin(t, INFINITE_FROM);
    const whole = Exp.whole<f64>(x, MAGIC);
    const n = f64x2.sub(whole, MAGIC);
    const half = Exp.half<f64>(whole);
    const s = Exp.power<f64>(half);
    const p = Exp.minusOne<f64>(Exp.high<f64>(x, n), Exp.low<f64>(n));
    const rest = f64x2.mul(Exp.power<f64>(Exp.otherHalf<f64>(whole, half)), HALF);
    return f64x2.mul(f64x2.add(s, f64x2.mul(s, p)), rest);
  }

  @inline static sinh(x: v128): v128 {
    const sign = v128.and(x, SIGN);
    const t = v128.xor(x, sign);
    const e = Exp.expm1OfSum<f64>(f64x2.pmin(t, LARGE), f64x2.splat(0), ONE);
    const small = f64x2.mul(HALF, f64x2.add(e, f64x2.div(e, f64x2.add(e, ONE))));
    return v128.or(v128.bitselect(Hyperbolic.halfExp(t), small, f64x2.gt(t, LARGE)), sign);
  }

  @inline static cosh(x: v128): v128 {
    const e = Hyperbolic.halfExp(v128.andnot(x, SIGN));
    return f64x2.add(e, f64x2.div(f64x2.mul(HALF, HALF), e));
  }

  @inline static asinh(x: v128): v128 {
    const sign = v128.and(x, SIGN);
    const t = v128.xor(x, sign);
    const large = f64x2.gt(t, HUGE);
    const z = f64x2.mul(t, t);
    const more = f64x2.div(z, f64x2.add(ONE, f64x2.sqrt(f64x2.add(ONE, z))));
    const sum = f64x2.add(t, more);
    const small = Logarithm.ofOnePlusSum(sum, f64x2.sub(more, f64x2.sub(sum, t)));
    return v128.or(v128.bitselect(f64x2.add(Logarithm.of(t), LN2), small, large), sign);
  }
}
