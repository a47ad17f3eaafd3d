import {
  EACH,
  FIRST,
  FIRST_NEAR,
  FOLD,
  GRADIENT,
  MAXIMUM,
  ONE,
  RESULT,
  RowOp,
  SECOND,
  SECOND_NEAR,
} from "../loops/row";
import { Log } from "../math/log";
import { Shifted } from "../math/shifted";
import { Lanes } from "../simd/lanes";
import { Wide } from "../simd/wide";

/**
 * ln Σ e^x of each row, and the losses made from it, with m the maximum of the row. The maxima are counted, and only
 * the other terms are summed: the logarithm of a sum next to 1, which is the loss of an almost certain row, keeps all
 * its digits.
 */

/**
 * c + (m − g), with g = 0, or one g per row: the logit of the label makes it the loss. If g are targets of all
 * elements, Σg·c + Σ g·(m − x), in which no term is negative unless a target is.
 */
@final
export class CrossEntropy<T> implements RowOp {
  @inline uses(): i32 {
    return FIRST | SECOND | GRADIENT | EACH | RESULT;
  }
  @inline first(x: v128, g: v128, m: v128, c: v128): v128 {
    return g;
  }
  /** A target of 0 selects 0, even if the difference is infinite. */
  @inline second(x: v128, g: v128, m: v128, c: v128, first: v128): v128 {
    return v128.andnot(v128.mul<T>(g, v128.sub<T>(m, x)), v128.eq<T>(g, Lanes.zero<T>()));
  }
  @inline u(s: v128, d: v128, c: v128): v128 {
    return f64x2.add(f64x2.mul(s, c), d);
  }
  @inline w(s: v128, d: v128, c: v128): v128 {
    return d;
  }
  @inline map(x: v128, g: v128, m: v128, c: v128, uLow: v128, uHigh: v128, wLow: v128, wHigh: v128): v128 {
    const low = f64x2.add(uLow, f64x2.sub(Wide.low<T>(x), Wide.low<T>(g)));
    const high = f64x2.add(uHigh, f64x2.sub(Wide.high<T>(x), Wide.high<T>(g)));
    return Wide.narrow<T>(low, high);
  }
}

/** Σ e^{x − m} without the maxima, and the number of maxima: c = ln Σ e^{x − m}. */
@kernel("log_sum_exp", CrossEntropy)
@final
export class LogSumExp<T> implements RowOp {
  @inline uses(): i32 {
    return MAXIMUM | FIRST | FIRST_NEAR | SECOND | SECOND_NEAR | FOLD;
  }
  /** By comparison, not by difference: m may be infinite. */
  @inline first(x: v128, g: v128, m: v128, c: v128): v128 {
    return v128.andnot(Shifted.exp<T>(x, m), v128.eq<T>(x, m));
  }
  @inline second(x: v128, g: v128, m: v128, c: v128, first: v128): v128 {
    return v128.and(Lanes.one<T>(), v128.eq<T>(x, m));
  }
  @inline u(s: v128, d: v128, c: v128): v128 {
    return Log.ofOnePlus(f64x2.add(s, f64x2.sub(d, ONE)));
  }
  @inline w(s: v128, d: v128, c: v128): v128 {
    return d;
  }
  @inline map(x: v128, g: v128, m: v128, c: v128, uLow: v128, uHigh: v128, wLow: v128, wHigh: v128): v128 {
    return x;
  }
}
