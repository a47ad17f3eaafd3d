import { lanes } from "../simd/lanes";

/**
 * ln x on two f64 lanes, for normal x > 0.
 *
 * x = 2ᵏ·m, √½ ≤ m < √2;  s = (m − 1)/(m + 1);  ln m = 2·artanh s = 2s + s³·q(s²), q of degree 6: the fit "atanh f64"
 * (error 2⁻⁵⁹·⁵) of scripts/build/fit.sollya. NaN → NaN.
 */

const SQRT_HALF = lanes<i64>(0x3fe6a09e667f3bcd);
const EXPONENT = lanes<i64>(-4503599627370496);
const TWO_52_BITS = lanes<i64>(0x4330000000000000);
// 2⁵² plus the bias that the unsigned shift of k leaves
const TWO_52_BIASED = lanes<f64>(4503599627370496 + 1024);
const BIAS = lanes<i64>(1024 << 52);
const LN2_HIGH = lanes<f64>(6.9314718036912381649e-1);
const LN2_LOW = lanes<f64>(1.90821492927058770002e-10);
const ONE = lanes<f64>(1);

const C3 = lanes<f64>(0.6666666666666734);
const C5 = lanes<f64>(0.3999999999941674);
const C7 = lanes<f64>(0.2857142874200941);
const C9 = lanes<f64>(0.22222198605607052);
const C11 = lanes<f64>(0.18183562917324905);
const C13 = lanes<f64>(0.1531408045523059);
const C15 = lanes<f64>(0.1479570538258312);

export class Log {
  @inline static of(x: v128): v128 {
    const over = Log.over(x);
    const k = Log.exponent(over);
    const s = Log.quotient(i64x2.sub(x, over));
    const small = f64x2.add(f64x2.mul(k, LN2_LOW), Log.beyondLinear(s));
    const ln = f64x2.add(f64x2.mul(k, LN2_HIGH), f64x2.add(f64x2.add(s, s), small));
    return v128.bitselect(ln, x, f64x2.eq(x, x));
  }

  /** The bits of x that make up k: x without them is m. */
  @inline static over(x: v128): v128 {
    return v128.and(i64x2.sub(x, SQRT_HALF), EXPONENT);
  }

  /** k from these bits */
  @inline static exponent(over: v128): v128 {
    const biased = i64x2.shr_u(i64x2.add(over, BIAS), 52);
    return f64x2.sub(v128.or(biased, TWO_52_BITS), TWO_52_BIASED);
  }

  /** s = (m − 1)/(m + 1) */
  @inline static quotient(m: v128): v128 {
    return f64x2.div(f64x2.sub(m, ONE), f64x2.add(m, ONE));
  }

  /** ln m − 2s = s³·q(s²) */
  @inline static beyondLinear(s: v128): v128 {
    const z = f64x2.mul(s, s);
    const z2 = f64x2.mul(z, z);
    const q3 = f64x2.add(f64x2.add(C3, f64x2.mul(C5, z)), f64x2.mul(z2, f64x2.add(C7, f64x2.mul(C9, z))));
    const q11 = f64x2.add(f64x2.add(C11, f64x2.mul(C13, z)), f64x2.mul(z2, C15));
    const q = f64x2.add(q3, f64x2.mul(f64x2.mul(z2, z2), q11));
    return f64x2.mul(f64x2.mul(s, z), q);
  }

  /** ln(1 + x) for x ≥ 0 with all its digits: the rounding error of 1 + x, times the derivative, is added. */
  @inline static ofOnePlus(x: v128): v128 {
    const y = f64x2.add(x, ONE);
    const lost = f64x2.sub(x, f64x2.sub(y, ONE));
    return f64x2.add(Log.of(y), f64x2.div(lost, y));
  }
}
