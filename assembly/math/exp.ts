import { Lanes, lanes, pick } from "../simd/lanes";

/**
 * The exponential family on four f32 or two f64 lanes.
 *
 * x = n·ln2 + r, |r| ≤ ln2/2;  eˣ = 2ⁿ·(1 + p(r)), p ≈ expm1 of degree 6 (f32) or 11 (f64): the fits "expm1 f32" (error
 * 2⁻²⁶·¹) and "expm1 f64" (2⁻⁵⁵·⁵) of scripts/build/fit.sollya. n comes from adding a large constant: then the low bits
 * hold n plus the exponent bias, and a shift makes them 2ⁿ. ln2 is subtracted in two parts; the first has so few bits
 * that n times it is exact.
 */

// 1.5·2²³ and 1.5·2⁵², whose unit in the last place is 1, plus the exponent bias
const MAGIC_32 = lanes<f32>(12582912 + 127);
const MAGIC_64 = lanes<f64>(6755399441055744 + 1023);
const LOG2E_32 = lanes<f32>(1.4426950408889634);
const LOG2E_64 = lanes<f64>(1.4426950408889634);
const LN2_32 = lanes<f32>(0.6931471805599453);
const LN2_64 = lanes<f64>(0.6931471805599453);
const LN2_HIGH_32 = lanes<f32>(0.693359375);
const LN2_HIGH_64 = lanes<f64>(6.9314718036912381649e-1);
const MINUS_LN2_LOW_32 = lanes<f32>(2.12194440054690583e-4);
const MINUS_LN2_LOW_64 = lanes<f64>(-1.90821492927058770002e-10);

// −127·ln2 and −1023·ln2: the bits of 2ⁿ are all 0 here, which makes eˣ 0. Everything below may stop here.
const ZERO_POWER_32 = lanes<f32>(-88.02969193111305);
const ZERO_POWER_64 = lanes<f64>(-709.0895657128241);

// From here on 1 + eˣ rounds to eˣ.
const ALL_32 = lanes<f32>(25);
const ALL_64 = lanes<f64>(50);

// Below this eˣ is less than the smallest normal number.
const TINY_32 = lanes<f32>(-87.3365447505531);
const TINY_64 = lanes<f64>(-708.3964185322641);

// Below this expm1 rounds to −1 (and 2ⁿ is still a normal number).
const MINUS_ONE_32 = lanes<f32>(-20);
const MINUS_ONE_64 = lanes<f64>(-40);

// Beyond these eˣ rounds to 0 and to ∞. The magic constant is for 2ⁿ as a product of two powers.
const ZERO_32 = lanes<f32>(-104);
const ZERO_64 = lanes<f64>(-746);
const INFINITE_32 = lanes<f32>(89);
const INFINITE_64 = lanes<f64>(710);
// The largest n of 2ⁿ as a product of two powers is twice the largest of one.
const DOUBLE_INFINITE_32 = lanes<f32>(175.7);
const DOUBLE_INFINITE_64 = lanes<f64>(1417.5);
const TWO_MAGIC_32 = lanes<f32>(12582912 + 2 * 127);
const TWO_MAGIC_64 = lanes<f64>(6755399441055744 + 2 * 1023);

// The scaled form has a factor of 2¹⁶, and goes down to where even x·eˣ is less than the smallest normal number.
const SCALED_MAGIC_32 = lanes<f32>(12582912 + 127 + 16);
const SCALED_MAGIC_64 = lanes<f64>(6755399441055744 + 1023 + 16);
// (−127 − 16)·ln2 and (−1023 − 16)·ln2, where 2ⁿ is 0
const SCALED_ZERO_POWER_32 = lanes<f32>(-99.12004682007216);
const SCALED_ZERO_POWER_64 = lanes<f64>(-720.1799206017831);
const SCALED_TINY_32 = lanes<f32>(-98.4);
const SCALED_TINY_64 = lanes<f64>(-719.4);
const UNSCALE_32 = lanes<f32>(1.52587890625e-5);
const UNSCALE_64 = lanes<f64>(1.52587890625e-5);

const C2_32 = lanes<f32>(0.49999997);
const C3_32 = lanes<f32>(0.16666543);
const C4_32 = lanes<f32>(0.041667506);
const C5_32 = lanes<f32>(0.008366556);
const C6_32 = lanes<f32>(0.0013864287);

