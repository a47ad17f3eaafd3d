import { LogSigmoid, Softplus, SteepSoftplus } from "../kernels/softplus";
import { Backward, Forward, FromOutput } from "../loops/map";
import { Exact } from "../math/exact";
import { Ratio } from "../math/ratio";
import { Lanes, lanes } from "../simd/lanes";
import { ExactLogistic } from "./sigmoid";

const C3 = lanes<f64>(0.666666666666777);
const C5 = lanes<f64>(0.39999999996048363);
const C7 = lanes<f64>(0.285714290581425);
const C9 = lanes<f64>(0.22222192897092051);
const C11 = lanes<f64>(0.18182814289322123);
const C13 = lanes<f64>(0.15364291932856197);
const C15 = lanes<f64>(0.1358634868826088);
const C17 = lanes<f64>(0.09902644085164156);
const C19 = lanes<f64>(0.17740135515354457);

/**
 * log1p E = 2·artanh s = 2s + s³·q(s²), s = E/(2 + E) = N/(N + 2M), q of degree 8: the fit "log1p exact" (error 2⁻⁵⁴·²) of
 * scripts/build/fit.sollya.
 */
export class ExactLog1p {
  /** log1p e^−|x| */
  @inline static ofDecay(x: v128): v128 {
    const z = Exact.down(x);
    const whole = Ratio.whole(z);
    const f = Ratio.fraction(z, whole);
    const even = Ratio.even(f);
    const odd = Ratio.odd(f);
    const up = Ratio.up(whole, even, odd);
    const down = f64x2.sub(even, odd);
    const s = f64x2.div(up, f64x2.add(up, f64x2.add(down, down)));
    const square = f64x2.mul(s, s);
    return f64x2.add(f64x2.add(s, s), f64x2.mul(f64x2.mul(s, square), ExactLog1p.polynomial(square)));
  }

  @inline static polynomial(z: v128): v128 {
    const z2 = f64x2.mul(z, z);
    const z4 = f64x2.mul(z2, z2);
    const q3 = f64x2.add(f64x2.add(C3, f64x2.mul(C5, z)), f64x2.mul(z2, f64x2.add(C7, f64x2.mul(C9, z))));
    const q11 = f64x2.add(f64x2.add(C11, f64x2.mul(C13, z)), f64x2.mul(z2, f64x2.add(C15, f64x2.mul(C17, z))));
    return f64x2.add(q3, f64x2.mul(z4, f64x2.add(q11, f64x2.mul(z4, C19))));
  }
}

@kernel("softplus")
@final
export class ExactSoftplus implements Forward, Backward, FromOutput {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return f64x2.add(f64x2.pmax(x, Lanes.zero<f64>()), ExactLog1p.ofDecay(x));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return f64x2.mul(dy, ExactLogistic.of(x));
  }
  @inline fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return changetype<Softplus<f64>>(0).fromOutput(y, dy, a, b, c);
  }
}

/** a = beta > 0 */
@kernel("steep_softplus")
@final
export class ExactSteepSoftplus implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return changetype<SteepSoftplus<f64>>(0).f(x, a, b, c);
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return changetype<SteepSoftplus<f64>>(0).grad(x, dy, a, b, c);
  }
}

@kernel("log_sigmoid")
@final
export class ExactLogSigmoid implements Forward, Backward, FromOutput {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return f64x2.sub(f64x2.pmin(x, Lanes.zero<f64>()), ExactLog1p.ofDecay(x));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return f64x2.mul(dy, ExactLogistic.of(f64x2.neg(x)));
  }
  @inline fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return changetype<LogSigmoid<f64>>(0).fromOutput(y, dy, a, b, c);
  }
}
