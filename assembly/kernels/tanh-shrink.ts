import { Backward, Forward } from "../loops/map";
import { Exp } from "../math/exp";
import { Tanh } from "../math/tanh";
import { Lanes, lanes, pick } from "../simd/lanes";

// The polynomial serves up to 1. Beyond, |x| − 1 is not negative, and exact where it could cancel.
const TWO_32 = lanes<f32>(2);
const TWO_64 = lanes<f64>(2);
// From here on adding 2/(e^2x + 1) to x does not change it.
const STRAIGHT_32 = lanes<f32>(20);
const STRAIGHT_64 = lanes<f64>(40);

const C3_32 = lanes<f32>(0.33333334);
const C5_32 = lanes<f32>(-0.13333353);
const C7_32 = lanes<f32>(0.053967934);
const C9_32 = lanes<f32>(-0.021850683);
const C11_32 = lanes<f32>(0.008748728);
const C13_32 = lanes<f32>(-0.0032725607);
const C15_32 = lanes<f32>(0.0009668627);
const C17_32 = lanes<f32>(-0.00015424831);

const C3_64 = lanes<f64>(0.3333333333333333);
const C5_64 = lanes<f64>(-0.13333333333332875);
const C7_64 = lanes<f64>(0.05396825396794611);
const C9_64 = lanes<f64>(-0.02186948852693305);
const C11_64 = lanes<f64>(0.008863235377182907);
const C13_64 = lanes<f64>(-0.003592126463157336);
const C15_64 = lanes<f64>(0.0014558235419722472);
const C17_64 = lanes<f64>(-0.0005899750043774115);
const C19_64 = lanes<f64>(0.00023894555843413228);
const C21_64 = lanes<f64>(-9.644039721423528e-5);
const C23_64 = lanes<f64>(3.835790096354501e-5);
const C25_64 = lanes<f64>(-1.4573795670527196e-5);
const C27_64 = lanes<f64>(4.964642045397812e-6);
const C29_64 = lanes<f64>(-1.3681883011510837e-6);
const C31_64 = lanes<f64>(2.601858012570069e-7);
const C33_64 = lanes<f64>(-2.4754461343673817e-8);

/**
 * x − tanh x. For |x| ≤ 1: x³·q(x²), an odd polynomial of degree 17 (f32) or 33 (f64), the fits "tanhShrink f32" (error
 * 2⁻²⁵·⁰) and "tanhShrink f64" (2⁻⁵⁴·⁰) of scripts/build/fit.sollya. Beyond: ±((|x| − 1) + 2/(e^2|x| + 1)).
 *
 * Worst errors in ULP, of all f32 and of a search in f64 (docs/accuracy.json):
 * f32 f: 3.26 at x = -0.0056037405, got -5.865532e-8, want -5.865530902e-8
 * f32 grad: 3.43 at x = -0.6365136, got 0.31643, want 0.3164299003
 * f64 f: 3.24 at x = 0.00017590250565637267, got 1.8142403320211797e-12, want 1.8142403320211803e-12
 * f64 grad: 3.43 at x = -0.6806979929425087, got 0.3504320050848709, want 0.3504320050848707
 */
@kernel("tanh_shrink")
@final
export class TanhShrink<T> implements Forward, Backward {
  @heavy
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    const one = Lanes.one<T>();
    const sign = v128.and(x, Lanes.sign<T>());
    const magnitude = v128.xor(x, sign);
    const bounded = v128.pmin<T>(magnitude, pick<T>(STRAIGHT_32, STRAIGHT_64));
    const e = Exp.ofBounded<T>(v128.add<T>(bounded, bounded));
    const rest = v128.div<T>(pick<T>(TWO_32, TWO_64), v128.add<T>(e, one));
    const tail = v128.add<T>(v128.sub<T>(magnitude, one), rest);
    const near = v128.le<T>(magnitude, one);
    const z = v128.mul<T>(x, x);
    const foot = v128.mul<T>(v128.mul<T>(magnitude, z), TanhShrink.polynomial<T>(z));
    return v128.or(v128.bitselect(foot, tail, near), sign);
  }
  /** tanh² x */
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const t = Tanh.ofExponential<T>(x);
    return v128.mul<T>(dy, v128.mul<T>(t, t));
  }
  /** The first term is added last, so that one rounding counts instead of three (4.14 → 3.26 ULP). */
  @inline static polynomial<T>(z: v128): v128 {
    const rest = v128.mul<T>(z, TanhShrink.rest<T>(z));
    return v128.add<T>(pick<T>(C3_32, C3_64), rest);
  }
  @inline static rest<T>(z: v128): v128 {
    const z2 = v128.mul<T>(z, z);
    if (sizeof<T>() === 4) {
      const q5 = f32x4.add(C5_32, f32x4.mul(C7_32, z));
      const q9 = f32x4.add(C9_32, f32x4.mul(C11_32, z));
      const q13 = f32x4.add(f32x4.add(C13_32, f32x4.mul(C15_32, z)), f32x4.mul(z2, C17_32));
      return f32x4.add(q5, f32x4.mul(z2, f32x4.add(q9, f32x4.mul(z2, q13))));
    }
    const z4 = f64x2.mul(z2, z2);
    const z8 = f64x2.mul(z4, z4);
    const q5 = f64x2.add(f64x2.add(C5_64, f64x2.mul(C7_64, z)), f64x2.mul(z2, f64x2.add(C9_64, f64x2.mul(C11_64, z))));
    const q13 = f64x2.add(
      f64x2.add(C13_64, f64x2.mul(C15_64, z)),
      f64x2.mul(z2, f64x2.add(C17_64, f64x2.mul(C19_64, z))),
    );
    const q21 = f64x2.add(
      f64x2.add(C21_64, f64x2.mul(C23_64, z)),
      f64x2.mul(z2, f64x2.add(C25_64, f64x2.mul(C27_64, z))),
    );
    const q29 = f64x2.add(f64x2.add(C29_64, f64x2.mul(C31_64, z)), f64x2.mul(z2, C33_64));
    const low = f64x2.add(q5, f64x2.mul(z4, q13));
    return f64x2.add(low, f64x2.mul(z8, f64x2.add(q21, f64x2.mul(z4, q29))));
  }
}
