import { Exp } from "./exp";

export class Shifted {
  /** e^{x − m}. The rounding of x − m, up to |x − m|/2 ULP of the result, goes into the exponential. */
  @inline static exp<T>(x: v128, m: v128): v128 {
    const d = v128.sub<T>(x, m);
    return Exp.ofNonPositiveSum<T>(d, Shifted.error<T>(x, m, d));
  }

  /** x − m − fl(x − m), exact (Knuth). */
  @inline static error<T>(x: v128, m: v128, d: v128): v128 {
    const b = v128.sub<T>(d, x);
    return v128.sub<T>(v128.sub<T>(x, v128.sub<T>(d, b)), v128.add<T>(m, b));
  }
}
