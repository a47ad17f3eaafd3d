import { Lanes } from "./lanes";
import { Backward, backward, Forward, forward } from "./map";

/** Shrinkage: nothing within λ of 0, whose sign is kept. a = lambda. */

export class Shrink {
  /** All ones where |x| ≤ λ. */
  @inline static off<T>(x: v128, lambda: v128): v128 {
    return v128.le<T>(v128.andnot(x, Lanes.sign<T>()), lambda);
  }

  @inline static grad<T>(x: v128, dy: v128, lambda: v128): v128 {
    return Lanes.nanOf<T>(x, v128.andnot(dy, Shrink.off<T>(x, lambda)));
  }
}

@final
export class HardShrink<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.andnot(x, v128.andnot(Shrink.off<T>(x, a), Lanes.sign<T>()));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return Shrink.grad<T>(x, dy, a);
  }
}

/** |x| − λ, not below 0, with the sign of x. */
@final
export class SoftShrink<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const sign = v128.and(x, Lanes.sign<T>());
    return v128.or(v128.pmax<T>(v128.sub<T>(v128.xor(x, sign), a), Lanes.zero<T>()), sign);
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return Shrink.grad<T>(x, dy, a);
  }
}

export function hard_shrink_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, HardShrink<f32>>(x, y, n, a, b, c);
}
export function hard_shrink_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, HardShrink<f64>>(x, y, n, a, b, c);
}
export function hard_shrink_grad_f32(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, HardShrink<f32>>(x, dy, dx, n, step, a, b, c);
}
export function hard_shrink_grad_f64(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, HardShrink<f64>>(x, dy, dx, n, step, a, b, c);
}
export function soft_shrink_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, SoftShrink<f32>>(x, y, n, a, b, c);
}
export function soft_shrink_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, SoftShrink<f64>>(x, y, n, a, b, c);
}
export function soft_shrink_grad_f32(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, SoftShrink<f32>>(x, dy, dx, n, step, a, b, c);
}
export function soft_shrink_grad_f64(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, SoftShrink<f64>>(x, dy, dx, n, step, a, b, c);
}