const C2_64 = lanes<f64>(0.5000000000000006);
const C3_64 = lanes<f64>(0.1666666666666659);
const C4_64 = lanes<f64>(0.04166666666657345);
const C5_64 = lanes<f64>(0.008333333333388083);
const C6_64 = lanes<f64>(0.0013888888932475807);
const C7_64 = lanes<f64>(0.00019841269723208966);
const C8_64 = lanes<f64>(0.00002480150429103825);
const C9_64 = lanes<f64>(0.000002755740291949846);
const C10_64 = lanes<f64>(2.7626401170888267e-7);
const C11_64 = lanes<f64>(2.5055502411418407e-8);

export class Exp {
  /** x·log2(e) + magic, which has n in its low bits */
  @inline static whole<T>(x: v128, magic: v128): v128 {
    return v128.add<T>(v128.mul<T>(x, Exp.log2e<T>()), magic);
  }
  @inline static log2e<T>(): v128 {
    return pick<T>(LOG2E_32, LOG2E_64);
  }

  /** 2ⁿ from these bits */
  @inline static power<T>(whole: v128): v128 {
    if (sizeof<T>() === 4) return i32x4.shl(whole, 23);
    return i64x2.shl(whole, 52);
  }

  /** x − n·ln2 without the low part of ln2, exact; and the low part, to be added */
  @inline static high<T>(x: v128, n: v128): v128 {
    return v128.sub<T>(x, v128.mul<T>(n, pick<T>(LN2_HIGH_32, LN2_HIGH_64)));
  }
  @inline static low<T>(n: v128): v128 {
    return v128.mul<T>(n, pick<T>(MINUS_LN2_LOW_32, MINUS_LN2_LOW_64));
  }

  /** x − n·ln2 */
  @inline static reduce<T>(x: v128, n: v128): v128 {
    return v128.add<T>(Exp.high<T>(x, n), Exp.low<T>(n));
  }

  /** expm1(r) − r = r²·q(r), |r| ≤ ln2/2, in Estrin's form */
  @inline static beyondLinear<T>(r: v128): v128 {
    const r2 = v128.mul<T>(r, r);
    if (sizeof<T>() === 4) {
      const low = f32x4.add(C2_32, f32x4.mul(C3_32, r));
      const mid = f32x4.add(C4_32, f32x4.mul(C5_32, r));
      return f32x4.mul(r2, f32x4.add(low, f32x4.mul(r2, f32x4.add(mid, f32x4.mul(C6_32, r2)))));
    }
    const r4 = f64x2.mul(r2, r2);
    const q23 = f64x2.add(C2_64, f64x2.mul(C3_64, r));
    const q45 = f64x2.add(C4_64, f64x2.mul(C5_64, r));
    const q67 = f64x2.add(C6_64, f64x2.mul(C7_64, r));
    const q89 = f64x2.add(C8_64, f64x2.mul(C9_64, r));
    const qab = f64x2.add(C10_64, f64x2.mul(C11_64, r));
    const q2 = f64x2.add(q23, f64x2.mul(r2, q45));
    const q6 = f64x2.add(q67, f64x2.mul(r2, q89));
    return f64x2.mul(r2, f64x2.add(q2, f64x2.mul(r4, f64x2.add(q6, f64x2.mul(r4, qab)))));
  }

  /** expm1(r) */
  @inline static expm1OfReduced<T>(r: v128): v128 {
    return v128.add<T>(r, Exp.beyondLinear<T>(r));
  }

  /** 2ⁿ·(1 + p), r = high + low as `minusOne` takes it */
  @inline static scaleSum<T>(whole: v128, high: v128, low: v128): v128 {
    const s = Exp.power<T>(whole);
    return v128.add<T>(s, v128.mul<T>(s, Exp.minusOne<T>(high, low)));
  }

  /** 2ⁿ·(1 + p(r)) */
  @inline static scale<T>(whole: v128, r: v128): v128 {
    const s = Exp.power<T>(whole);
    return v128.add<T>(s, v128.mul<T>(s, Exp.expm1OfReduced<T>(r)));
  }

