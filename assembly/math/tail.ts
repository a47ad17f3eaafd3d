import { Lanes, lanes, pick } from "../simd/lanes";
import { Exp } from "./exp";

/**
 * The tail of the normal distribution on four f32 or two f64 lanes: a·Φ(−a) and Φ(−a) − a·φ(a), a = |x|, which are what
 * gelu and its slope lack of relu and 1.
 *
 * a·Φ(−a) = φ(a)·t/(t + E), t = a·N: the polynomials N and E, of degrees 4 and 3 (f32) or 10 and 9 (f64), are positive, and
 * Mills' ratio has its limit 1/a. They are the fits "gelu f32" (error 2⁻²⁵·⁸) and "gelu f64" (2⁻⁵⁶·⁸) of
 * scripts/build/fit-tail.py, as is P of φ(a) = 2ⁿ·P(ρ), ρ = a² + 2n·ln2.
 *
 * The rounding error of a² would cost a²/4 ULP. So a is split into h of half as many bits and the rest: h² is exact, as is
 * 2n·ln2 + h² with the upper part of ln2.
 */

const UPPER_32 = lanes<i32>(-4096);
const UPPER_64 = lanes<i64>(-134217728);
// 1.5·2²³ and 1.5·2⁵², whose unit in the last place is 1, plus the exponent bias
const MAGIC_32 = lanes<f32>(12582912 + 127);
const MAGIC_64 = lanes<f64>(6755399441055744 + 1023);
// −½·log₂(e) for h². In f32 h² may be 2⁻¹⁰ less than a²: half of that is added.
const MINUS_HALF_LOG2E_32 = lanes<f32>(-0.72152364);
const MINUS_HALF_LOG2E_64 = lanes<f64>(-0.7213475204444817);
const TWO_LN2_HIGH_32 = lanes<f32>(1.38629150390625);
const TWO_LN2_HIGH_64 = lanes<f64>(1.386294361119326);
const TWO_LN2_LOW_32 = lanes<f32>(0.0000028572136);
const TWO_LN2_LOW_64 = lanes<f64>(5.647058112606315e-13);
// From a little below it, n is one less than for the smallest normal power of two: 2ⁿ is 0, and so are the results, which
// are less than the smallest normal number. Beyond it the bits would be garbage.
const FAR_32 = lanes<f32>(13.27);
const FAR_64 = lanes<f64>(37.656);

const N0_32 = lanes<f32>(100.910118);
const N1_32 = lanes<f32>(92.8354034);
const N2_32 = lanes<f32>(40.2675705);
const N3_32 = lanes<f32>(9.32044792);
const E0_32 = lanes<f32>(80.5144653);
const E1_32 = lanes<f32>(37.4029961);
const E2_32 = lanes<f32>(9.39316273);
const E3_32 = lanes<f32>(0.996811628);
const P0_32 = lanes<f32>(0.398941487);
const P1_32 = lanes<f32>(-0.199470744);
const P2_32 = lanes<f32>(0.0498676747);
const P3_32 = lanes<f32>(-0.00831118599);
const P4_32 = lanes<f32>(0.00103897566);
const P5_32 = lanes<f32>(-0.000104394807);
const P6_32 = lanes<f32>(0.00000858934709);

