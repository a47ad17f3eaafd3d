import {
  ALONE,
  COMPENSATED,
  EACH,
  FIRST,
  FIRST_NEAR,
  GRADIENT,
  KEEP,
  LEVEL,
  MAXIMUM,
  ONE,
  PICK,
  PROPORTIONAL,
  RowOp,
  SECOND,
  SECOND_NEAR,
  SECOND_WIDE,
  SIDE,
  SIGNED,
} from "../loops/row";
import { Shifted } from "../math/shifted";
import { lanes } from "../simd/lanes";
import { Wide } from "../simd/wide";

/**
 * softmax, with S = Σ e^{x − m}, m the maximum of the row, and D the second sum. The gradients compute e^{x − m} twice
 * rather than store it, so that dx may be x or dy.
 *
 * With −x and −g these are softmin and its gradient; with one g per row, the gradient of logSumExp.
 */

// The bits of an f64 that an f32 has, too
const UPPER = lanes<u64>(0xffffffffe0000000);

/** g·e^{x − m}/S, with g = 1 or one g per row */
@kernel("softmax")
@final
export class Softmax<T> implements RowOp {
  @inline uses(): i32 {
    return MAXIMUM | FIRST | FIRST_NEAR | KEEP | LEVEL | SIGNED | EACH | COMPENSATED;
  }
  @inline first(x: v128, g: v128, m: v128, c: v128): v128 {
    return Shifted.ofLevel<T>(x, m, sizeof<T>() === 8);
  }
  @inline second(x: v128, g: v128, m: v128, c: v128, first: v128): v128 {
    return x;
  }
  /**
   * The factor, for f32 as a sum of two numbers, the first of them cut short. So the largest term, if it is the only
   * one, gives exactly 1, which the product with its rounded inverse would not.
   */
  @inline u(s: v128, d: v128, c: v128): v128 {
    const factor = f64x2.div(d, s);
    return sizeof<T>() === 4 ? v128.and(factor, UPPER) : factor;
  }
  @inline w(s: v128, d: v128, c: v128): v128 {
    const factor = f64x2.div(d, s);
    return f64x2.sub(factor, v128.and(factor, UPPER));
  }
  @inline map(x: v128, g: v128, m: v128, c: v128, uLow: v128, uHigh: v128, wLow: v128, wHigh: v128): v128 {
    if (sizeof<T>() === 8) return f64x2.mul(x, uLow);
    const most = f32x4.mul(x, Wide.narrow<T>(uLow, uHigh));
    return f32x4.add(most, f32x4.mul(x, Wide.narrow<T>(wLow, wHigh)));
  }
}

/** e^{x − m}/S, and the sum of all but the largest element of each row, which is 1 less that element with all its digits. */
@kernel("softmax_rest")
@final
export class SoftmaxRest<T> implements RowOp {
  @inline uses(): i32 {
    return MAXIMUM | SECOND | SECOND_NEAR | KEEP | ALONE | SIDE;
  }
  @inline first(x: v128, g: v128, m: v128, c: v128): v128 {
    return Shifted.scaled<T>(x, m, sizeof<T>() === 8);
  }
  @inline second(x: v128, g: v128, m: v128, c: v128, first: v128): v128 {
    return v128.andnot(first, v128.eq<T>(x, c));
  }
  @inline u(s: v128, d: v128, c: v128): v128 {
    return f64x2.div(ONE, d);
  }
  @inline w(s: v128, d: v128, c: v128): v128 {
    return d;
  }
  @inline map(x: v128, g: v128, m: v128, c: v128, uLow: v128, uHigh: v128, wLow: v128, wHigh: v128): v128 {
    return v128.mul<T>(x, Wide.narrow<T>(uLow, uHigh));
  }
}

/**
 * y·(d − Σd·y), with y = e^{x − m}/S from x, and d = g less the g of the largest element: its own term vanishes, so that
 * two numbers near 1 are never subtracted. All but the exponentials is in f64, since here errors of both signs add up (f32:
 * 5.6 → 3.8 ULP at 1.1 times the time).
 */
@kernel("softmax_grad")
@final
export class SoftmaxGrad<T> implements RowOp {
  @inline uses(): i32 {
    return MAXIMUM | FIRST | SECOND | SECOND_WIDE | COMPENSATED | GRADIENT | SIGNED | PROPORTIONAL | PICK;
  }
  @inline first(x: v128, g: v128, m: v128, c: v128): v128 {
    return Shifted.scaled<T>(x, m, true);
  }
  @inline second(x: v128, g: v128, m: v128, c: v128, first: v128): v128 {
    return f64x2.mul(f64x2.sub(g, c), first);
  }
  @inline u(s: v128, d: v128, c: v128): v128 {
    return f64x2.div(ONE, s);
  }
  @inline w(s: v128, d: v128, c: v128): v128 {
    return f64x2.div(d, f64x2.mul(s, s));
  }
  @inline map(x: v128, g: v128, m: v128, c: v128, uLow: v128, uHigh: v128, wLow: v128, wHigh: v128): v128 {
    const low = f64x2.sub(f64x2.mul(f64x2.sub(Wide.low<T>(g), Wide.low<T>(c)), uLow), wLow);
    const high = f64x2.sub(f64x2.mul(f64x2.sub(Wide.high<T>(g), Wide.high<T>(c)), uHigh), wHigh);
    return Shifted.scaledTimes<T>(x, m, Wide.narrow<T>(low, high));
  }
}

/** y·(d − Σd·y), d as above */
@kernel("softmax_from_output")
@final
export class SoftmaxFromOutput<T> implements RowOp {
  @inline uses(): i32 {
    return MAXIMUM | SECOND | SECOND_NEAR | GRADIENT | SIGNED | PICK;
  }
  @inline first(x: v128, g: v128, m: v128, c: v128): v128 {
    return x;
  }
  @inline second(x: v128, g: v128, m: v128, c: v128, first: v128): v128 {
    return v128.mul<T>(v128.sub<T>(g, c), x);
  }
  @inline u(s: v128, d: v128, c: v128): v128 {
    return d;
  }
  @inline w(s: v128, d: v128, c: v128): v128 {
    return d;
  }
  @inline map(x: v128, g: v128, m: v128, c: v128, uLow: v128, uHigh: v128, wLow: v128, wHigh: v128): v128 {
    return v128.mul<T>(x, v128.sub<T>(v128.sub<T>(g, c), Wide.narrow<T>(wLow, wHigh)));
  }
}
