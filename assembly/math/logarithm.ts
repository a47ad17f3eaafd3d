import { lanes } from "../simd/lanes";
import { Exp } from "./exp";
import { Log } from "./log";
import { Product } from "./product";

/** Logarithms of all numbers on two f64 lanes, with the exact limits: −∞ of 0, NaN below. */

const LEAST_NORMAL = lanes<f64>(2.2250738585072014e-308);
const TWO_54 = lanes<f64>(18014398509481984);
const EXPONENT_54 = lanes<f64>(54);
const LN2_54 = lanes<f64>(37.42994775023705);
const INFINITE = lanes<f64>(Infinity);
const ZERO = lanes<f64>(0);
const ONE = lanes<f64>(1);
const SIGN = lanes<f64>(-0.0);
// log2 e in two parts; the first has 26 bits.
const LOG2E_HIGH = lanes<f64>(1.4426950216293335);
const LOG2E_LOW = lanes<f64>(1.9259629911266175e-8);
const LOG2E = lanes<f64>(1.4426950408889634);
const UPPER = lanes<i64>(-134217728);
const LN2_HIGH = lanes<f64>(6.9314718036912381649e-1);
const LN2_LOW = lanes<f64>(1.90821492927058770002e-10);

export class Logarithm {
  /** ln x */
  @inline static of(x: v128): v128 {
    const tiny = f64x2.lt(x, LEAST_NORMAL);
    const ln = f64x2.sub(Log.of(Logarithm.normal(x, tiny)), v128.and(LN2_54, tiny));
    return Logarithm.limits(x, ln);
  }

  /** ln(1 + x) */
  @inline static ofOnePlus(x: v128): v128 {
    return Logarithm.ofOnePlusSum(x, ZERO);
  }

  /** ln(1 + x + low): the rounding error of 1 + x, times the derivative, is added to the small terms. */
  @inline static ofOnePlusSum(x: v128, low: v128): v128 {
    const y = f64x2.add(ONE, x);
    const small = f64x2.sub(x, f64x2.sub(y, ONE));
    const large = f64x2.sub(ONE, f64x2.sub(y, x));
    const lost = f64x2.add(v128.bitselect(large, small, f64x2.gt(x, ONE)), low);
    const over = Log.over(y);
    const k = Log.exponent(over);
    const s = Log.quotient(i64x2.sub(y, over));
    const rest = f64x2.add(f64x2.add(f64x2.mul(k, LN2_LOW), f64x2.div(lost, y)), Log.beyondLinear(s));
    const ln = f64x2.add(f64x2.mul(k, LN2_HIGH), f64x2.add(f64x2.add(s, s), rest));
    const inside = f64x2.gt(y, ZERO);
    const limited = v128.bitselect(ln, Logarithm.limits(y, y), v128.and(inside, f64x2.lt(x, INFINITE)));
    return v128.or(limited, v128.and(x, SIGN));
  }

  /** log₂ x, exact for powers of two: the large part of 2s·log₂e is exact, and so is its sum with k. */
  @inline static base2(x: v128): v128 {
    const tiny = f64x2.lt(x, LEAST_NORMAL);
    const normal = Logarithm.normal(x, tiny);
    const over = Log.over(normal);
    const k = f64x2.sub(Log.exponent(over), v128.and(EXPONENT_54, tiny));
    const s = Log.quotient(i64x2.sub(normal, over));
    const double = f64x2.add(s, s);
    const high = v128.and(double, UPPER);
    const product = f64x2.mul(high, LOG2E_HIGH);
    const rest = f64x2.add(f64x2.mul(f64x2.sub(double, high), LOG2E_HIGH), f64x2.mul(double, LOG2E_LOW));
    const small = f64x2.add(f64x2.mul(Log.beyondLinear(s), LOG2E), rest);
    const sum = f64x2.add(k, product);
    const lost = f64x2.sub(product, f64x2.sub(sum, k));
    return Logarithm.limits(x, f64x2.add(sum, f64x2.add(lost, small)));
  }

  /** ln x − (k·ln2_high + 2s), x = 2ᵏ·m: the quotient s is rounded. */
  @inline static rest(k: v128, m: v128, s: v128): v128 {
    const above = f64x2.add(m, ONE);
    const lost = f64x2.sub(m, f64x2.sub(above, ONE));
    const product = f64x2.mul(s, above);
    const exact = f64x2.sub(f64x2.sub(f64x2.sub(m, ONE), product), Product.error<f64>(s, above, product));
    const remainder = f64x2.sub(exact, f64x2.mul(s, lost));
    const low = f64x2.div(f64x2.add(remainder, remainder), above);
    return f64x2.add(f64x2.mul(k, LN2_LOW), f64x2.add(Log.beyondLinear(s), low));
  }

  /** e^(y·ln x) for x > 0, with ln x in two parts: an exponent of 700 would multiply its error. */
  @inline static power(x: v128, y: v128): v128 {
    const tiny = f64x2.lt(x, LEAST_NORMAL);
    const normal = Logarithm.normal(x, tiny);
    const over = Log.over(normal);
    const k = f64x2.sub(Log.exponent(over), v128.and(EXPONENT_54, tiny));
    const m = i64x2.sub(normal, over);
    const s = Log.quotient(m);
    const a = f64x2.mul(k, LN2_HIGH);
    const b = f64x2.add(s, s);
    const sum = f64x2.add(a, b);
    const rest = f64x2.add(Logarithm.sumError(a, b, sum), Logarithm.rest(k, m, s));
    const high = f64x2.add(sum, rest);
    const low = f64x2.add(f64x2.sub(sum, high), rest);
    const ln = Logarithm.limits(x, high);
    const product = f64x2.mul(ln, y);
    const bounded = Exp.bounded<f64>(product);
    const lost = f64x2.add(Product.error<f64>(ln, y, product), f64x2.mul(low, y));
    // Beyond the bounds, and at ±∞, the error means nothing.
    return Exp.ofSum<f64>(bounded, v128.and(lost, f64x2.eq(bounded, product)));
  }

  /** a + b − fl(a + b), exact (Knuth) */
  @inline static sumError(a: v128, b: v128, sum: v128): v128 {
    const part = f64x2.sub(sum, a);
    return f64x2.add(f64x2.sub(a, f64x2.sub(sum, part)), f64x2.sub(b, part));
  }

  /** x as a normal number, times 2⁵⁴ where it is not */
  @inline static normal(x: v128, tiny: v128): v128 {
    return v128.bitselect(f64x2.mul(x, TWO_54), x, tiny);
  }

  /** −∞ of 0, NaN below, and ∞ and NaN of themselves */
  @inline static limits(x: v128, ln: v128): v128 {
    const positive = f64x2.gt(x, ZERO);
    const outside = v128.bitselect(f64x2.neg(INFINITE), f64x2.ne(x, ZERO), f64x2.eq(x, ZERO));
    const inner = v128.bitselect(ln, x, f64x2.lt(x, INFINITE));
    return v128.bitselect(inner, outside, positive);
  }
}
