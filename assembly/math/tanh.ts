import { Lanes, lanes, pick } from "../simd/lanes";
import { Exp } from "./exp";

/**
 * tanh x on four f32 or two f64 lanes. |tanh x| ≤ 1.
 *
 * f32: tanh x = 2DN/(D² + N²), where N/D = tanh(x/2) is a quotient of polynomials of degrees 5 and 6, the fit "tanh quotient
 * f32" (error 2⁻²⁷·⁰) of scripts/build/fit-rational.py. A small number is subtracted from x or 1, with the same divisor:
 * |x| < 1: x − x·(D² + N² − 2DN/x)/(D² + N²); beyond: 1 − (D − N)²/(D² + N²).
 *
 * f64, and f32 for tanh² (3.43 ULP; 3.73 with the quotient): |x| < 0.55: x + x³·q(x²), an odd polynomial of degree 21 or 9,
 * the fits "tanh f64" (error 2⁻⁵⁵·⁵) and "tanh f32" (2⁻²⁴·⁷) of scripts/build/fit.sollya. Beyond: ±(1 − 2/(e^{2|x|} + 1)).
 */

// From here on tanh x rounds to ±1.
const ONE_FROM_32 = lanes<f32>(9.3);
const ONE_FROM_64 = lanes<f64>(20);
// The polynomial serves up to here, where |tanh x| is ½.
const FOOT_32 = lanes<f32>(0.55);
const FOOT_64 = lanes<f64>(0.55);
const TWO_32 = lanes<f32>(2);
const TWO_64 = lanes<f64>(2);
const MINUS_TWO_32 = lanes<f32>(-2);
const MINUS_TWO_64 = lanes<f64>(-2);
const FOUR_32 = lanes<f32>(4);
const FOUR_64 = lanes<f64>(4);

// With h = x/2: N = h + N3·h³ + N5·h⁵ and D = 1 + D2·h² + D4·h⁴ + D6·h⁶
const HALF = lanes<f32>(0.5);
const N3 = lanes<f32>(0.11902844);
const N5 = lanes<f32>(0.0018225058);
const D2 = lanes<f32>(0.45236167);
const D4 = lanes<f32>(0.019276971);
const D6 = lanes<f32>(0.0000781977);

const C3_32 = lanes<f32>(-0.33332947);
const C5_32 = lanes<f32>(0.13320729);
const C7_32 = lanes<f32>(-0.052672014);
const C9_32 = lanes<f32>(0.016437892);

const C3_64 = lanes<f64>(-0.33333333333332316);
const C5_64 = lanes<f64>(0.1333333333316894);
const C7_64 = lanes<f64>(-0.05396825387616767);
const C9_64 = lanes<f64>(0.02186948597653734);
const C11_64 = lanes<f64>(-0.008863194523922048);
const C13_64 = lanes<f64>(0.003591719837104794);
const C15_64 = lanes<f64>(-0.0014532173705836579);
const C17_64 = lanes<f64>(0.0005791386588548239);
const C19_64 = lanes<f64>(-0.00021030484898970463);
const C21_64 = lanes<f64>(0.00005102303792888661);

export class Tanh {
  @inline static of<T>(x: v128): v128 {
    if (sizeof<T>() === 8) return Tanh.ofExponential<T>(x);
    const sign = v128.and(x, Lanes.sign<T>());
    return v128.or(Tanh.quotient(v128.xor(x, sign)), sign);
  }

  @inline static ofExponential<T>(x: v128): v128 {
    const one = Lanes.one<T>();
    const sign = v128.and(x, Lanes.sign<T>());
    const magnitude = v128.xor(x, sign);
    const bounded = v128.pmin<T>(magnitude, pick<T>(ONE_FROM_32, ONE_FROM_64));
    const e = Exp.ofBounded<T>(v128.add<T>(bounded, bounded));
    const tail = v128.sub<T>(one, v128.div<T>(pick<T>(TWO_32, TWO_64), v128.add<T>(e, one)));
    const near = v128.lt<T>(magnitude, pick<T>(FOOT_32, FOOT_64));
    // For −0 the sum in the foot is +0.
    return v128.or(v128.bitselect(Tanh.foot<T>(x), tail, near), sign);
  }

