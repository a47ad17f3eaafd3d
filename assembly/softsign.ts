import { Lanes } from "./lanes";
import { Backward, backward, Forward, forward } from "./map";

/** x/(1 + |x|), ±1 at ±∞. */
@final
export class Softsign<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const finite = Lanes.finite<T>(x);
    return v128.div<T>(finite, v128.add<T>(Lanes.one<T>(), v128.andnot(finite, Lanes.sign<T>())));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const d = v128.add<T>(Lanes.one<T>(), v128.andnot(x, Lanes.sign<T>()));
    return v128.mul<T>(dy, v128.div<T>(Lanes.one<T>(), v128.mul<T>(d, d)));
  }
}

/** f′ as a function of y: (1 − |y|)². */
@final
export class SoftsignFromOutput<T> implements Backward {
  @inline grad(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const d = v128.sub<T>(Lanes.one<T>(), v128.andnot(y, Lanes.sign<T>()));
    return v128.mul<T>(dy, v128.mul<T>(d, d));
  }
}

export function softsign_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, Softsign<f32>>(x, y, n, a, b, c);
}
export function softsign_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, Softsign<f64>>(x, y, n, a, b, c);
}
export function softsign_grad_f32(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f32, b: f32, c: f32): void {
  backward<f32, Softsign<f32>>(x, dy, dx, n, step, a, b, c);
}
export function softsign_grad_f64(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f64, b: f64, c: f64): void {
  backward<f64, Softsign<f64>>(x, dy, dx, n, step, a, b, c);
}
export function softsign_from_output_f32(
  y: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, SoftsignFromOutput<f32>>(y, dy, dx, n, step, a, b, c);
}
export function softsign_from_output_f64(
  y: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, SoftsignFromOutput<f64>>(y, dy, dx, n, step, a, b, c);
}
