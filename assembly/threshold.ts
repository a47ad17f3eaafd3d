import { Lanes } from "./lanes";
import { Backward, backward, Forward, forward } from "./map";

/** a = theta */
@final
export class ThresholdedRelu<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return Lanes.nanOf<T>(x, v128.and(x, v128.gt<T>(x, a)));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return Lanes.nanOf<T>(x, v128.and(dy, v128.gt<T>(x, a)));
  }
}

/** a = threshold, b = value */
@final
export class Threshold<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.bitselect(b, x, v128.le<T>(x, a));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return Lanes.nanOf<T>(x, v128.and(dy, v128.gt<T>(x, a)));
  }
}

export function thresholded_relu_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, ThresholdedRelu<f32>>(x, y, n, a, b, c);
}
export function thresholded_relu_grad_f32(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, ThresholdedRelu<f32>>(x, dy, dx, n, step, a, b, c);
}
export function thresholded_relu_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, ThresholdedRelu<f64>>(x, y, n, a, b, c);
}
export function thresholded_relu_grad_f64(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, ThresholdedRelu<f64>>(x, dy, dx, n, step, a, b, c);
}

export function threshold_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, Threshold<f32>>(x, y, n, a, b, c);
}
export function threshold_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, Threshold<f64>>(x, y, n, a, b, c);
}
export function threshold_grad_f32(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, Threshold<f32>>(x, dy, dx, n, step, a, b, c);
}
export function threshold_grad_f64(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, Threshold<f64>>(x, dy, dx, n, step, a, b, c);
}
