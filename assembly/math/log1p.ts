import { lanes, pick } from "../simd/lanes";
import { Exp } from "./exp";

/**
 * log1p E for 0 ≤ E ≤ 1 on four f32 or two f64 lanes.
 *
 * s = E/(2 + E);  log1p E = 2·artanh s = 2s + s³·q(s²) = E − s·(E − s²·q(s²)), q of degree 3 (f32) or 9 (f64), times
 * 2¹⁶: the fits "log1p f32" (error 2⁻²⁷·⁷) and "log1p f64" (2⁻⁵⁹·⁴) of scripts/build/fit.sollya.
 */

const TWO_32 = lanes<f32>(2);
const TWO_64 = lanes<f64>(2);

const C3_32 = lanes<f32>(43690.504);
const C5_32 = lanes<f32>(26228.447);
const C7_32 = lanes<f32>(18352.105);
const C9_32 = lanes<f32>(18354.299);

const C3_64 = lanes<f64>(43690.66666666643);
const C5_64 = lanes<f64>(26214.400000102032);
const C7_64 = lanes<f64>(18724.571413254467);
const C9_64 = lanes<f64>(14563.55669246955);
const C11_64 = lanes<f64>(11915.587991067296);
const C13_64 = lanes<f64>(10083.729750801313);
const C15_64 = lanes<f64>(8717.005693515353);
const C17_64 = lanes<f64>(7933.225869449278);
const C19_64 = lanes<f64>(5468.420786304862);
const C21_64 = lanes<f64>(11148.476838777133);

export class Log1p {
  /**
   * 2¹⁶·log1p(E) from 2¹⁶·E: keeps its digits as long as E/β is a normal number. The rounded part of E − s·(E − s²·q)
   * is small compared with E (softplus 2.86 → 2.07 ULP).
   */
  @inline static ofScaled<T>(scaled: v128): v128 {
    const e = v128.mul<T>(scaled, Exp.unscale<T>());
    const s = v128.div<T>(e, v128.add<T>(pick<T>(TWO_32, TWO_64), e));
    const z = v128.mul<T>(s, s);
    return v128.sub<T>(scaled, v128.mul<T>(s, v128.sub<T>(scaled, v128.mul<T>(z, Log1p.polynomial<T>(z)))));
  }

  @inline static polynomial<T>(z: v128): v128 {
    const z2 = v128.mul<T>(z, z);
    if (sizeof<T>() === 4) {
      const q3 = f32x4.add(C3_32, f32x4.mul(C5_32, z));
      return f32x4.add(q3, f32x4.mul(z2, f32x4.add(C7_32, f32x4.mul(C9_32, z))));
    }
    const z4 = f64x2.mul(z2, z2);
    const q3 = f64x2.add(f64x2.add(C3_64, f64x2.mul(C5_64, z)), f64x2.mul(z2, f64x2.add(C7_64, f64x2.mul(C9_64, z))));
    const q11 = f64x2.add(
      f64x2.add(C11_64, f64x2.mul(C13_64, z)),
      f64x2.mul(z2, f64x2.add(C15_64, f64x2.mul(C17_64, z))),
    );
    const q19 = f64x2.add(C19_64, f64x2.mul(C21_64, z));
    return f64x2.add(q3, f64x2.mul(z4, f64x2.add(q11, f64x2.mul(z4, q19))));
  }
}
