import { Lanes, lanes } from "../simd/lanes";
import { Exp } from "./exp";
import { Ratio } from "./ratio";

/**
 * Bounds and ties that the functions of `lanewise/exact` share, on f64 lanes that hold f32 numbers. Results vanish in f32
 * long before they do in f64, so that no product needs a scale.
 */

// Below this eˣ, and below the second x·eˣ, rounds to 0 in f32; above the third eˣ is infinite there.
const ZERO = lanes<f64>(-104);
const VANISHED = lanes<f64>(-120);
const INFINITE = lanes<f64>(89);
// From here on 1 + eˣ rounds to eˣ, and powers of eˣ are finite.
const ALL = lanes<f64>(40);
const HALF = lanes<f64>(0.5);
// 2⁻³². Below its square root a term of x³ is less than that.
const NEAR = lanes<f64>(2.3283064365386963e-10);
// 2⁻¹⁷⁸: half an ulp of the largest x/2 that is halfway between two f32
const SPECK = lanes<f64>(2.6099104015557764e-54);

export class Exact {
  /** eˣ, 0 or ∞ in f32 out of its range */
  @inline static exp(x: v128): v128 {
    return Exp.ofBounded<f64>(f64x2.pmin(f64x2.pmax(x, ZERO), INFINITE));
  }

  /** x, at least so large that x·eˣ vanishes */
  @inline static above(x: v128): v128 {
    return f64x2.pmax(x, VANISHED);
  }

  /** The same, up to where 1 + eˣ rounds to eˣ */
  @inline static bounded(x: v128): v128 {
    return f64x2.pmin(Exact.above(x), ALL);
  }

  /** −|x|, bounded likewise */
  @inline static down(x: v128): v128 {
    return Exact.above(v128.or(x, Lanes.sign<f64>()));
  }

  /** tanh x from N = e^2x·M: (N − M)/(N + M). No sign is lost for −0. */
  @inline static tanh(x: v128): v128 {
    const z = f64x2.pmax(f64x2.pmin(f64x2.add(x, x), ALL), f64x2.neg(ALL));
    const whole = Ratio.whole(z);
    const f = Ratio.fraction(z, whole);
    const even = Ratio.even(f);
    const odd = Ratio.odd(f);
    const sum = f64x2.add(Ratio.up(whole, even, odd), f64x2.sub(even, odd));
    return Exact.signOf(x, f64x2.div(Ratio.difference(whole, even, odd), sum));
  }

  /** y, of the sign of x or negative */
  @inline static signOf(x: v128, y: v128): v128 {
    return v128.or(y, v128.and(x, Lanes.sign<f64>()));
  }

  /** y, an ulp further from 0 at a hard input: there the f64 result lies on the wrong side of a tie of two f32. */
  @inline static awayAt(hard: v128, x: v128, y: v128): v128 {
    return i64x2.sub(y, f64x2.eq(x, hard));
  }

  /** The same, an ulp nearer to 0 */
  @inline static towardAt(hard: v128, x: v128, y: v128): v128 {
    return i64x2.add(y, f64x2.eq(x, hard));
  }

  /** `value` where x is a hard input, y elsewhere */
  @inline static at(hard: v128, value: v128, x: v128, y: v128): v128 {
    return v128.bitselect(value, y, f64x2.eq(x, hard));
  }

  /**
   * y, except near 0, where y is ½ + s·x − O(x³): halfway between two f32 if the last term is lost in f64. Instead, `slope` is
   * less than s by 2⁻²⁷, enough to leave a tie and too little to reach another.
   */
  @inline static besideHalf(x: v128, slope: v128, y: v128): v128 {
    const near = f64x2.add(f64x2.mul(x, slope), HALF);
    return v128.bitselect(near, y, f64x2.lt(f64x2.mul(x, x), NEAR));
  }

  /**
   * y of the sign of x, which near 0 is x/2 + O(x²): halfway between two f32 if x is subnormal. A number below their digits
   * takes the place of the last term.
   */
  @inline static aboveHalf(x: v128, y: v128): v128 {
    return Exact.signOf(x, f64x2.add(y, SPECK));
  }
}
