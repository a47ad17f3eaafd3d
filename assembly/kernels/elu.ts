import { Backward, Forward, FromOutput } from "../loops/map";
import { Sensitivity } from "../loops/total";
import { Exp } from "../math/exp";
import { Lanes, lanes, pick } from "../simd/lanes";

/** Exponential linear units: never eˣ − 1, always expm1. */

// 2¹⁰⁰ and 2¹⁰⁰⁰
const LARGE_32 = lanes<f32>(1.2676506002282294e30);
const LARGE_64 = lanes<f64>(1.0715086071862673e301);

export class ScaledExp {
  /**
   * α·eˣ for x ≤ 0. With α > 1 it is a normal number further down than eˣ. The factor of the scaled exponential is taken
   * from the product, or from a very large α, so that the product stays a number.
   */
  @inline static times<T>(alpha: v128, x: v128): v128 {
    const one = Lanes.one<T>();
    const large = v128.ge<T>(v128.andnot(alpha, Lanes.sign<T>()), pick<T>(LARGE_32, LARGE_64));
    const before = v128.mul<T>(alpha, v128.bitselect(Exp.unscale<T>(), one, large));
    const after = v128.bitselect(one, Exp.unscale<T>(), large);
    return v128.mul<T>(v128.mul<T>(before, Exp.scaledOfNonPositive<T>(x)), after);
  }
}

/**
 * a = alpha
 *
 * Worst errors in ULP, of all f32 and of a search in f64 (docs/accuracy.json), alpha 1:
 * f32 f: 1.08 at x = -0.28714484, got -0.24959698, want -0.2495969672
 * f32 grad: 1.02 at x = -5.859576, got 0.002852452, want 0.002852452224
 * f64 f: 1.18 at x = -0.3990197669304976, got -0.3290225619420246, want -0.32902256194202456
 * f64 grad: 1.01 at x = -400.9853853060785, got 7.149239360353491e-175, want 7.149239360353492e-175
 */
@kernel("elu")
@final
export class Elu<T> implements Forward, Backward, FromOutput {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.add<T>(v128.pmax<T>(x, Lanes.zero<T>()), v128.mul<T>(a, Exp.expm1OfNonPositive<T>(x)));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    // With α = 0 the lower half is off, even for dy = ±∞.
    const on = v128.and(dy, v128.ne<T>(a, Lanes.zero<T>()));
    const below = v128.mul<T>(on, ScaledExp.times<T>(a, x));
    return v128.bitselect(dy, below, v128.gt<T>(x, Lanes.zero<T>()));
  }
  /** y + α below 0 */
  @inline fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.bitselect(dy, v128.mul<T>(dy, v128.add<T>(y, a)), v128.gt<T>(y, Lanes.zero<T>()));
  }
}

/** ∂f/∂α = expm1(x) where x ≤ 0 */
@kernel("elu_grad_alpha")
@final
export class EluAlpha<T> implements Sensitivity {
  @inline term(x: v128, a: v128): v128 {
    return Exp.expm1OfNonPositive<T>(x);
  }
  @inline active(x: v128, v: v128): v128 {
    return v128.andnot(v, v128.gt<T>(x, Lanes.zero<T>()));
  }
}

const LAMBDA_32 = lanes<f32>(1.0507009873554804935);
const LAMBDA_64 = lanes<f64>(1.0507009873554804935);
const LAMBDA_ALPHA_32 = lanes<f32>(1.7580993408473768);
const LAMBDA_ALPHA_64 = lanes<f64>(1.7580993408473768);

/**
 * Worst errors in ULP, of all f32 and of a search in f64 (docs/accuracy.json):
 * f32 f: 1.96 at x = -0.14957207, got -0.2442415, want -0.2442415349
 * f32 grad: 1.85 at x = -29.679308, got 2.267168e-13, want 2.26716823e-13
 * f64 f: 1.91 at x = -0.3331612262110633, got -0.49814928831267763, want -0.49814928831267774
 * f64 grad: 1.67 at x = -2.6447082693466144, got 0.12487088895915288, want 0.12487088895915291
 */
@kernel("selu")
@final
export class Selu<T> implements Forward, Backward, FromOutput {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const above = v128.mul<T>(x, pick<T>(LAMBDA_32, LAMBDA_64));
    const below = v128.mul<T>(pick<T>(LAMBDA_ALPHA_32, LAMBDA_ALPHA_64), Exp.expm1OfNonPositive<T>(x));
    return v128.bitselect(above, below, v128.gt<T>(x, Lanes.zero<T>()));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const below = ScaledExp.times<T>(pick<T>(LAMBDA_ALPHA_32, LAMBDA_ALPHA_64), x);
    const slope = v128.bitselect(pick<T>(LAMBDA_32, LAMBDA_64), below, v128.gt<T>(x, Lanes.zero<T>()));
    return v128.mul<T>(dy, slope);
  }
  /** y + λα below 0 */
  @inline fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const below = v128.add<T>(y, pick<T>(LAMBDA_ALPHA_32, LAMBDA_ALPHA_64));
    const slope = v128.bitselect(pick<T>(LAMBDA_32, LAMBDA_64), below, v128.gt<T>(y, Lanes.zero<T>()));
    return v128.mul<T>(dy, slope);
  }
}
