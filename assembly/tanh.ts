import { Lanes } from "./lanes";
import { Backward, backward, Forward, forward } from "./map";
import { Tanh } from "./math/tanh";

@final
export class HyperbolicTangent<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return Tanh.of<T>(x);
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(dy, Tanh.slope<T>(x));
  }
}

/** f′ as a function of y: (1 − y)·(1 + y). */
@final
export class TanhFromOutput<T> implements Backward {
  @inline grad(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const one = Lanes.one<T>();
    return v128.mul<T>(dy, v128.mul<T>(v128.sub<T>(one, y), v128.add<T>(one, y)));
  }
}

export function tanh_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, HyperbolicTangent<f32>>(x, y, n, a, b, c);
}
export function tanh_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, HyperbolicTangent<f64>>(x, y, n, a, b, c);
}
export function tanh_grad_f32(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f32, b: f32, c: f32): void {
  backward<f32, HyperbolicTangent<f32>>(x, dy, dx, n, step, a, b, c);
}
export function tanh_grad_f64(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f64, b: f64, c: f64): void {
  backward<f64, HyperbolicTangent<f64>>(x, dy, dx, n, step, a, b, c);
}
export function tanh_from_output_f32(
  y: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, TanhFromOutput<f32>>(y, dy, dx, n, step, a, b, c);
}
export function tanh_from_output_f64(
  y: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, TanhFromOutput<f64>>(y, dy, dx, n, step, a, b, c);
}