  /** eˣ where that is a normal number */
  @inline static ofBounded<T>(x: v128): v128 {
    const magic = pick<T>(MAGIC_32, MAGIC_64);
    const whole = Exp.whole<T>(x, magic);
    return Exp.scale<T>(whole, Exp.reduce<T>(x, v128.sub<T>(whole, magic)));
  }

  /** eˣ for x ≤ 0, and 0 where 2ⁿ is below the smallest normal number */
  @inline static ofNonPositive<T>(x: v128): v128 {
    return Exp.ofBounded<T>(Exp.boundedNonPositive<T>(x));
  }

  /** x ≤ 0, not so small that 2ⁿ is below the smallest normal number */
  @inline static boundedNonPositive<T>(x: v128): v128 {
    return v128.pmax<T>(x, pick<T>(ZERO_POWER_32, ZERO_POWER_64));
  }

  /** x within the bounds beyond which eˣ is 0, or 1 + eˣ rounds to eˣ */
  @inline static logit<T>(x: v128): v128 {
    return Exp.atMostAll<T>(v128.pmax<T>(x, pick<T>(ZERO_POWER_32, ZERO_POWER_64)));
  }

  @inline static atMostAll<T>(x: v128): v128 {
    return v128.pmin<T>(x, pick<T>(ALL_32, ALL_64));
  }

  /** The bits that hold n of e^βx, for 2ⁿ as a product of two powers, `half` and `otherHalf` */
  @inline static doubleWhole<T>(x: v128, log2e: v128 = Exp.log2e<T>()): v128 {
    return v128.add<T>(v128.mul<T>(x, log2e), pick<T>(TWO_MAGIC_32, TWO_MAGIC_64));
  }

  /** n from these bits, and x − n·ln2 */
  @inline static doubleN<T>(whole: v128): v128 {
    return v128.sub<T>(whole, pick<T>(TWO_MAGIC_32, TWO_MAGIC_64));
  }
  @inline static doubleReduce<T>(x: v128, whole: v128): v128 {
    return Exp.reduce<T>(x, Exp.doubleN<T>(whole));
  }

  /**
   * 2⁻ᴺ·eˣ for x ≤ top, with N = top/ln2 rounded; 0 below the smallest normal number. `sharp`: the rounding of r does not
   * count.
   */
  @inline static below<T>(x: v128, top: v128, sharp: bool = false): v128 {
    const magic = pick<T>(MAGIC_32, MAGIC_64);
    const highest = v128.sub<T>(Exp.whole<T>(top, magic), magic);
    const least = v128.add<T>(v128.mul<T>(highest, pick<T>(LN2_32, LN2_64)), pick<T>(ZERO_POWER_32, ZERO_POWER_64));
    const shifted = v128.sub<T>(magic, highest);
    const bounded = v128.pmax<T>(x, least);
    const whole = Exp.whole<T>(bounded, shifted);
    const n = v128.sub<T>(whole, shifted);
    if (sharp) return Exp.scaleSum<T>(whole, Exp.high<T>(bounded, n), Exp.low<T>(n));
    return Exp.scale<T>(whole, Exp.reduce<T>(bounded, n));
  }

  /** e^(x + low) for x ≤ 0, where low is the rounding error of x; 0 below the smallest normal number. `sharp`: as above. */
  @inline static ofNonPositiveSum<T>(x: v128, low: v128, sharp: bool = false): v128 {
    const magic = pick<T>(MAGIC_32, MAGIC_64);
    const whole = Exp.whole<T>(x, magic);
    const n = v128.sub<T>(whole, magic);
    const e = sharp
      ? Exp.scaleSum<T>(whole, Exp.high<T>(x, n), v128.add<T>(Exp.low<T>(n), low))
      : Exp.scale<T>(whole, v128.add<T>(Exp.reduce<T>(x, n), low));
    return v128.andnot(e, v128.lt<T>(x, pick<T>(TINY_32, TINY_64)));
  }

