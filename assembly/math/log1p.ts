import { lanes, pick } from "../lanes";
import { Exp } from "./exp";

/**
 * log1p E for 0 ≤ E ≤ 1 on four f32 or two f64 lanes.
 *
 * s = E/(2 + E);  log1p E = 2·artanh s = 2s + s³·q(s²), q of degree 3 (f32) or 9 (f64) from
 * scripts/fit.sollya.
 */

const TWO_32 = lanes<f32>(2);
const TWO_64 = lanes<f64>(2);

const C3_32 = lanes<f32>(0.6666642);
const C5_32 = lanes<f32>(0.40021434);
const C7_32 = lanes<f32>(0.2800309);
const C9_32 = lanes<f32>(0.28006437);

const C3_64 = lanes<f64>(0.6666666666666631);
const C5_64 = lanes<f64>(0.4000000000015569);
const C7_64 = lanes<f64>(0.28571428548056743);
const C9_64 = lanes<f64>(0.22222223957015305);
const C11_64 = lanes<f64>(0.181817443711354);
const C13_64 = lanes<f64>(0.15386550523073292);
const C15_64 = lanes<f64>(0.1330109511339623);
const C17_64 = lanes<f64>(0.1210514201270947);
const C19_64 = lanes<f64>(0.08344147928321628);
const C21_64 = lanes<f64>(0.1701122564510671);

export class Log1p {
  /** 2¹⁶·log1p(E) from 2¹⁶·E: as many digits for as long as E/β is a normal number. */
  @inline static ofScaled<T>(scaled: v128): v128 {
    const unscale = Exp.unscale<T>();
    const two = pick<T>(TWO_32, TWO_64);
    const quotient = v128.div<T>(scaled, v128.add<T>(two, v128.mul<T>(scaled, unscale)));
    const s = v128.mul<T>(quotient, unscale);
    const z = v128.mul<T>(s, s);
    const cubic = v128.mul<T>(v128.mul<T>(quotient, z), Log1p.polynomial<T>(z));
    return v128.add<T>(v128.add<T>(quotient, quotient), cubic);
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