  /** tanh x for f32 and x ≥ 0 */
  @inline static quotient(x: v128): v128 {
    const one = Lanes.one<f32>();
    const bounded = f32x4.pmin(x, ONE_FROM_32);
    const half = f32x4.mul(bounded, HALF);
    const z = f32x4.mul(half, half);
    const u = f32x4.mul(z, f32x4.add(N3, f32x4.mul(z, N5)));
    const s = f32x4.mul(z, f32x4.add(D2, f32x4.mul(z, f32x4.add(D4, f32x4.mul(z, D6)))));
    const bend = f32x4.mul(half, u);
    const n = f32x4.add(half, bend);
    const d = f32x4.add(one, s);
    // D − N, where 1 − x/2 is exact for 1 ≤ x ≤ 4
    const difference = f32x4.add(f32x4.sub(one, half), f32x4.sub(s, bend));
    // D² + N² = 1 + (t + s)
    const t = f32x4.add(f32x4.mul(d, s), f32x4.mul(n, n));
    const square = f32x4.add(one, f32x4.add(t, s));
    const near = f32x4.mul(bounded, f32x4.sub(t, f32x4.mul(d, u)));
    // The two are equal at 1; so the lesser is the one that belongs to the lesser of x and 1.
    const gap = f32x4.pmin(near, f32x4.mul(difference, difference));
    return f32x4.sub(f32x4.pmin(bounded, one), f32x4.div(gap, square));
  }

  /** tanh′ = 4E/(1 + E)², never 1 − tanh². E is scaled, since 4E may be a normal number when E is not. */
  @inline static slope<T>(x: v128): v128 {
    const magnitude = v128.andnot(x, Lanes.sign<T>());
    const e = Exp.scaledOfNonPositive<T>(v128.mul<T>(magnitude, pick<T>(MINUS_TWO_32, MINUS_TWO_64)));
    const unscale = Exp.unscale<T>();
    const small = v128.mul<T>(e, unscale);
    const square = v128.add<T>(Lanes.one<T>(), v128.mul<T>(small, v128.add<T>(small, pick<T>(TWO_32, TWO_64))));
    const quotient = v128.div<T>(e, square);
    return v128.mul<T>(quotient, v128.mul<T>(unscale, pick<T>(FOUR_32, FOUR_64)));
  }

  @inline static foot<T>(x: v128): v128 {
    const z = v128.mul<T>(x, x);
    const z2 = v128.mul<T>(z, z);
    let q: v128;
    if (sizeof<T>() === 4) {
      const q3 = f32x4.add(C3_32, f32x4.mul(C5_32, z));
      const q7 = f32x4.add(C7_32, f32x4.mul(C9_32, z));
      q = f32x4.add(q3, f32x4.mul(z2, q7));
    } else {
      const z4 = f64x2.mul(z2, z2);
      const q3 = f64x2.add(C3_64, f64x2.mul(C5_64, z));
      const q7 = f64x2.add(C7_64, f64x2.mul(C9_64, z));
      const q11 = f64x2.add(C11_64, f64x2.mul(C13_64, z));
      const q15 = f64x2.add(C15_64, f64x2.mul(C17_64, z));
      const q19 = f64x2.add(C19_64, f64x2.mul(C21_64, z));
      const low = f64x2.add(q3, f64x2.mul(z2, q7));
      const high = f64x2.add(f64x2.add(q11, f64x2.mul(z2, q15)), f64x2.mul(z4, q19));
      q = f64x2.add(low, f64x2.mul(z4, high));
    }
    return v128.add<T>(x, v128.mul<T>(v128.mul<T>(x, z), q));
  }
}
