import { Backward, Forward, FromOutput } from "../loops/map";
import { Sensitivity } from "../loops/total";
import { Exp } from "../math/exp";
import { Lanes, lanes, pick } from "../simd/lanes";

/** Exponential linear units: never eˣ − 1, always expm1. */

export class ScaledExp {
  /** α·eˣ for x ≤ 0, which with α > 1 is a normal number for longer than eˣ. */
  @inline static times<T>(alpha: v128, x: v128): v128 {
    return v128.mul<T>(v128.mul<T>(alpha, Exp.scaledOfNonPositive<T>(x)), Exp.unscale<T>());
  }
}

/** a = alpha */
@kernel("elu")
@final
export class Elu<T> implements Forward, Backward, FromOutput {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.add<T>(v128.pmax<T>(x, Lanes.zero<T>()), v128.mul<T>(a, Exp.expm1OfNonPositive<T>(x)));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    // With α = 0 the lower half is off, also for dy = ±∞.
    const on = v128.and(dy, v128.ne<T>(a, Lanes.zero<T>()));
    const below = v128.mul<T>(on, ScaledExp.times<T>(a, x));
    return v128.bitselect(dy, below, v128.gt<T>(x, Lanes.zero<T>()));
  }
  /** f′ as a function of y: y + α below 0. */
  @inline fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.bitselect(dy, v128.mul<T>(dy, v128.add<T>(y, a)), v128.gt<T>(y, Lanes.zero<T>()));
  }
}

/** ∂f/∂α: expm1 where x ≤ 0. */
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
  /** f′ as a function of y: y + λα below 0. */
  @inline fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const below = v128.add<T>(y, pick<T>(LAMBDA_ALPHA_32, LAMBDA_ALPHA_64));
    const slope = v128.bitselect(pick<T>(LAMBDA_32, LAMBDA_64), below, v128.gt<T>(y, Lanes.zero<T>()));
    return v128.mul<T>(dy, slope);
  }
}