const N0_64 = lanes<f64>(1541888.05095573);
const N1_64 = lanes<f64>(2640257.16730611);
const N2_64 = lanes<f64>(2233865.9404986748);
const N3_64 = lanes<f64>(1210049.9002124276);
const N4_64 = lanes<f64>(460943.5628963338);
const N5_64 = lanes<f64>(128539.03635515273);
const N6_64 = lanes<f64>(26557.112445696766);
const N7_64 = lanes<f64>(4022.262467652219);
const N8_64 = lanes<f64>(429.479761099079);
const N9_64 = lanes<f64>(29.447769989736553);
const E0_64 = lanes<f64>(1230248.6703439988);
const E1_64 = lanes<f64>(1546328.7994026556);
const E2_64 = lanes<f64>(991026.1876612914);
const E3_64 = lanes<f64>(412049.4990044986);
const E4_64 = lanes<f64>(120789.01754714825);
const E5_64 = lanes<f64>(25708.15199658889);
const E6_64 = lanes<f64>(3963.366948293266);
const E7_64 = lanes<f64>(427.4797608216232);
const E8_64 = lanes<f64>(29.44776999143223);
const P0_64 = lanes<f64>(0.3989422804014327);
const P1_64 = lanes<f64>(-0.19947114020071635);
const P2_64 = lanes<f64>(0.04986778505017914);
const P3_64 = lanes<f64>(-0.008311297508363144);
const P4_64 = lanes<f64>(0.0010389121885430734);
const P5_64 = lanes<f64>(-0.00010389121885522233);
const P6_64 = lanes<f64>(8.657601598381436e-6);
const P7_64 = lanes<f64>(-6.184001085497569e-7);
const P8_64 = lanes<f64>(3.8649877653330934e-8);
const P9_64 = lanes<f64>(-2.147229133329261e-9);
const P10_64 = lanes<f64>(1.076302683828025e-10);
const P11_64 = lanes<f64>(-4.8807125335033476e-12);

export class Tail {
  /** |x|, bounded to the range with something to compute */
  @inline static magnitude<T>(x: v128): v128 {
    return v128.pmin<T>(v128.andnot(x, Lanes.sign<T>()), pick<T>(FAR_32, FAR_64));
  }

  /** |x|·Φ(−|x|) */
  @inline static weigh<T>(x: v128): v128 {
    const a = Tail.magnitude<T>(x);
    const high = v128.and(a, pick<T>(UPPER_32, UPPER_64));
    const whole = Tail.whole<T>(v128.mul<T>(high, high));
    const p = Tail.density<T>(Tail.residue<T>(a, high, whole));
    const t = v128.mul<T>(a, Tail.n<T>(a));
    const quotient = v128.div<T>(t, Tail.sum<T>(a, t));
    return v128.mul<T>(v128.mul<T>(quotient, Exp.power<T>(whole)), p);
  }

  /** Φ(−|x|) − |x|·φ(x) = φ(x)·(N/(t + E) − |x|) in f64 */
  @inline static slope(x: v128): v128 {
    const a = Tail.magnitude<f64>(x);
    const high = v128.and(a, UPPER_64);
    const whole = Tail.whole<f64>(f64x2.mul(high, high));
    const density = f64x2.mul(Exp.power<f64>(whole), Tail.density<f64>(Tail.residue<f64>(a, high, whole)));
    const n = Tail.n<f64>(a);
    const ratio = f64x2.div(n, Tail.sum<f64>(a, f64x2.mul(a, n)));
    return f64x2.mul(density, f64x2.sub(ratio, a));
  }

  /** The bits that hold n */
  @inline static whole<T>(square: v128): v128 {
    const scaled = v128.mul<T>(square, pick<T>(MINUS_HALF_LOG2E_32, MINUS_HALF_LOG2E_64));
    return v128.add<T>(scaled, pick<T>(MAGIC_32, MAGIC_64));
  }

  /** ρ */
  @inline static residue<T>(a: v128, high: v128, whole: v128): v128 {
    const n = v128.sub<T>(whole, pick<T>(MAGIC_32, MAGIC_64));
    const upper = v128.add<T>(v128.mul<T>(high, high), v128.mul<T>(n, pick<T>(TWO_LN2_HIGH_32, TWO_LN2_HIGH_64)));
    const cross = v128.mul<T>(v128.sub<T>(a, high), v128.add<T>(a, high));
    return v128.add<T>(upper, v128.add<T>(cross, v128.mul<T>(n, pick<T>(TWO_LN2_LOW_32, TWO_LN2_LOW_64))));
  }

