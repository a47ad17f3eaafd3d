import { lanes } from "../simd/lanes";
import { Product } from "./product";

/**
 * sin, cos and tan on two f64 lanes.
 *
 * x = n·π/2 + r + low, |r| ≤ π/4. Up to 2³¹ π/2 is subtracted in five parts: n times the first three is exact, the
 * fourth product comes with its error. Beyond, for f32, x·2/π is summed from exact products with 24 bits of 2/π each,
 * of which multiples of 4 are dropped (Payne and Hanek 1983). The polynomials are the fits "sin f64" (error 2⁻⁵⁷·⁹) and
 * "cos f64" (2⁻⁶³·⁹) of scripts/build/fit.sollya. In f64 the result beyond 2³⁰·π is NaN.
 */

const MAGIC = lanes<f64>(6755399441055744);
const TWO_OVER_PI = lanes<f64>(0.6366197723675814);
const P1 = lanes<f64>(1.570796012878418);
const P2 = lanes<f64>(3.139164164167596e-7);
const P3 = lanes<f64>(6.223371969669989e-14);
const P4 = lanes<f64>(2.0222662487959506e-21);
const P5 = lanes<f64>(1.0085854035872483e-37);
const PI_2_HIGH = lanes<f64>(1.5707963267948966);
const PI_2_LOW = lanes<f64>(6.123233995736766e-17);
// 2³⁰·π
const FAR = lanes<f64>(3373259426.2736077);
const INFINITE = lanes<f64>(Infinity);
const SIGN = lanes<f64>(-0.0);
const ONE = lanes<f64>(1);
const HALF = lanes<f64>(0.5);
const FOUR = lanes<f64>(4);
const QUARTER = lanes<f64>(0.25);
const ONE_BIT = lanes<i64>(1);
const TWO_BIT = lanes<i64>(2);

// 2/π, 24 bits each
const C0 = lanes<f64>(10680707);
const C1 = lanes<f64>(7228996);
const C2 = lanes<f64>(1387004);
const C3 = lanes<f64>(2578385);
const C4 = lanes<f64>(16069853);
const C5 = lanes<f64>(12639074);
const C6 = lanes<f64>(9804092);
const C7 = lanes<f64>(4427841);
const C8 = lanes<f64>(16666979);
const SHIFT = lanes<f64>(5.9604644775390625e-8);

const S3 = lanes<f64>(-0.1666666666666662965923251249478198587894439697265625);
const S5 = lanes<f64>(8.33333333332191873721317421086496324278414249420166015625e-3);
const S7 = lanes<f64>(-1.984126982945851025950945167863892493187449872493743896484375e-4);
const S9 = lanes<f64>(2.75573135822644215821926490239679452542986837215721607208252e-6);
const S11 = lanes<f64>(-2.505074232064201692898637726606564379849828583246562629938126e-8);
const S13 = lanes<f64>(1.58959436374513412399697753110221279617242373660701559856534e-10);
const K4 = lanes<f64>(4.1666666666666594964762992958640097640454769134521484375e-2);
const K6 = lanes<f64>(-1.3888888888873344128194187163671813323162496089935302734375e-3);
const K8 = lanes<f64>(2.480158728900346839325516401508764374739257618784904479980469e-5);
const K10 = lanes<f64>(-2.755731421729927558566153496244499621070644934661686420440674e-7);
const K12 = lanes<f64>(2.087570540410226147719272813156263235434551006619585677981377e-9);
const K14 = lanes<f64>(-1.135874809520608723608800181264970948109838122519477110472508e-11);

export class Circle {
  /** n in the low bits: x·2/π rounded, for |x| up to `FAR` */
  @inline static turns(x: v128): v128 {
    return f64x2.add(f64x2.mul(x, TWO_OVER_PI), MAGIC);
  }

  /** x − n·π/2 without its last part: the exact differences first */
  @inline static near(x: v128, n: v128): v128 {
    return f64x2.sub(f64x2.sub(x, f64x2.mul(n, P1)), f64x2.mul(n, P2));
  }

