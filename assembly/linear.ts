import { Lanes, lanes, pick } from "./lanes";
import { Backward, backward, Forward, forward } from "./map";

/** Identity, step and the piecewise linear gate. */

@final
export class Identity<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return x;
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return Lanes.nanOf<T>(x, dy);
  }
}

@final
export class BinaryStep<T> implements Forward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return Lanes.nanOf<T>(x, v128.and(Lanes.one<T>(), v128.ge<T>(x, Lanes.zero<T>())));
  }
}

/** 0, whatever dy is: it is not even loaded. */
@final
export class BinaryStepGrad<T> implements Forward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.ne<T>(x, x);
  }
}

const SIXTH_32 = lanes<f32>(0.16666666666666666);
const SIXTH_64 = lanes<f64>(0.16666666666666666);
const THIRD_32 = lanes<f32>(0.3333333333333333);
const THIRD_64 = lanes<f64>(0.3333333333333333);
const HALF_32 = lanes<f32>(0.5);
const HALF_64 = lanes<f64>(0.5);
const THREE_32 = lanes<f32>(3);
const THREE_64 = lanes<f64>(3);
const MINUS_THREE_32 = lanes<f32>(-3);
const MINUS_THREE_64 = lanes<f64>(-3);

/**
 * x·clip(x/6 + ½, 0, 1): bounding x from below first makes −∞ give 0 and saves a clip. Three roundings,
 * 1.42 ULP: to take one back without a fused multiplication is twice the work of a memory-bound kernel.
 */
@final
export class HardSwish<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const bounded = v128.pmax<T>(x, pick<T>(MINUS_THREE_32, MINUS_THREE_64));
    const gate = v128.add<T>(v128.mul<T>(bounded, pick<T>(SIXTH_32, SIXTH_64)), pick<T>(HALF_32, HALF_64));
    return v128.mul<T>(bounded, v128.pmin<T>(gate, Lanes.one<T>()));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const slope = v128.add<T>(v128.mul<T>(x, pick<T>(THIRD_32, THIRD_64)), pick<T>(HALF_32, HALF_64));
    const inside = v128.bitselect(dy, v128.mul<T>(dy, slope), v128.ge<T>(x, pick<T>(THREE_32, THREE_64)));
    return v128.andnot(inside, v128.le<T>(x, pick<T>(MINUS_THREE_32, MINUS_THREE_64)));
  }
}

export function identity_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, Identity<f32>>(x, y, n, a, b, c);
}
export function identity_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, Identity<f64>>(x, y, n, a, b, c);
}
export function identity_grad_f32(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f32, b: f32, c: f32): void {
  backward<f32, Identity<f32>>(x, dy, dx, n, step, a, b, c);
}
export function identity_grad_f64(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f64, b: f64, c: f64): void {
  backward<f64, Identity<f64>>(x, dy, dx, n, step, a, b, c);
}
export function binary_step_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, BinaryStep<f32>>(x, y, n, a, b, c);
}
export function binary_step_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, BinaryStep<f64>>(x, y, n, a, b, c);
}
export function binary_step_grad_f32(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  forward<f32, BinaryStepGrad<f32>>(x, dx, n, a, b, c);
}
export function binary_step_grad_f64(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  forward<f64, BinaryStepGrad<f64>>(x, dx, n, a, b, c);
}
export function hard_swish_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, HardSwish<f32>>(x, y, n, a, b, c);
}
export function hard_swish_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, HardSwish<f64>>(x, y, n, a, b, c);
}
export function hard_swish_grad_f32(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, HardSwish<f32>>(x, dy, dx, n, step, a, b, c);
}
export function hard_swish_grad_f64(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, HardSwish<f64>>(x, dy, dx, n, step, a, b, c);
}
