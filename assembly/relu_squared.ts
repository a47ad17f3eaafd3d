import { Lanes } from "./lanes";
import { Backward, backward, Forward, forward } from "./map";

/** max(x, 0)² */
@final
export class ReluSquared<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const above = v128.pmax<T>(x, Lanes.zero<T>());
    return v128.mul<T>(above, above);
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const half = v128.mul<T>(dy, x);
    return v128.andnot(v128.add<T>(half, half), v128.le<T>(x, Lanes.zero<T>()));
  }
}

/** f′ as a function of y: 2√y. */
@final
export class ReluSquaredFromOutput<T> implements Backward {
  @inline grad(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const half = v128.mul<T>(dy, v128.sqrt<T>(y));
    return v128.andnot(v128.add<T>(half, half), v128.le<T>(y, Lanes.zero<T>()));
  }
}

export function relu_squared_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, ReluSquared<f32>>(x, y, n, a, b, c);
}
export function relu_squared_grad_f32(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, ReluSquared<f32>>(x, dy, dx, n, step, a, b, c);
}
export function relu_squared_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, ReluSquared<f64>>(x, y, n, a, b, c);
}
export function relu_squared_grad_f64(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, ReluSquared<f64>>(x, dy, dx, n, step, a, b, c);
}
export function relu_squared_from_output_f32(
  y: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, ReluSquaredFromOutput<f32>>(y, dy, dx, n, step, a, b, c);
}
export function relu_squared_from_output_f64(
  y: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, ReluSquaredFromOutput<f64>>(y, dy, dx, n, step, a, b, c);
}
