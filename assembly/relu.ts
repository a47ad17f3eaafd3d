import { Lanes } from "./lanes";
import { Backward, backward, Forward, forward } from "./map";
import { Sensitivity, total } from "./total";

/** The rectifiers: a comparison and a select, no mathematics. */

@final
export class Relu<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.pmax<T>(x, Lanes.zero<T>());
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return Lanes.nanOf<T>(x, v128.and(dy, v128.gt<T>(x, Lanes.zero<T>())));
  }
}

/** relu with all its parameters: a = maxValue, b = negativeSlope, c = threshold. */
@final
export class BoundedRelu<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const below = Slope.times<T>(v128.sub<T>(x, c), b);
    return v128.bitselect(below, v128.pmin<T>(x, a), v128.le<T>(x, c));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    // Without a cap ∞ is below it.
    const above = v128.and(dy, v128.lt<T>(Lanes.finite<T>(x), a));
    const y = v128.bitselect(above, Slope.times<T>(dy, b), v128.gt<T>(x, c));
    return Lanes.nanOf<T>(x, y);
  }
}

@final
export class Relu6<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.pmin<T>(v128.pmax<T>(x, Lanes.zero<T>()), Lanes.six<T>());
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const inside = v128.and(v128.gt<T>(x, Lanes.zero<T>()), v128.lt<T>(x, Lanes.six<T>()));
    return Lanes.nanOf<T>(x, v128.and(dy, inside));
  }
}

/**
 * A slope that may be 0, which must turn ±∞ off and not into NaN. It turns NaN off, too: values
 * select it by x ≤ 0, which NaN is not.
 */
export class Slope {
  @inline static times<T>(x: v128, slope: v128): v128 {
    return v128.and(v128.mul<T>(x, slope), v128.ne<T>(slope, Lanes.zero<T>()));
  }
}

/** a = negativeSlope */
@final
export class LeakyRelu<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.bitselect(Slope.times<T>(x, a), x, v128.le<T>(x, Lanes.zero<T>()));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const dx = v128.bitselect(dy, Slope.times<T>(dy, a), v128.gt<T>(x, Lanes.zero<T>()));
    return Lanes.nanOf<T>(x, dx);
  }
}

/** ∂f/∂negativeSlope: x where x ≤ 0. */
@final
export class LeakyReluSlope<T> implements Sensitivity {
  @inline term(x: v128, a: v128): v128 {
    return x;
  }
  @inline active(x: v128, v: v128): v128 {
    return v128.andnot(v, v128.gt<T>(x, Lanes.zero<T>()));
  }
}

/** a = negativeSlope, 0 < a ≤ 1: the larger of x and a·x. */
@final
export class GentleRelu<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.pmax<T>(x, v128.mul<T>(x, a));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return Lanes.nanOf<T>(x, v128.bitselect(dy, v128.mul<T>(dy, a), v128.gt<T>(x, Lanes.zero<T>())));
  }
}

/** a = negativeSlope */
@final
export class LeakyRelu6<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.pmin<T>(changetype<LeakyRelu<T>>(0).f(x, a, b, c), Lanes.six<T>());
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const dx = changetype<LeakyRelu<T>>(0).grad(x, dy, a, b, c);
    return v128.andnot(dx, v128.ge<T>(x, Lanes.six<T>()));
  }
}

export function relu_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, Relu<f32>>(x, y, n, a, b, c);
}
export function relu_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, Relu<f64>>(x, y, n, a, b, c);
}
export function relu_grad_f32(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f32, b: f32, c: f32): void {
  backward<f32, Relu<f32>>(x, dy, dx, n, step, a, b, c);
}
export function relu_grad_f64(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f64, b: f64, c: f64): void {
  backward<f64, Relu<f64>>(x, dy, dx, n, step, a, b, c);
}
export function bounded_relu_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, BoundedRelu<f32>>(x, y, n, a, b, c);
}
export function bounded_relu_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, BoundedRelu<f64>>(x, y, n, a, b, c);
}
export function bounded_relu_grad_f32(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, BoundedRelu<f32>>(x, dy, dx, n, step, a, b, c);
}
export function bounded_relu_grad_f64(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, BoundedRelu<f64>>(x, dy, dx, n, step, a, b, c);
}
export function relu6_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, Relu6<f32>>(x, y, n, a, b, c);
}
export function relu6_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, Relu6<f64>>(x, y, n, a, b, c);
}
export function relu6_grad_f32(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f32, b: f32, c: f32): void {
  backward<f32, Relu6<f32>>(x, dy, dx, n, step, a, b, c);
}
export function relu6_grad_f64(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f64, b: f64, c: f64): void {
  backward<f64, Relu6<f64>>(x, dy, dx, n, step, a, b, c);
}
export function leaky_relu_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, LeakyRelu<f32>>(x, y, n, a, b, c);
}
export function leaky_relu_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, LeakyRelu<f64>>(x, y, n, a, b, c);
}
export function leaky_relu_grad_f32(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, LeakyRelu<f32>>(x, dy, dx, n, step, a, b, c);
}
export function leaky_relu_grad_f64(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, LeakyRelu<f64>>(x, dy, dx, n, step, a, b, c);
}
export function gentle_relu_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, GentleRelu<f32>>(x, y, n, a, b, c);
}
export function gentle_relu_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, GentleRelu<f64>>(x, y, n, a, b, c);
}
export function gentle_relu_grad_f32(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, GentleRelu<f32>>(x, dy, dx, n, step, a, b, c);
}
export function gentle_relu_grad_f64(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, GentleRelu<f64>>(x, dy, dx, n, step, a, b, c);
}
export function leaky_relu6_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, LeakyRelu6<f32>>(x, y, n, a, b, c);
}
export function leaky_relu6_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, LeakyRelu6<f64>>(x, y, n, a, b, c);
}
export function leaky_relu6_grad_f32(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, LeakyRelu6<f32>>(x, dy, dx, n, step, a, b, c);
}
export function leaky_relu6_grad_f64(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, LeakyRelu6<f64>>(x, dy, dx, n, step, a, b, c);
}
export function leaky_relu_grad_negative_slope_f32(x: usize, dy: usize, n: usize, state: usize, a: f32): void {
  total<f32, LeakyReluSlope<f32>>(x, dy, n, state, a);
}
export function leaky_relu_grad_negative_slope_f64(x: usize, dy: usize, n: usize, state: usize, a: f64): void {
  total<f64, LeakyReluSlope<f64>>(x, dy, n, state, a);
}
