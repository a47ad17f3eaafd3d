import { lanes } from "../simd/lanes";

/**
 * R(a) = e^(a²/2)·Φ(−a) for a ≥ 0 on two f64 lanes, for erfc.
 *
 * R = t·S(v − CENTER), t = 1/(1 + ka), v = 1 − t = ka·t, S of degree 24: the fit "normal f64" (error 2⁻⁵⁵·⁹) of
 * scripts/build/fit.sollya. k is a power of two, so that ka is exact. S falls from ½ to 0.10; the terms added to its value
 * at CENTER are small compared with it at either end. (In the variable (a − 4)/(a + 4), after Shepherd and Laframboise
 * 1981, the same degree came to 5.7 ULP.)
 */

const ONE = lanes<f64>(1);
const STEEPNESS = lanes<f64>(0.25);
const CENTER = lanes<f64>(0.4375);

const S0 = lanes<f64>(0.20942512359414156);
const S1 = lanes<f64>(-0.35695228837837945);
const S2 = lanes<f64>(0.46287877572389824);
const S3 = lanes<f64>(-0.43549748142761296);
const S4 = lanes<f64>(0.2567412752086283);
const S5 = lanes<f64>(-0.0353353991596764);
const S6 = lanes<f64>(-0.07697587985198022);
const S7 = lanes<f64>(0.04386263337020264);
const S8 = lanes<f64>(0.02438191727179722);
const S9 = lanes<f64>(-0.02557340193851199);
const S10 = lanes<f64>(-0.011884582319134843);
const S11 = lanes<f64>(0.014131346939665501);
const S12 = lanes<f64>(0.00888582234559607);
const S13 = lanes<f64>(-0.007180799841541109);
const S14 = lanes<f64>(-0.0077638416898712015);
const S15 = lanes<f64>(0.0023592244591185683);
const S16 = lanes<f64>(0.0064457195453141965);
const S17 = lanes<f64>(0.0011302609821179004);
const S18 = lanes<f64>(-0.004453490907322288);
const S19 = lanes<f64>(-0.0031881295555513845);
const S20 = lanes<f64>(0.0022437882033686934);
const S21 = lanes<f64>(0.0033753832389641697);
const S22 = lanes<f64>(-0.0008052911388965912);
const S23 = lanes<f64>(-0.0017408949925995147);
const S24 = lanes<f64>(0.0003451009350288005);

export class Normal {
  /** R(a) */
  @inline static ratio(a: v128): v128 {
    const scaled = f64x2.mul(a, STEEPNESS);
    const t = f64x2.div(ONE, f64x2.add(ONE, scaled));
    const w = f64x2.sub(f64x2.mul(scaled, t), CENTER);
    return f64x2.mul(t, f64x2.add(S0, f64x2.mul(w, Normal.rest(w))));
  }

  /** (S(w) − S(0))/w, in Estrin's form */
  @inline static rest(w: v128): v128 {
    const w2 = f64x2.mul(w, w);
    const w4 = f64x2.mul(w2, w2);
    const w8 = f64x2.mul(w4, w4);
    const s1 = f64x2.add(f64x2.add(S1, f64x2.mul(S2, w)), f64x2.mul(w2, f64x2.add(S3, f64x2.mul(S4, w))));
    const s5 = f64x2.add(f64x2.add(S5, f64x2.mul(S6, w)), f64x2.mul(w2, f64x2.add(S7, f64x2.mul(S8, w))));
    const s9 = f64x2.add(f64x2.add(S9, f64x2.mul(S10, w)), f64x2.mul(w2, f64x2.add(S11, f64x2.mul(S12, w))));
    const s13 = f64x2.add(f64x2.add(S13, f64x2.mul(S14, w)), f64x2.mul(w2, f64x2.add(S15, f64x2.mul(S16, w))));
    const s17 = f64x2.add(f64x2.add(S17, f64x2.mul(S18, w)), f64x2.mul(w2, f64x2.add(S19, f64x2.mul(S20, w))));
    const s21 = f64x2.add(f64x2.add(S21, f64x2.mul(S22, w)), f64x2.mul(w2, f64x2.add(S23, f64x2.mul(S24, w))));
    const low = f64x2.add(s1, f64x2.mul(w4, s5));
    const mid = f64x2.add(s9, f64x2.mul(w4, s13));
    const high = f64x2.add(s17, f64x2.mul(w4, s21));
    return f64x2.add(low, f64x2.mul(w8, f64x2.add(mid, f64x2.mul(w8, high))));
  }
}
