import { Backward, Forward, FromOutput } from "../loops/map";
import { Exp } from "../math/exp";

@kernel("exp")
@final
export class Exponential<T> implements Forward, Backward, FromOutput {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return Exp.of<T>(x);
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(dy, Exp.of<T>(x));
  }
  /** f′ as a function of y: y. */
  @inline fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(dy, y);
  }
}