  /** a − b − fl(a − b), exact (Knuth) */
  @inline static lost(a: v128, b: v128, d: v128): v128 {
    const part = f64x2.sub(a, d);
    return f64x2.add(f64x2.sub(a, f64x2.add(d, part)), f64x2.sub(part, b));
  }

  /** sin of r + low */
  @inline static sine(r: v128, low: v128): v128 {
    const z = f64x2.mul(r, r);
    const z2 = f64x2.mul(z, z);
    const s3 = f64x2.add(S3, f64x2.mul(S5, z));
    const s7 = f64x2.add(S7, f64x2.mul(S9, z));
    const s11 = f64x2.add(S11, f64x2.mul(S13, z));
    const s = f64x2.add(s3, f64x2.mul(z2, f64x2.add(s7, f64x2.mul(z2, s11))));
    const slope = f64x2.sub(ONE, f64x2.mul(HALF, z));
    const rest = f64x2.add(f64x2.mul(f64x2.mul(z, r), s), f64x2.mul(low, slope));
    return f64x2.add(r, rest);
  }

  /** cos of r + low: 1 − r²/2 with what that loses */
  @inline static cosine(r: v128, low: v128): v128 {
    const z = f64x2.mul(r, r);
    const z2 = f64x2.mul(z, z);
    const k4 = f64x2.add(K4, f64x2.mul(K6, z));
    const k8 = f64x2.add(K8, f64x2.mul(K10, z));
    const k12 = f64x2.add(K12, f64x2.mul(K14, z));
    const k = f64x2.add(k4, f64x2.mul(z2, f64x2.add(k8, f64x2.mul(z2, k12))));
    const half = f64x2.mul(HALF, z);
    const one = f64x2.sub(ONE, half);
    const lost = f64x2.sub(f64x2.sub(ONE, one), half);
    return f64x2.add(one, f64x2.add(lost, f64x2.sub(f64x2.mul(z2, k), f64x2.mul(r, low))));
  }

  /** All ones where a bit of n is set */
  @inline static bit(n: v128, bit: v128): v128 {
    return i64x2.ne(v128.and(n, bit), i64x2.splat(0));
  }

  /** sin, cos or tan of x, from n in the low bits of `turns` and r + low. `kind`: 0, 1, 2. */
  @inline static of(kind: i32, turns: v128, r: v128, low: v128): v128 {
    const s = Circle.sine(r, low);
    const c = Circle.cosine(r, low);
    const n = kind === 1 ? i64x2.add(turns, ONE_BIT) : turns;
    const odd = Circle.bit(n, ONE_BIT);
    if (kind === 2) {
      const quotient = f64x2.div(v128.bitselect(c, s, odd), v128.bitselect(s, c, odd));
      return v128.xor(quotient, v128.and(odd, SIGN));
    }
    const y = v128.bitselect(c, s, odd);
    return v128.xor(y, v128.and(Circle.bit(n, TWO_BIT), SIGN));
  }

  /** For |x| up to `FAR` */
  @inline static ofModerate(kind: i32, x: v128): v128 {
    const turns = Circle.turns(x);
    const n = f64x2.sub(turns, MAGIC);
    const t2 = Circle.near(x, n);
    const w3 = f64x2.mul(n, P3);
    const t3 = f64x2.sub(t2, w3);
    const w4 = f64x2.mul(n, P4);
    const t4 = f64x2.sub(t3, w4);
    const more = f64x2.add(Product.error<f64>(n, P4, w4), f64x2.mul(n, P5));
    const low = f64x2.sub(f64x2.add(Circle.lost(t2, w3, t3), Circle.lost(t3, w4, t4)), more);
    const r = f64x2.add(t4, low);
    return Circle.of(kind, turns, r, f64x2.add(f64x2.sub(t4, r), low));
  }

