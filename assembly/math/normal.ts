import { Lanes, lanes, pick } from "../simd/lanes";
import { Exp } from "./exp";
import { Product } from "./product";

/**
 * The normal distribution on four f32 or two f64 lanes: Φ(−a) = e^(−a²/2)·R(a) for a ≥ 0.
 *
 * R = t·S(v − CENTER), t = 1/(1 + ka), v = 1 − t = ka·t, S of degree 10 (f32) or 24 (f64): the fits "normal f32" (error
 * 2⁻²⁵·²) and "normal f64" (2⁻⁵⁵·⁹) of scripts/build/fit.sollya. k is a power of two, so that ka is exact. S falls from
 * ½ to 0.23 (f64: 0.10); the terms added to its value at CENTER are small compared with it at either end. (In the
 * variable (a − 4)/(a + 4), after Shepherd and Laframboise 1981, the same degree came to 5.7 ULP.) The rounding error
 * of the square goes into the exponential: it would cost a²/4 ULP.
 */

const STEEPNESS_32 = lanes<f32>(0.5);
const STEEPNESS_64 = lanes<f64>(0.25);
const CENTER_32 = lanes<f32>(0.375);
const CENTER_64 = lanes<f64>(0.4375);
const MINUS_HALF_32 = lanes<f32>(-0.5);
const MINUS_HALF_64 = lanes<f64>(-0.5);
// Bound of a. From a little below it, n of e^(−a²/2) is one less than for the smallest normal power of two: 2ⁿ is 0,
// and so are Φ(−a) and φ(a), which are less than the smallest normal number. Beyond it the bits would be garbage.
const FAR_32 = lanes<f32>(13.27);
const FAR_64 = lanes<f64>(37.656);

const S0_32 = lanes<f32>(0.37824473);
const S1_32 = lanes<f32>(-0.33900788);
const S2_32 = lanes<f32>(0.0040139095);
const S3_32 = lanes<f32>(0.13463348);
const S4_32 = lanes<f32>(0.047118455);
const S5_32 = lanes<f32>(-0.053679775);
const S6_32 = lanes<f32>(-0.07268854);
const S7_32 = lanes<f32>(-0.02248692);
const S8_32 = lanes<f32>(0.05600877);
const S9_32 = lanes<f32>(0.05661991);
const S10_32 = lanes<f32>(-0.0384032);

const S0_64 = lanes<f64>(0.20942512359414156);
const S1_64 = lanes<f64>(-0.35695228837837945);
const S2_64 = lanes<f64>(0.46287877572389824);
const S3_64 = lanes<f64>(-0.43549748142761296);
const S4_64 = lanes<f64>(0.2567412752086283);
const S5_64 = lanes<f64>(-0.0353353991596764);
const S6_64 = lanes<f64>(-0.07697587985198022);
const S7_64 = lanes<f64>(0.04386263337020264);
const S8_64 = lanes<f64>(0.02438191727179722);
const S9_64 = lanes<f64>(-0.02557340193851199);
const S10_64 = lanes<f64>(-0.011884582319134843);
const S11_64 = lanes<f64>(0.014131346939665501);
const S12_64 = lanes<f64>(0.00888582234559607);
const S13_64 = lanes<f64>(-0.007180799841541109);
const S14_64 = lanes<f64>(-0.0077638416898712015);
const S15_64 = lanes<f64>(0.0023592244591185683);
const S16_64 = lanes<f64>(0.0064457195453141965);
const S17_64 = lanes<f64>(0.0011302609821179004);
const S18_64 = lanes<f64>(-0.004453490907322288);
const S19_64 = lanes<f64>(-0.0031881295555513845);
const S20_64 = lanes<f64>(0.0022437882033686934);
const S21_64 = lanes<f64>(0.0033753832389641697);
const S22_64 = lanes<f64>(-0.0008052911388965912);
const S23_64 = lanes<f64>(-0.0017408949925995147);
const S24_64 = lanes<f64>(0.0003451009350288005);

export class Normal {
  /** |x|, bounded to the range with something to compute */
  @inline static magnitude<T>(x: v128): v128 {
    return v128.pmin<T>(v128.andnot(x, Lanes.sign<T>()), pick<T>(FAR_32, FAR_64));
  }

  /** The bits that hold n of e^(−a²/2) = 2ⁿ·(1 + p), and p */
  @inline static whole<T>(a: v128): v128 {
    return Exp.plainWhole<T>(Normal.exponent<T>(a));
  }
  @inline static minusOne<T>(a: v128, whole: v128): v128 {
    const low = v128.mul<T>(Product.squareError<T>(a, v128.mul<T>(a, a)), pick<T>(MINUS_HALF_32, MINUS_HALF_64));
    return Exp.expm1OfReduced<T>(v128.add<T>(Exp.plainReduce<T>(Normal.exponent<T>(a), whole), low));
  }
  @inline static exponent<T>(a: v128): v128 {
    return v128.mul<T>(v128.mul<T>(a, a), pick<T>(MINUS_HALF_32, MINUS_HALF_64));
  }

