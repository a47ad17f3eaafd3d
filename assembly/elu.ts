import { Lanes, lanes, pick } from "./lanes";
import { Backward, backward, Forward, forward } from "./map";
import { Exp } from "./math/exp";
import { Sensitivity, total } from "./total";

/** Exponential linear units: never eˣ − 1, always expm1. */

export class ScaledExp {
  /** α·eˣ for x ≤ 0, which with α > 1 is a normal number for longer than eˣ. */
  @inline static times<T>(alpha: v128, x: v128): v128 {
    return v128.mul<T>(v128.mul<T>(alpha, Exp.scaledOfNonPositive<T>(x)), Exp.unscale<T>());
  }
}

/** a = alpha */
@final
export class Elu<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.add<T>(v128.pmax<T>(x, Lanes.zero<T>()), v128.mul<T>(a, Exp.expm1OfNonPositive<T>(x)));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    // With α = 0 the lower half is off, also for dy = ±∞.
    const on = v128.and(dy, v128.ne<T>(a, Lanes.zero<T>()));
    const below = v128.mul<T>(on, ScaledExp.times<T>(a, x));
    return v128.bitselect(dy, below, v128.gt<T>(x, Lanes.zero<T>()));
  }
}

/** f′ as a function of y: y + α below 0. */
@final
export class EluFromOutput<T> implements Backward {
  @inline grad(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.bitselect(dy, v128.mul<T>(dy, v128.add<T>(y, a)), v128.gt<T>(y, Lanes.zero<T>()));
  }
}

/** ∂f/∂α: expm1 where x ≤ 0. */
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

@final
export class Selu<T> implements Forward, Backward {
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
}

/** f′ as a function of y: y + λα below 0. */
@final
export class SeluFromOutput<T> implements Backward {
  @inline grad(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const below = v128.add<T>(y, pick<T>(LAMBDA_ALPHA_32, LAMBDA_ALPHA_64));
    const slope = v128.bitselect(pick<T>(LAMBDA_32, LAMBDA_64), below, v128.gt<T>(y, Lanes.zero<T>()));
    return v128.mul<T>(dy, slope);
  }
}

export function elu_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, Elu<f32>>(x, y, n, a, b, c);
}
export function elu_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, Elu<f64>>(x, y, n, a, b, c);
}
export function elu_grad_f32(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f32, b: f32, c: f32): void {
  backward<f32, Elu<f32>>(x, dy, dx, n, step, a, b, c);
}
export function elu_grad_f64(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f64, b: f64, c: f64): void {
  backward<f64, Elu<f64>>(x, dy, dx, n, step, a, b, c);
}
export function elu_from_output_f32(
  y: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, EluFromOutput<f32>>(y, dy, dx, n, step, a, b, c);
}
export function elu_from_output_f64(
  y: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, EluFromOutput<f64>>(y, dy, dx, n, step, a, b, c);
}
export function selu_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, Selu<f32>>(x, y, n, a, b, c);
}
export function selu_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, Selu<f64>>(x, y, n, a, b, c);
}
export function selu_grad_f32(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f32, b: f32, c: f32): void {
  backward<f32, Selu<f32>>(x, dy, dx, n, step, a, b, c);
}
export function selu_grad_f64(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f64, b: f64, c: f64): void {
  backward<f64, Selu<f64>>(x, dy, dx, n, step, a, b, c);
}
export function selu_from_output_f32(
  y: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, SeluFromOutput<f32>>(y, dy, dx, n, step, a, b, c);
}
export function selu_from_output_f64(
  y: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, SeluFromOutput<f64>>(y, dy, dx, n, step, a, b, c);
}
export function elu_grad_alpha_f32(x: usize, dy: usize, n: usize, state: usize, a: f32): void {
  total<f32, EluAlpha<f32>>(x, dy, n, state, a);
}
export function elu_grad_alpha_f64(x: usize, dy: usize, n: usize, state: usize, a: f64): void {
  total<f64, EluAlpha<f64>>(x, dy, n, state, a);
}
