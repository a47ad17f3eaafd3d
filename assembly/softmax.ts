import { Shifted } from "./math/shifted";
import { EACH, FIRST, GRADIENT, KEEP, MAXIMUM, ONE, RowOp, SECOND, SIGNED } from "./row";
import { rows } from "./rows";

/**
 * softmax, with S = Σ e^{x − m}, m the row's maximum, and D the second sum.
 * The gradients compute e^{x − m} twice rather than keep it, so dx may be x or dy.
 *
 * With −x and −g they are softmin and its gradient; with a g of each row, that of logSumExp.
 */

/** g·e^{x − m}/S, g = 1 or of the row. */
@final
export class Softmax<T> implements RowOp {
  @inline uses(): i32 {
    return MAXIMUM | FIRST | KEEP | SIGNED | EACH;
  }
  @inline first(x: v128, g: v128, m: v128, c: v128): v128 {
    return Shifted.exp<T>(x, m);
  }
  @inline second(x: v128, g: v128, m: v128, c: v128, first: v128): v128 {
    return x;
  }
  @inline u(s: v128, d: v128, c: v128): v128 {
    return f64x2.div(d, s);
  }
  @inline w(s: v128, d: v128, c: v128): v128 {
    return d;
  }
  @inline map(x: v128, g: v128, m: v128, p: v128, q: v128, uLow: v128, uHigh: v128): v128 {
    return v128.mul<T>(x, p);
  }
}

/** y·(g − Σg·y), y = e^{x − m}/S, from x. */
@final
export class SoftmaxGrad<T> implements RowOp {
  @inline uses(): i32 {
    return MAXIMUM | FIRST | SECOND | GRADIENT | SIGNED;
  }
  @inline first(x: v128, g: v128, m: v128, c: v128): v128 {
    return Shifted.exp<T>(x, m);
  }
  @inline second(x: v128, g: v128, m: v128, c: v128, first: v128): v128 {
    return v128.mul<T>(g, first);
  }
  @inline u(s: v128, d: v128, c: v128): v128 {
    return f64x2.div(ONE, s);
  }
  @inline w(s: v128, d: v128, c: v128): v128 {
    return f64x2.div(d, s);
  }
  @inline map(x: v128, g: v128, m: v128, p: v128, q: v128, uLow: v128, uHigh: v128): v128 {
    return v128.mul<T>(v128.mul<T>(Shifted.exp<T>(x, m), p), v128.sub<T>(g, q));
  }
}

/** y·(g − Σg·y) */
@final
export class SoftmaxFromOutput<T> implements RowOp {
  @inline uses(): i32 {
    return SECOND | GRADIENT | SIGNED;
  }
  @inline first(x: v128, g: v128, m: v128, c: v128): v128 {
    return x;
  }
  @inline second(x: v128, g: v128, m: v128, c: v128, first: v128): v128 {
    return v128.mul<T>(g, x);
  }
  @inline u(s: v128, d: v128, c: v128): v128 {
    return d;
  }
  @inline w(s: v128, d: v128, c: v128): v128 {
    return d;
  }
  @inline map(x: v128, g: v128, m: v128, p: v128, q: v128, uLow: v128, uHigh: v128): v128 {
    return v128.mul<T>(x, v128.sub<T>(g, q));
  }
}

export function softmax_f32(
  x: usize,
  g: usize,
  y: usize,
  outer: usize,
  n: usize,
  inner: usize,
  state: usize,
  phases: i32,
): void {
  rows<f32, Softmax<f32>, Softmax<f32>>(x, g, y, outer, n, inner, state, phases);
}
export function softmax_f64(
  x: usize,
  g: usize,
  y: usize,
  outer: usize,
  n: usize,
  inner: usize,
  state: usize,
  phases: i32,
): void {
  rows<f64, Softmax<f64>, Softmax<f64>>(x, g, y, outer, n, inner, state, phases);
}
export function softmax_grad_f32(
  x: usize,
  g: usize,
  y: usize,
  outer: usize,
  n: usize,
  inner: usize,
  state: usize,
  phases: i32,
): void {
  rows<f32, SoftmaxGrad<f32>, SoftmaxGrad<f32>>(x, g, y, outer, n, inner, state, phases);
}
export function softmax_grad_f64(
  x: usize,
  g: usize,
  y: usize,
  outer: usize,
  n: usize,
  inner: usize,
  state: usize,
  phases: i32,
): void {
  rows<f64, SoftmaxGrad<f64>, SoftmaxGrad<f64>>(x, g, y, outer, n, inner, state, phases);
}
export function softmax_from_output_f32(
  x: usize,
  g: usize,
  y: usize,
  outer: usize,
  n: usize,
  inner: usize,
  state: usize,
  phases: i32,
): void {
  rows<f32, SoftmaxFromOutput<f32>, SoftmaxFromOutput<f32>>(x, g, y, outer, n, inner, state, phases);
}
export function softmax_from_output_f64(
  x: usize,
  g: usize,
  y: usize,
  outer: usize,
  n: usize,
  inner: usize,
  state: usize,
  phases: i32,
): void {
  rows<f64, SoftmaxFromOutput<f64>, SoftmaxFromOutput<f64>>(x, g, y, outer, n, inner, state, phases);
}
