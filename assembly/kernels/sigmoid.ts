import { Backward, Forward, FromOutput } from "../loops/map";
import { Exp } from "../math/exp";
import { Logistic } from "../math/logistic";
import { Lanes } from "../simd/lanes";

@kernel("sigmoid")
@final
export class Sigmoid<T> implements Forward, Backward, FromOutput {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const e = Exp.ofBounded<T>(Exp.logit<T>(x));
    return v128.div<T>(e, v128.add<T>(Lanes.one<T>(), e));
  }
  /** E/(1 + E)², even in x. 1 + E·(2 + E) rounds once where (1 + E)² rounds three times. */
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const e = Exp.ofNonPositive<T>(v128.or(x, Lanes.sign<T>()));
    return v128.mul<T>(dy, v128.div<T>(e, Logistic.square<T>(e)));
  }
  /** f′ as a function of y: y·(1 − y). */
  @inline fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(dy, v128.mul<T>(y, v128.sub<T>(Lanes.one<T>(), y)));
  }
}