  /** e^(−a²/2), to the last digits */
  @inline static bell<T>(a: v128): v128 {
    const whole = Normal.whole<T>(a);
    const s = Exp.power<T>(whole);
    return v128.add<T>(s, v128.mul<T>(s, Normal.minusOne<T>(a, whole)));
  }

  /** R(a) */
  @inline static ratio<T>(a: v128): v128 {
    const one = Lanes.one<T>();
    const scaled = v128.mul<T>(a, pick<T>(STEEPNESS_32, STEEPNESS_64));
    const t = v128.div<T>(one, v128.add<T>(one, scaled));
    const w = v128.sub<T>(v128.mul<T>(scaled, t), pick<T>(CENTER_32, CENTER_64));
    return v128.mul<T>(t, v128.add<T>(pick<T>(S0_32, S0_64), v128.mul<T>(w, Normal.rest<T>(w))));
  }

  /**
   * a·Φ(−a) = a/(1 + ka)·2ⁿ·(S + S·p), a = |x|. The quotient also gives v, and S + S·p adds the large term last, so
   * that three roundings count instead of six (f32: 5.6 → 3.6 ULP).
   */
  @inline static weigh<T>(x: v128): v128 {
    const a = Normal.magnitude<T>(x);
    const steepness = pick<T>(STEEPNESS_32, STEEPNESS_64);
    const first = pick<T>(S0_32, S0_64);
    const whole = Normal.whole<T>(a);
    const p = Normal.minusOne<T>(a, whole);
    const t = v128.div<T>(a, v128.add<T>(Lanes.one<T>(), v128.mul<T>(a, steepness)));
    const w = v128.sub<T>(v128.mul<T>(t, steepness), pick<T>(CENTER_32, CENTER_64));
    const rest = v128.mul<T>(w, Normal.rest<T>(w));
    const factor = v128.add<T>(first, v128.add<T>(rest, v128.mul<T>(p, v128.add<T>(first, rest))));
    return v128.mul<T>(v128.mul<T>(t, Exp.power<T>(whole)), factor);
  }

  /** (S(w) − S(0))/w, in Estrin's form */
  @inline static rest<T>(w: v128): v128 {
    const w2 = v128.mul<T>(w, w);
    const w4 = v128.mul<T>(w2, w2);
    if (sizeof<T>() === 4) {
      const s1 = f32x4.add(f32x4.add(S1_32, f32x4.mul(S2_32, w)), f32x4.mul(w2, f32x4.add(S3_32, f32x4.mul(S4_32, w))));
      const s5 = f32x4.add(f32x4.add(S5_32, f32x4.mul(S6_32, w)), f32x4.mul(w2, f32x4.add(S7_32, f32x4.mul(S8_32, w))));
      return f32x4.add(s1, f32x4.mul(w4, f32x4.add(s5, f32x4.mul(w4, f32x4.add(S9_32, f32x4.mul(S10_32, w))))));
    }
    const w8 = f64x2.mul(w4, w4);
    const s1 = f64x2.add(f64x2.add(S1_64, f64x2.mul(S2_64, w)), f64x2.mul(w2, f64x2.add(S3_64, f64x2.mul(S4_64, w))));
    const s5 = f64x2.add(f64x2.add(S5_64, f64x2.mul(S6_64, w)), f64x2.mul(w2, f64x2.add(S7_64, f64x2.mul(S8_64, w))));
    const s9 = f64x2.add(
      f64x2.add(S9_64, f64x2.mul(S10_64, w)),
      f64x2.mul(w2, f64x2.add(S11_64, f64x2.mul(S12_64, w))),
    );
    const s13 = f64x2.add(
      f64x2.add(S13_64, f64x2.mul(S14_64, w)),
      f64x2.mul(w2, f64x2.add(S15_64, f64x2.mul(S16_64, w))),
    );
    const s17 = f64x2.add(
      f64x2.add(S17_64, f64x2.mul(S18_64, w)),
      f64x2.mul(w2, f64x2.add(S19_64, f64x2.mul(S20_64, w))),
    );
    const s21 = f64x2.add(
      f64x2.add(S21_64, f64x2.mul(S22_64, w)),
      f64x2.mul(w2, f64x2.add(S23_64, f64x2.mul(S24_64, w))),
    );
    const low = f64x2.add(s1, f64x2.mul(w4, s5));
    const mid = f64x2.add(s9, f64x2.mul(w4, s13));
    const high = f64x2.add(s17, f64x2.mul(w4, s21));
    return f64x2.add(low, f64x2.mul(w8, f64x2.add(mid, f64x2.mul(w8, high))));
  }
}
