import { Backward, backward } from "./map";

/** x + dy: what accumulates a gradient on what is there. */
@final
export class Add<T> implements Backward {
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.add<T>(x, dy);
  }
}

export function add_f32(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f32, b: f32, c: f32): void {
  backward<f32, Add<f32>>(x, dy, dx, n, step, a, b, c);
}
export function add_f64(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f64, b: f64, c: f64): void {
  backward<f64, Add<f64>>(x, dy, dx, n, step, a, b, c);
}
