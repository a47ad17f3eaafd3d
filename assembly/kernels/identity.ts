import { Backward, Forward, forward } from "../loops/map";
import { Lanes } from "../simd/lanes";

/** The identity and the step. */

/** No error in any f32, nor in a search in f64 (docs/accuracy.json). */
@kernel("identity")
@final
export class Identity<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return x;
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return Lanes.nanOf<T>(x, dy);
  }
}

/** No error in any f32, nor in a search in f64 (docs/accuracy.json). */
@kernel("binary_step")
@final
export class BinaryStep<T> implements Forward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return Lanes.nanOf<T>(x, v128.and(Lanes.one<T>(), v128.ge<T>(x, Lanes.zero<T>())));
  }
}

/** 0, whatever dy is: dy is not even loaded. */
@final
export class BinaryStepGrad<T> implements Forward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.ne<T>(x, x);
  }
}

/** 0 where x is a number, else NaN; dy does not count. */
export function binary_step_grad<T>(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: T, b: T, c: T): void {
  forward<T, BinaryStepGrad<T>>(x, dx, n, a, b, c);
}
