import { Backward, Forward, FromOutput } from "../loops/map";
import { Tanh } from "../math/tanh";
import { Lanes } from "../simd/lanes";

@kernel("tanh")
@final
export class HyperbolicTangent<T> implements Forward, Backward, FromOutput {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return Tanh.of<T>(x);
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(dy, Tanh.slope<T>(x));
  }
  /** f′ as a function of y: (1 − y)·(1 + y). */
  @inline fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const one = Lanes.one<T>();
    return v128.mul<T>(dy, v128.mul<T>(v128.sub<T>(one, y), v128.add<T>(one, y)));
  }
}