  /** For f64: NaN beyond `FAR`, and x itself where x is 0, for its sign */
  @inline static ofDouble(kind: i32, x: v128): v128 {
    const y = Circle.ofModerate(kind, x);
    const beyond = f64x2.gt(v128.andnot(x, SIGN), FAR);
    const bounded = v128.or(y, beyond);
    return kind === 1 ? bounded : v128.bitselect(x, bounded, f64x2.eq(x, f64x2.splat(0)));
  }

  /** A product of x with 24 bits of 2/π, without multiples of 4 */
  @inline static digit(x: v128, c: v128): v128 {
    const p = f64x2.mul(x, c);
    return f64x2.sub(p, f64x2.mul(FOUR, f64x2.floor(f64x2.mul(QUARTER, p))));
  }

  /** For any f32 as f64 */
  @inline static ofSingle(kind: i32, x: v128): v128 {
    const magnitude = v128.andnot(x, SIGN);
    const beyond = f64x2.gt(magnitude, FAR);
    const y = Circle.ofDouble(kind, v128.andnot(x, beyond));
    if (!v128.any_true(beyond)) return y;
    const infinite = v128.or(f64x2.eq(magnitude, INFINITE), f64x2.ne(x, x));
    return v128.or(v128.bitselect(Circle.ofFar(kind, x), y, beyond), infinite);
  }

  /** For f32 beyond `FAR`: sums of products that are exact, with their errors */
  @inline static ofFar(kind: i32, x: v128): v128 {
    const x0 = f64x2.mul(x, SHIFT);
    const x1 = f64x2.mul(x0, SHIFT);
    const x2 = f64x2.mul(x1, SHIFT);
    const x3 = f64x2.mul(x2, SHIFT);
    const x4 = f64x2.mul(x3, SHIFT);
    const x5 = f64x2.mul(x4, SHIFT);
    const x6 = f64x2.mul(x5, SHIFT);
    const x7 = f64x2.mul(x6, SHIFT);
    const x8 = f64x2.mul(x7, SHIFT);
    let sum = Circle.digit(x0, C0);
    let low = f64x2.splat(0);
    let next = Circle.digit(x1, C1);
    let after = f64x2.add(sum, next);
    low = f64x2.add(low, Circle.sumError(sum, next, after));
    sum = after;
    next = Circle.digit(x2, C2);
    after = f64x2.add(sum, next);
    low = f64x2.add(low, Circle.sumError(sum, next, after));
    sum = after;
    next = Circle.digit(x3, C3);
    after = f64x2.add(sum, next);
    low = f64x2.add(low, Circle.sumError(sum, next, after));
    sum = after;
    next = Circle.digit(x4, C4);
    after = f64x2.add(sum, next);
    low = f64x2.add(low, Circle.sumError(sum, next, after));
    sum = after;
    next = Circle.digit(x5, C5);
    after = f64x2.add(sum, next);
    low = f64x2.add(low, Circle.sumError(sum, next, after));
    sum = after;
    // The rest is small.
    const rest = f64x2.add(f64x2.mul(x6, C6), f64x2.add(f64x2.mul(x7, C7), f64x2.mul(x8, C8)));
    after = f64x2.add(sum, rest);
    low = f64x2.add(low, Circle.sumError(sum, rest, after));
    const turns = f64x2.add(after, MAGIC);
    const f = f64x2.sub(after, f64x2.sub(turns, MAGIC));
    const fraction = f64x2.add(f, low);
    const lost = f64x2.add(f64x2.sub(f, fraction), low);
    const r = f64x2.mul(fraction, PI_2_HIGH);
    const product = Product.error<f64>(fraction, PI_2_HIGH, r);
    const small = f64x2.add(product, f64x2.add(f64x2.mul(lost, PI_2_HIGH), f64x2.mul(fraction, PI_2_LOW)));
    return Circle.of(kind, turns, r, small);
  }

  /** a + b − fl(a + b), exact (Knuth) */
  @inline static sumError(a: v128, b: v128, sum: v128): v128 {
    const part = f64x2.sub(sum, a);
    return f64x2.add(f64x2.sub(a, f64x2.sub(sum, part)), f64x2.sub(b, part));
  }
}
