/** Intervals, as pairs of f64 lanes. */

/**
 * 2⁻⁴⁶, 64 ulp or more. A reference is made of a handful of operations and of exp, expm1, log1p and tanh of the standard
 * library, each within one ulp, without cancellation: its error is below 2⁻⁴⁹ of the terms.
 */
const SLACK: f64 = 1.4210854715202004e-14;

/** Below this the first terms of a series have all digits. */
export const TINY: f64 = 9.313225746154785e-10;
/** Beyond this e^−|x| rounds to 0. */
export const FAR: f64 = 128;

export class Interval {
  /** v, with the error of terms of this magnitude */
  @inline static of(v: f64, magnitude: f64): v128 {
    return Interval.between(v - magnitude * SLACK, v + magnitude * SLACK);
  }

  @inline static between(low: f64, high: f64): v128 {
    return f64x2.replace_lane(f64x2.splat(low), 1, high);
  }

  @inline static near(v: f64): v128 {
    return Interval.of(v, abs<f64>(v));
  }

  /** a/b, whose division is exact where a is and the product says so: such a quotient may lie halfway between two f32. */
  @inline static quotient(a: f64, b: f64): v128 {
    const v = a / b;
    if (v * b === a && abs<f64>(a) > 1e-7) return Interval.between(v, v);
    return Interval.near(v);
  }

  /**
   * x/2 and more, but by less than a digit of f32: x·(½ + x/4 …) near 0. No number halfway between two f32 lies between a
   * double of so few digits and the next double, which stands for everything above x/2.
   */
  @inline static aboveHalf(x: f64): v128 {
    const low = 0.5 * x + abs<f64>(x) * 1.1102230246251565e-16;
    return Interval.between(low, max<f64>(low, 0.5 * x + x * x));
  }
}
