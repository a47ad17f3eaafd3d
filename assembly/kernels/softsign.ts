import { Backward, Forward, FromOutput } from "../loops/map";
import { Lanes } from "../simd/lanes";

/** x/(1 + |x|), ±1 at ±∞. */
@kernel("softsign")
@final
export class Softsign<T> implements Forward, Backward, FromOutput {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const finite = Lanes.finite<T>(x);
    return v128.div<T>(finite, v128.add<T>(Lanes.one<T>(), v128.andnot(finite, Lanes.sign<T>())));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const d = v128.add<T>(Lanes.one<T>(), v128.andnot(x, Lanes.sign<T>()));
    return v128.mul<T>(dy, v128.div<T>(Lanes.one<T>(), v128.mul<T>(d, d)));
  }
  /** f′ as a function of y: (1 − |y|)². */
  @inline fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const d = v128.sub<T>(Lanes.one<T>(), v128.andnot(y, Lanes.sign<T>()));
    return v128.mul<T>(dy, v128.mul<T>(d, d));
  }
}