  /** b·e^(x + low), as above and sharp: e^(x + low) itself is not rounded. */
  @inline static ofNonPositiveSumTimes<T>(x: v128, low: v128, b: v128): v128 {
    const magic = pick<T>(MAGIC_32, MAGIC_64);
    const whole = Exp.whole<T>(x, magic);
    const n = v128.sub<T>(whole, magic);
    const tiny = v128.lt<T>(x, pick<T>(TINY_32, TINY_64));
    const power = v128.andnot(Exp.power<T>(whole), tiny);
    // For −∞ it is no number.
    const p = v128.andnot(Exp.minusOne<T>(Exp.high<T>(x, n), v128.add<T>(Exp.low<T>(n), low)), tiny);
    return v128.mul<T>(power, v128.add<T>(b, v128.mul<T>(b, p)));
  }

  /** The bits that hold n of eˣ. If n is one less than for the smallest normal power of two, `power` is 0. */
  @inline static plainWhole<T>(x: v128): v128 {
    return Exp.whole<T>(x, pick<T>(MAGIC_32, MAGIC_64));
  }

  /** The same of a number that is x·log2(e) */
  @inline static bits(x: v128): v128 {
    return f64x2.add(x, MAGIC_64);
  }

  /** n from these bits, and x − n·ln2 */
  @inline static plainN<T>(whole: v128): v128 {
    return v128.sub<T>(whole, pick<T>(MAGIC_32, MAGIC_64));
  }
  @inline static plainReduce<T>(x: v128, whole: v128): v128 {
    return Exp.reduce<T>(x, Exp.plainN<T>(whole));
  }

  /** The bits that hold n for the scaled form, 2¹⁶·eˣ, with x from `scaledLeast` to 0. `unscale` is 2⁻¹⁶. */
  @inline static scaledWhole<T>(x: v128): v128 {
    return Exp.whole<T>(x, pick<T>(SCALED_MAGIC_32, SCALED_MAGIC_64));
  }

  /** x − n·ln2 from these bits */
  @inline static scaledReduce<T>(x: v128, whole: v128): v128 {
    return Exp.reduce<T>(x, v128.sub<T>(whole, pick<T>(SCALED_MAGIC_32, SCALED_MAGIC_64)));
  }

  /** Down to here the scaled form is a normal number; further down not even x·eˣ is. */
  @inline static scaledLeast<T>(): v128 {
    return pick<T>(SCALED_TINY_32, SCALED_TINY_64);
  }

  /** 2¹⁶·e^(x + low) for x ≤ 0: keeps all its digits as long as x·eˣ is a normal number. */
  @inline static scaledOfNonPositiveSum<T>(x: v128, low: v128): v128 {
    const whole = Exp.scaledWhole<T>(x);
    const r = v128.add<T>(Exp.scaledReduce<T>(x, whole), low);
    return v128.andnot(Exp.scale<T>(whole, r), v128.lt<T>(x, Exp.scaledLeast<T>()));
  }

  /** 2¹⁶·eˣ for x ≤ 0, as above. */
  @inline static scaledOfNonPositive<T>(x: v128): v128 {
    const bounded = v128.pmax<T>(x, pick<T>(SCALED_ZERO_POWER_32, SCALED_ZERO_POWER_64));
    const whole = Exp.scaledWhole<T>(bounded);
    return Exp.scale<T>(whole, Exp.scaledReduce<T>(bounded, whole));
  }

  @inline static unscale<T>(): v128 {
    return pick<T>(UNSCALE_32, UNSCALE_64);
  }

  /**
   * eˣ − 1 for x ≤ 0, and 0 for x > 0: 2ⁿ·p(r) + (2ⁿ − 1), which keeps its last digits near 0, where n is 0. ln2 is one
   * number here: n times it is exact for n = 0, −1, −2; for smaller n, 2ⁿ makes its error small.
   */
  @inline static expm1OfNonPositive<T>(x: v128): v128 {
    const magic = pick<T>(MAGIC_32, MAGIC_64);
    const above = v128.pmax<T>(x, pick<T>(MINUS_ONE_32, MINUS_ONE_64));
    const bounded = v128.pmin<T>(above, Lanes.zero<T>());
    const whole = Exp.whole<T>(bounded, magic);
    const s = Exp.power<T>(whole);
    const n = v128.sub<T>(whole, magic);
    const p = Exp.expm1OfReduced<T>(v128.sub<T>(bounded, v128.mul<T>(n, pick<T>(LN2_32, LN2_64))));
    return v128.add<T>(v128.mul<T>(s, p), v128.sub<T>(s, Lanes.one<T>()));
  }

