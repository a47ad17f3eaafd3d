import { Lanes } from "./lanes";
import { Backward, backward, Forward, forward } from "./map";
import { Exp } from "./math/exp";
import { Product } from "./math/product";

/**
 * a = alpha, not 0, of either sign: x > 0 ? x : α·expm1(x/α). What the quotient loses in rounding
 * goes into the exponential: with α < 0, where x/α rises, it would cost |x/α|/2 ULP.
 */
@final
export class Celu<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const q = v128.div<T>(x, a);
    const z = Exp.bounded<T>(q);
    const below = v128.mul<T>(a, Exp.expm1OfSum<T>(z, Celu.lost<T>(x, a, q, z)));
    return v128.bitselect(x, below, v128.gt<T>(x, Lanes.zero<T>()));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const q = v128.div<T>(x, a);
    const z = Exp.bounded<T>(q);
    const below = v128.mul<T>(dy, Exp.ofSum<T>(z, Celu.lost<T>(x, a, q, z)));
    return v128.bitselect(dy, below, v128.gt<T>(x, Lanes.zero<T>()));
  }
  /** x/a − q; 0 where q is out of bounds. */
  @inline static lost<T>(x: v128, a: v128, q: v128, bounded: v128): v128 {
    const product = v128.mul<T>(q, a);
    const rest = v128.sub<T>(v128.sub<T>(x, product), Product.error<T>(q, a, product));
    return v128.and(v128.div<T>(rest, a), v128.eq<T>(q, bounded));
  }
}

/** f′ as a function of y: y/α + 1 below 0. */
@final
export class CeluFromOutput<T> implements Backward {
  @inline grad(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const slope = v128.add<T>(v128.div<T>(y, a), Lanes.one<T>());
    return v128.bitselect(dy, v128.mul<T>(dy, slope), v128.gt<T>(y, Lanes.zero<T>()));
  }
}

export function celu_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, Celu<f32>>(x, y, n, a, b, c, 2);
}
export function celu_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, Celu<f64>>(x, y, n, a, b, c);
}
export function celu_grad_f32(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f32, b: f32, c: f32): void {
  backward<f32, Celu<f32>>(x, dy, dx, n, step, a, b, c, 2);
}
export function celu_grad_f64(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f64, b: f64, c: f64): void {
  backward<f64, Celu<f64>>(x, dy, dx, n, step, a, b, c);
}
export function celu_from_output_f32(
  y: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, CeluFromOutput<f32>>(y, dy, dx, n, step, a, b, c);
}
export function celu_from_output_f64(
  y: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, CeluFromOutput<f64>>(y, dy, dx, n, step, a, b, c);
}