  /** e^(−ρ/2)/√(2π) */
  @inline static density<T>(rho: v128): v128 {
    const z = v128.mul<T>(rho, rho);
    if (sizeof<T>() === 4) {
      const low = f32x4.add(P2_32, f32x4.mul(P3_32, rho));
      const high = f32x4.add(f32x4.add(P4_32, f32x4.mul(P5_32, rho)), f32x4.mul(P6_32, z));
      return f32x4.add(P0_32, f32x4.add(f32x4.mul(rho, P1_32), f32x4.mul(z, f32x4.add(low, f32x4.mul(z, high)))));
    }
    const z2 = f64x2.mul(z, z);
    const p2 = f64x2.add(
      f64x2.add(P2_64, f64x2.mul(P3_64, rho)),
      f64x2.mul(z, f64x2.add(P4_64, f64x2.mul(P5_64, rho))),
    );
    const p6 = f64x2.add(
      f64x2.add(P6_64, f64x2.mul(P7_64, rho)),
      f64x2.mul(z, f64x2.add(P8_64, f64x2.mul(P9_64, rho))),
    );
    const p10 = f64x2.add(P10_64, f64x2.mul(P11_64, rho));
    const rest = f64x2.mul(z, f64x2.add(p2, f64x2.mul(z2, f64x2.add(p6, f64x2.mul(z2, p10)))));
    return f64x2.add(P0_64, f64x2.add(f64x2.mul(rho, P1_64), rest));
  }

  @inline static n<T>(a: v128): v128 {
    if (sizeof<T>() === 4) {
      return f32x4.add(
        N0_32,
        f32x4.mul(a, f32x4.add(N1_32, f32x4.mul(a, f32x4.add(N2_32, f32x4.mul(a, f32x4.add(N3_32, a)))))),
      );
    }
    const z = f64x2.mul(a, a);
    const even4 = f64x2.add(N4_64, f64x2.mul(z, f64x2.add(N6_64, f64x2.mul(z, f64x2.add(N8_64, z)))));
    const even = f64x2.mul(z, f64x2.add(N2_64, f64x2.mul(z, even4)));
    const odd5 = f64x2.add(N5_64, f64x2.mul(z, f64x2.add(N7_64, f64x2.mul(z, N9_64))));
    const odd = f64x2.add(N1_64, f64x2.mul(z, f64x2.add(N3_64, f64x2.mul(z, odd5))));
    return f64x2.add(N0_64, f64x2.add(even, f64x2.mul(a, odd)));
  }

  /** t + E. E0 is added last, as N0 is in N: where a is small, so is all else. With it, the rounding error of the rest. */
  @inline static sum<T>(a: v128, t: v128): v128 {
    const rest = Tail.rest<T>(a);
    const sum = v128.add<T>(rest, t);
    const error = v128.sub<T>(rest, v128.sub<T>(sum, t));
    return v128.add<T>(sum, v128.add<T>(pick<T>(E0_32, E0_64), error));
  }

  /** E − E0 */
  @inline static rest<T>(a: v128): v128 {
    if (sizeof<T>() === 4) {
      return f32x4.mul(a, f32x4.add(E1_32, f32x4.mul(a, f32x4.add(E2_32, f32x4.mul(a, E3_32)))));
    }
    const z = f64x2.mul(a, a);
    const even4 = f64x2.add(E4_64, f64x2.mul(z, f64x2.add(E6_64, f64x2.mul(z, E8_64))));
    const even = f64x2.mul(z, f64x2.add(E2_64, f64x2.mul(z, even4)));
    const odd5 = f64x2.add(E5_64, f64x2.mul(z, f64x2.add(E7_64, z)));
    const odd = f64x2.add(E1_64, f64x2.mul(z, f64x2.add(E3_64, f64x2.mul(z, odd5))));
    return f64x2.add(even, f64x2.mul(a, odd));
  }
}
