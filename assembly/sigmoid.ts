import { Lanes } from "./lanes";
import { Backward, backward, Forward, forward } from "./map";
import { Exp } from "./math/exp";

export class Logistic {
  /** σ from E = e^−|z|: 1/(1 + E) where z ≥ 0, else E/(1 + E). One division, and never 1 − σ. */
  @inline static of<T>(e: v128, above: v128): v128 {
    const one = Lanes.one<T>();
    return v128.div<T>(v128.bitselect(one, e, above), v128.add<T>(one, e));
  }

  /** (1 + E)² */
  @inline static square<T>(e: v128): v128 {
    const one = Lanes.one<T>();
    return v128.add<T>(one, v128.mul<T>(e, v128.add<T>(e, v128.add<T>(one, one))));
  }
}

@final
export class Sigmoid<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const e = Exp.ofBounded<T>(Exp.logit<T>(x));
    return v128.div<T>(e, v128.add<T>(Lanes.one<T>(), e));
  }
  /** E/(1 + E)², even in x. 1 + E·(2 + E) rounds once where (1 + E)² rounds three times. */
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const e = Exp.ofNonPositive<T>(v128.or(x, Lanes.sign<T>()));
    return v128.mul<T>(dy, v128.div<T>(e, Logistic.square<T>(e)));
  }
}

/** f′ as a function of y: y·(1 − y). */
@final
export class SigmoidFromOutput<T> implements Backward {
  @inline grad(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(dy, v128.mul<T>(y, v128.sub<T>(Lanes.one<T>(), y)));
  }
}

export function sigmoid_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, Sigmoid<f32>>(x, y, n, a, b, c);
}
export function sigmoid_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, Sigmoid<f64>>(x, y, n, a, b, c);
}
export function sigmoid_grad_f32(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f32, b: f32, c: f32): void {
  backward<f32, Sigmoid<f32>>(x, dy, dx, n, step, a, b, c);
}
export function sigmoid_grad_f64(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f64, b: f64, c: f64): void {
  backward<f64, Sigmoid<f64>>(x, dy, dx, n, step, a, b, c);
}
export function sigmoid_from_output_f32(
  y: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, SigmoidFromOutput<f32>>(y, dy, dx, n, step, a, b, c);
}
export function sigmoid_from_output_f64(
  y: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, SigmoidFromOutput<f64>>(y, dy, dx, n, step, a, b, c);
}
