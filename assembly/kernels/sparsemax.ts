import { FIRST, GRADIENT, MAXIMUM, ONE, ROUNDS, RowOp, SECOND } from "../loops/row";
import { Shifted } from "../math/shifted";
import { Lanes } from "../simd/lanes";

/**
 * sparsemax: max(x − m − τ, 0), with m the maximum of the row and the τ for which the row sums to 1. No sorting:
 * starting from τ = −1, each round sets τ to (Σ(x − m) − 1)/k over the k elements with x − m > τ (Michelot 1986). Σ
 * max(x − m − τ, 0) is convex and falls with τ, so these Newton steps never pass its root: elements only drop out, and
 * when none does, the remaining ones are the support.
 */

/** max(x − m − τ, 0) */
@final
export class Projection<T> implements RowOp {
  @inline uses(): i32 {
    return 0;
  }
  @inline first(x: v128, g: v128, m: v128, c: v128): v128 {
    return x;
  }
  @inline second(x: v128, g: v128, m: v128, c: v128, first: v128): v128 {
    return x;
  }
  @inline u(s: v128, d: v128, c: v128): v128 {
    return c;
  }
  @inline w(s: v128, d: v128, c: v128): v128 {
    return c;
  }
  @inline map(x: v128, g: v128, m: v128, c: v128, uLow: v128, uHigh: v128, wLow: v128, wHigh: v128): v128 {
    return v128.pmax<T>(Shifted.minus<T>(x, m, uLow, uHigh), Lanes.zero<T>());
  }
}

/** The rounds that find τ. */
@kernel("sparsemax", Projection)
@final
export class Sparsemax<T> implements RowOp {
  @inline uses(): i32 {
    return MAXIMUM | FIRST | SECOND | ROUNDS;
  }
  /** NaN is not ≤ c, so it comes through. */
  @inline first(x: v128, g: v128, m: v128, c: v128): v128 {
    const d = v128.sub<T>(x, m);
    return v128.andnot(d, v128.le<T>(d, c));
  }
  @inline second(x: v128, g: v128, m: v128, c: v128, first: v128): v128 {
    return v128.andnot(Lanes.one<T>(), v128.le<T>(v128.sub<T>(x, m), c));
  }
  @inline u(s: v128, d: v128, c: v128): v128 {
    return f64x2.div(f64x2.sub(s, ONE), d);
  }
  @inline w(s: v128, d: v128, c: v128): v128 {
    return d;
  }
  @inline map(x: v128, g: v128, m: v128, c: v128, uLow: v128, uHigh: v128, wLow: v128, wHigh: v128): v128 {
    return x;
  }
}

/** g minus its mean over the support where y > 0, else 0 */
@kernel("sparsemax_from_output")
@final
export class SparsemaxFromOutput<T> implements RowOp {
  @inline uses(): i32 {
    return FIRST | SECOND | GRADIENT;
  }
  @inline first(x: v128, g: v128, m: v128, c: v128): v128 {
    return Lanes.nanOf<T>(x, v128.andnot(Lanes.one<T>(), v128.le<T>(x, Lanes.zero<T>())));
  }
  @inline second(x: v128, g: v128, m: v128, c: v128, first: v128): v128 {
    return v128.andnot(g, v128.le<T>(x, Lanes.zero<T>()));
  }
  @inline u(s: v128, d: v128, c: v128): v128 {
    return f64x2.div(d, s);
  }
  @inline w(s: v128, d: v128, c: v128): v128 {
    return d;
  }
  /** The mean is subtracted in f64: g and the mean may be close. */
  @inline map(x: v128, g: v128, m: v128, c: v128, uLow: v128, uHigh: v128, wLow: v128, wHigh: v128): v128 {
    const off = v128.le<T>(x, Lanes.zero<T>());
    return v128.andnot(Shifted.minus<T>(g, Lanes.zero<T>(), uLow, uHigh), off);
  }
}
