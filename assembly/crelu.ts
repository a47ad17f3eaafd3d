import { double, doubleGrad, Join } from "./halves";
import { Lanes } from "./lanes";
import { Forward } from "./map";
import { Relu } from "./relu";

/** max(−x, 0) */
@final
export class NegatedRelu<T> implements Forward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.pmax<T>(v128.neg<T>(x), Lanes.zero<T>());
  }
}

/** dx = x > 0 ? g : x < 0 ? −h : 0 */
@final
export class CreluGrad<T> implements Join {
  @inline of(x: v128, g: v128, h: v128): v128 {
    const zero = Lanes.zero<T>();
    const above = v128.and(g, v128.gt<T>(x, zero));
    const below = v128.and(v128.neg<T>(h), v128.lt<T>(x, zero));
    return Lanes.nanOf<T>(x, v128.or(above, below));
  }
}

export function crelu_f32(x: usize, y: usize, outer: usize, run: usize): void {
  double<f32, Relu<f32>, NegatedRelu<f32>>(x, y, outer, run);
}
export function crelu_f64(x: usize, y: usize, outer: usize, run: usize): void {
  double<f64, Relu<f64>, NegatedRelu<f64>>(x, y, outer, run);
}
export function crelu_grad_f32(x: usize, dy: usize, dx: usize, outer: usize, run: usize): void {
  doubleGrad<f32, CreluGrad<f32>>(x, dy, dx, outer, run);
}
export function crelu_grad_f64(x: usize, dy: usize, dx: usize, outer: usize, run: usize): void {
  doubleGrad<f64, CreluGrad<f64>>(x, dy, dx, outer, run);
}
