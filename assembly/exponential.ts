import { Backward, backward, Forward, forward } from "./map";
import { Exp } from "./math/exp";

@final
export class Exponential<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return Exp.of<T>(x);
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(dy, Exp.of<T>(x));
  }
}

/** f′ as a function of y: y. */
@final
export class ExponentialFromOutput<T> implements Backward {
  @inline grad(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(dy, y);
  }
}

export function exp_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, Exponential<f32>>(x, y, n, a, b, c);
}
export function exp_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, Exponential<f64>>(x, y, n, a, b, c);
}
export function exp_grad_f32(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f32, b: f32, c: f32): void {
  backward<f32, Exponential<f32>>(x, dy, dx, n, step, a, b, c);
}
export function exp_grad_f64(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f64, b: f64, c: f64): void {
  backward<f64, Exponential<f64>>(x, dy, dx, n, step, a, b, c);
}
export function exp_from_output_f32(
  y: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, ExponentialFromOutput<f32>>(y, dy, dx, n, step, a, b, c);
}
export function exp_from_output_f64(
  y: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, ExponentialFromOutput<f64>>(y, dy, dx, n, step, a, b, c);
}
