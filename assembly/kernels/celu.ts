import { Backward, Forward, FromOutput } from "../loops/map";
import { Sensitivity } from "../loops/total";
import { Exp } from "../math/exp";
import { Product } from "../math/product";
import { Lanes, lanes, pick } from "../simd/lanes";

/**
 * a = alpha, not 0, of either sign: x > 0 ? x : α·expm1(x/α). The rounding error of the quotient goes into the
 * exponential: for α < 0, where x/α rises, it would cost |x/α|/2 ULP. α < 0 may make a number of an exponential that is
 * beyond the type.
 */
@kernel("celu")
@final
export class Celu<T> implements Forward, Backward, FromOutput {
  @heavy
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    const q = v128.div<T>(x, a);
    const z = Exp.doubleBounded<T>(q);
    const below = Exp.expm1OfSum<T>(z, Celu.lost<T>(x, a, q, z), a);
    return v128.bitselect(x, below, v128.gt<T>(x, Lanes.zero<T>()));
  }
  @heavy
  @inline
  grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const q = v128.div<T>(x, a);
    const z = Exp.bounded<T>(q);
    const below = v128.mul<T>(dy, Exp.ofSum<T>(z, Celu.lost<T>(x, a, q, z)));
    return v128.bitselect(dy, below, v128.gt<T>(x, Lanes.zero<T>()));
  }
  /** y/α + 1 below 0 */
  @inline fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const slope = v128.add<T>(v128.div<T>(y, a), Lanes.one<T>());
    return v128.bitselect(dy, v128.mul<T>(dy, slope), v128.gt<T>(y, Lanes.zero<T>()));
  }
  /** x/a − q, or 0 where q is out of bounds */
  @inline static lost<T>(x: v128, a: v128, q: v128, bounded: v128): v128 {
    const product = v128.mul<T>(q, a);
    const rest = v128.sub<T>(v128.sub<T>(x, product), Product.error<T>(q, a, product));
    return v128.and(v128.div<T>(rest, a), v128.eq<T>(q, bounded));
  }
}

// For |z| up to NEAR, where expm1(z) − z·eᶻ would cancel: z²·(G0 + G1·z + …), the fits "celu f32" (error 2⁻²⁶·⁷) and
// "celu f64" (2⁻⁵⁷·³) of scripts/build/fit.sollya.
const NEAR_32 = lanes<f32>(1.5);
const NEAR_64 = lanes<f64>(1.5);

const G0_32 = lanes<f32>(-0.5);
const G1_32 = lanes<f32>(-0.3333333);
const G2_32 = lanes<f32>(-0.12499996);
const G3_32 = lanes<f32>(-0.033333436);
const G4_32 = lanes<f32>(-0.0069446126);
const G5_32 = lanes<f32>(-0.0011903292);
const G6_32 = lanes<f32>(-0.00017337786);
const G7_32 = lanes<f32>(-2.21195e-5);
const G8_32 = lanes<f32>(-2.606161e-6);
const G9_32 = lanes<f32>(-2.429264e-7);

const G0_64 = lanes<f64>(-0.5);
const G1_64 = lanes<f64>(-0.3333333333333333);
const G2_64 = lanes<f64>(-0.12500000000000006);
const G3_64 = lanes<f64>(-0.03333333333333374);
const G4_64 = lanes<f64>(-0.0069444444444437875);
const G5_64 = lanes<f64>(-0.001190476190473494);
const G6_64 = lanes<f64>(-0.0001736111111136759);
const G7_64 = lanes<f64>(-2.204585538714719e-5);
const G8_64 = lanes<f64>(-2.480158725508597e-6);
const G9_64 = lanes<f64>(-2.505210714873153e-7);
const G10_64 = lanes<f64>(-2.296443708103476e-8);
const G11_64 = lanes<f64>(-1.927096083554019e-9);
const G12_64 = lanes<f64>(-1.4911751469682868e-10);
const G13_64 = lanes<f64>(-1.0700671245266304e-11);
const G14_64 = lanes<f64>(-7.174125965849289e-13);
const G15_64 = lanes<f64>(-4.6380528401120056e-14);
const G16_64 = lanes<f64>(-2.6409915814514355e-15);

/** ∂f/∂α = expm1(z) − z·eᶻ where x ≤ 0, z = x/α. Far from 0 it is (1 − z)·eᶻ − 1. */
@kernel("celu_grad_alpha")
@final
export class CeluAlpha<T> implements Sensitivity {
  @inline term(x: v128, a: v128): v128 {
    const one = Lanes.one<T>();
    const q = v128.div<T>(x, a);
    const bounded = Exp.bounded<T>(q);
    const e = Exp.ofSum<T>(bounded, Celu.lost<T>(x, a, q, bounded));
    const far = v128.sub<T>(v128.mul<T>(v128.sub<T>(one, bounded), e), one);
    const near = v128.mul<T>(v128.mul<T>(q, q), CeluAlpha.polynomial<T>(q));
    const magnitude = v128.andnot(q, Lanes.sign<T>());
    return v128.bitselect(far, near, v128.gt<T>(magnitude, pick<T>(NEAR_32, NEAR_64)));
  }
  @inline active(x: v128, v: v128): v128 {
    return v128.andnot(v, v128.gt<T>(x, Lanes.zero<T>()));
  }
  @inline static polynomial<T>(z: v128): v128 {
    const z2 = v128.mul<T>(z, z);
    const z4 = v128.mul<T>(z2, z2);
    const z8 = v128.mul<T>(z4, z4);
    if (sizeof<T>() === 4) {
      const g0 = f32x4.add(f32x4.add(G0_32, f32x4.mul(G1_32, z)), f32x4.mul(z2, f32x4.add(G2_32, f32x4.mul(G3_32, z))));
      const g4 = f32x4.add(f32x4.add(G4_32, f32x4.mul(G5_32, z)), f32x4.mul(z2, f32x4.add(G6_32, f32x4.mul(G7_32, z))));
      return f32x4.add(f32x4.add(g0, f32x4.mul(z4, g4)), f32x4.mul(z8, f32x4.add(G8_32, f32x4.mul(G9_32, z))));
    }
    const g0 = f64x2.add(f64x2.add(G0_64, f64x2.mul(G1_64, z)), f64x2.mul(z2, f64x2.add(G2_64, f64x2.mul(G3_64, z))));
    const g4 = f64x2.add(f64x2.add(G4_64, f64x2.mul(G5_64, z)), f64x2.mul(z2, f64x2.add(G6_64, f64x2.mul(G7_64, z))));
    const g8 = f64x2.add(f64x2.add(G8_64, f64x2.mul(G9_64, z)), f64x2.mul(z2, f64x2.add(G10_64, f64x2.mul(G11_64, z))));
    const g12 = f64x2.add(
      f64x2.add(f64x2.add(G12_64, f64x2.mul(G13_64, z)), f64x2.mul(z2, f64x2.add(G14_64, f64x2.mul(G15_64, z)))),
      f64x2.mul(z4, G16_64),
    );
    return f64x2.add(f64x2.add(g0, f64x2.mul(z4, g4)), f64x2.mul(z8, f64x2.add(g8, f64x2.mul(z4, g12))));
  }
}
