import { double, doubleGrad, Join } from "../loops/halves";
import { Forward } from "../loops/map";
import { Lanes } from "../simd/lanes";
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

export function crelu<T>(x: usize, y: usize, outer: usize, run: usize): void {
  double<T, Relu<T>, NegatedRelu<T>>(x, y, outer, run);
}
export function crelu_grad<T>(x: usize, dy: usize, dx: usize, outer: usize, run: usize): void {
  doubleGrad<T, CreluGrad<T>>(x, dy, dx, outer, run);
}
