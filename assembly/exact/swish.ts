import { Swish } from "../kernels/swish";
import { Backward, Forward } from "../loops/map";
import { Exact } from "../math/exact";
import { Exp } from "../math/exp";
import { Ratio } from "../math/ratio";
import { lanes } from "../simd/lanes";

// ½·(1 − 2⁻²⁷)
const HALF = lanes<f64>(0.4999999962747097);
// Inputs next to a tie, and the exact results in f64
const HARD_SILU_SLOPE = lanes<f64>(0.002138437470421195);
const SILU_SLOPE = lanes<f64>(0.5010692179203035);
const HARD_QUICK_GELU = lanes<f64>(-0.0036848278250545263);
const QUICK_GELU = lanes<f64>(-0.0018366365111432968);

export class ExactGate {
  /** x·N/(N + M), from f and the bits that hold n */
  @inline static value(x: v128, whole: v128, f: v128): v128 {
    const even = Ratio.even(f);
    const odd = Ratio.odd(f);
    const up = Ratio.up(whole, even, odd);
    return f64x2.mul(x, f64x2.div(up, f64x2.add(up, f64x2.sub(even, odd))));
  }

  /** s·(1 + growth·(1 − s)) = N·(D + growth·M)/D², D = N + M, with growth = x·dz/dx */
  @inline static slope(whole: v128, f: v128, growth: v128): v128 {
    const even = Ratio.even(f);
    const odd = Ratio.odd(f);
    const up = Ratio.up(whole, even, odd);
    const down = f64x2.sub(even, odd);
    const sum = f64x2.add(up, down);
    const numerator = f64x2.mul(up, f64x2.add(sum, f64x2.mul(growth, down)));
    return f64x2.div(numerator, f64x2.mul(sum, sum));
  }
}

@kernel("silu")
@final
export class ExactSilu implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const z = Exact.bounded(x);
    const whole = Ratio.whole(z);
    return Exact.aboveHalf(x, ExactGate.value(Exact.above(x), whole, Ratio.fraction(z, whole)));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const z = Exact.bounded(x);
    const whole = Ratio.whole(z);
    const slope = Exact.besideHalf(x, HALF, ExactGate.slope(whole, Ratio.fraction(z, whole), z));
    return f64x2.mul(dy, Exact.at(HARD_SILU_SLOPE, SILU_SLOPE, x, slope));
  }
}

/** a = beta, of either sign */
@kernel("swish")
@final
export class ExactSwish implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return changetype<Swish<f64>>(0).f(x, a, b, c);
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return changetype<Swish<f64>>(0).grad(x, dy, a, b, c);
  }
}

const QUICK = lanes<f64>(1.702);
// 1.702·log₂e as a sum: the product of its first part and an f32 is exact.
const QUICK_HIGH = lanes<f64>(2.4554669559001923);
const QUICK_LOW = lanes<f64>(3.6928234585844042e-9);
// Bounds of x: beyond them x·σ is 0 or x in f32.
const QUICK_LEAST = lanes<f64>(-70);
const QUICK_MOST = lanes<f64>(23);

@kernel("quick_gelu")
@final
export class ExactQuickGelu implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const above = f64x2.pmax(x, QUICK_LEAST);
    const z = f64x2.pmin(above, QUICK_MOST);
    const whole = Exp.bits(f64x2.mul(z, QUICK_HIGH));
    const y = Exact.aboveHalf(x, ExactGate.value(above, whole, ExactQuickGelu.fraction(z, whole)));
    return Exact.at(HARD_QUICK_GELU, QUICK_GELU, x, y);
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const z = f64x2.pmin(f64x2.pmax(x, QUICK_LEAST), QUICK_MOST);
    const whole = Exp.bits(f64x2.mul(z, QUICK_HIGH));
    return f64x2.mul(dy, ExactGate.slope(whole, ExactQuickGelu.fraction(z, whole), f64x2.mul(z, QUICK)));
  }
  @inline static fraction(z: v128, whole: v128): v128 {
    return Ratio.rest(f64x2.mul(z, QUICK_HIGH), f64x2.mul(z, QUICK_LOW), whole);
  }
}