  /** eˣ for all x, from 0 to ∞ */
  @inline static of<T>(x: v128): v128 {
    const bounded = Exp.bounded<T>(x);
    const magic = pick<T>(TWO_MAGIC_32, TWO_MAGIC_64);
    const whole = Exp.whole<T>(bounded, magic);
    const n = v128.sub<T>(whole, magic);
    return Exp.scaleTwice<T>(whole, Exp.high<T>(bounded, n), Exp.low<T>(n));
  }

  /** e^(x + low) for x from `bounded` */
  @inline static ofSum<T>(x: v128, low: v128): v128 {
    const magic = pick<T>(TWO_MAGIC_32, TWO_MAGIC_64);
    const whole = Exp.whole<T>(x, magic);
    const n = v128.sub<T>(whole, magic);
    return Exp.scaleTwice<T>(whole, Exp.high<T>(x, n), v128.add<T>(Exp.low<T>(n), low));
  }

  /** a·(e^(x + low) − 1) for x from `doubleBounded`. a may make a number of the type of what is beyond it. */
  @inline static expm1OfSum<T>(x: v128, low: v128, a: v128): v128 {
    const magic = pick<T>(TWO_MAGIC_32, TWO_MAGIC_64);
    const whole = Exp.whole<T>(x, magic);
    const n = v128.sub<T>(whole, magic);
    const half = Exp.half<T>(whole);
    const s = Exp.power<T>(half);
    const rest = Exp.power<T>(Exp.otherHalf<T>(whole, half));
    const p = Exp.minusOne<T>(Exp.high<T>(x, n), v128.add<T>(Exp.low<T>(n), low));
    const y = v128.add<T>(v128.mul<T>(s, p), v128.sub<T>(s, v128.div<T>(Lanes.one<T>(), rest)));
    // a·y may only be too large where the result is, too: the power that follows must not be less than 1.
    const one = Lanes.one<T>();
    const falls = v128.lt<T>(a, Lanes.zero<T>());
    const product = v128.mul<T>(v128.mul<T>(v128.bitselect(a, one, falls), y), rest);
    return v128.mul<T>(product, v128.bitselect(one, a, falls));
  }

  /** x within the bounds beyond which eˣ is 0, or ∞ even as the product of two powers and a small number */
  @inline static doubleBounded<T>(x: v128): v128 {
    const above = v128.pmax<T>(x, pick<T>(ZERO_32, ZERO_64));
    return v128.pmin<T>(above, pick<T>(DOUBLE_INFINITE_32, DOUBLE_INFINITE_64));
  }

  /** x within the bounds beyond which eˣ is 0 or ∞ in the type */
  @inline static bounded<T>(x: v128): v128 {
    const above = v128.pmax<T>(x, pick<T>(ZERO_32, ZERO_64));
    return v128.pmin<T>(above, pick<T>(INFINITE_32, INFINITE_64));
  }

  /** p of r = high + low. The low part is added to the small terms first, so that the rounding of r does not count. */
  @inline static minusOne<T>(high: v128, low: v128): v128 {
    return v128.add<T>(high, v128.add<T>(low, Exp.beyondLinear<T>(v128.add<T>(high, low))));
  }

  /**
   * 2ⁿ·(1 + p), multiplied by two powers of two, since neither 2¹²⁸ nor 2⁻¹⁴⁹ is a normal number (with the low part as
   * above 1.01 → 0.93 ULP).
   */
  @inline static scaleTwice<T>(whole: v128, high: v128, low: v128): v128 {
    const half = Exp.half<T>(whole);
    const s = Exp.power<T>(half);
    const p = Exp.minusOne<T>(high, low);
    return v128.mul<T>(v128.add<T>(s, v128.mul<T>(s, p)), Exp.power<T>(Exp.otherHalf<T>(whole, half)));
  }

  /** Two halves of n. The left shift of `power` drops all bits except the bits of n: no masking is needed. */
  @inline static half<T>(whole: v128): v128 {
    if (sizeof<T>() === 4) return i32x4.shr_u(whole, 1);
    return i64x2.shr_u(whole, 1);
  }
  @inline static otherHalf<T>(whole: v128, half: v128): v128 {
    if (sizeof<T>() === 4) return i32x4.sub(whole, half);
    return i64x2.sub(whole, half);
  }
}
