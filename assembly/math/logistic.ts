import { Lanes } from "../simd/lanes";

export class Logistic {
  /** σ from E = e^−|z|: 1/(1 + E) where z ≥ 0, else E/(1 + E). One division, and never 1 − σ. */
  @inline static of<T>(e: v128, above: v128): v128 {
    const one = Lanes.one<T>();
    return v128.div<T>(v128.bitselect(one, e, above), v128.add<T>(one, e));
  }

  /** (1 + E)² */
  @inline static square<T>(e: v128): v128 {
    const one = Lanes.one<T>();
    return v128.add<T>(one, v128.mul<T>(e, v128.add<T>(e, v128.add<T>(one, one))));
  }
}
