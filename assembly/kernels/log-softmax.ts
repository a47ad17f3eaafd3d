import { ALONE, FIRST, FIRST_NEAR, GRADIENT, MAXIMUM, ONE, PICK, RowOp, SECOND, SIGNED } from "../loops/row";
import { Exp } from "../math/exp";
import { Log } from "../math/log";
import { Shifted } from "../math/shifted";
import { Lanes, lanes, pick } from "../simd/lanes";
import { Wide } from "../simd/wide";

/** logSoftmax, with S = Σ e^{x − m}, m the maximum of the row. */

/** (x − m) − ln S, in f64 for f32. */
@kernel("log_softmax")
@final
export class LogSoftmax<T> implements RowOp {
  @inline uses(): i32 {
    return MAXIMUM | FIRST | FIRST_NEAR;
  }
  @inline first(x: v128, g: v128, m: v128, c: v128): v128 {
    return Shifted.exp<T>(x, m);
  }
  @inline second(x: v128, g: v128, m: v128, c: v128, first: v128): v128 {
    return x;
  }
  @inline u(s: v128, d: v128, c: v128): v128 {
    return Log.of(s);
  }
  @inline w(s: v128, d: v128, c: v128): v128 {
    return d;
  }
  @inline map(x: v128, g: v128, m: v128, c: v128, uLow: v128, uHigh: v128, wLow: v128, wHigh: v128): v128 {
    return Shifted.minus<T>(x, m, uLow, uHigh);
  }
}

/**
 * g − e^{x − m}/S·Σg, from x. With −g it is the gradient of the cross-entropy with targets g.
 *
 * Where an element is the only largest one, and may have a softmax y near 1, it is g·(1 − y) less y times the sum of the
 * other g, with the sum of the other y for 1 − y.
 */
@kernel("log_softmax_grad")
@final
export class LogSoftmaxGrad<T> implements RowOp {
  @inline uses(): i32 {
    return MAXIMUM | FIRST | FIRST_NEAR | SECOND | GRADIENT | SIGNED | PICK | ALONE;
  }
  @inline first(x: v128, g: v128, m: v128, c: v128): v128 {
    return v128.andnot(Shifted.exp<T>(x, m), v128.eq<T>(x, c));
  }
  @inline second(x: v128, g: v128, m: v128, c: v128, first: v128): v128 {
    return v128.andnot(g, v128.eq<T>(x, c));
  }
  @inline u(s: v128, d: v128, c: v128): v128 {
    return f64x2.div(d, s);
  }
  @inline w(s: v128, d: v128, c: v128): v128 {
    return f64x2.div(f64x2.sub(f64x2.mul(c, s), d), f64x2.add(s, ONE));
  }
  @inline map(x: v128, g: v128, m: v128, c: v128, uLow: v128, uHigh: v128, wLow: v128, wHigh: v128): v128 {
    const other = v128.sub<T>(g, v128.mul<T>(Shifted.exp<T>(x, m), Wide.narrow<T>(uLow, uHigh)));
    return v128.bitselect(Wide.narrow<T>(wLow, wHigh), other, v128.eq<T>(x, c));
  }
}

/**
 * g − e^y·Σg. Where e^y is more than a half, as one element of a row may have it, it is g·(1 − e^y) less e^y times the sum
 * of the other g.
 */
@kernel("log_softmax_from_output")
@final
export class LogSoftmaxFromOutput<T> implements RowOp {
  @inline uses(): i32 {
    return FIRST | SECOND | GRADIENT;
  }
  @inline first(x: v128, g: v128, m: v128, c: v128): v128 {
    return v128.and(g, Near.zero<T>(x));
  }
  @inline second(x: v128, g: v128, m: v128, c: v128, first: v128): v128 {
    return v128.andnot(g, Near.zero<T>(x));
  }
  @inline u(s: v128, d: v128, c: v128): v128 {
    return f64x2.add(s, d);
  }
  @inline w(s: v128, d: v128, c: v128): v128 {
    return d;
  }
  @inline map(x: v128, g: v128, m: v128, c: v128, uLow: v128, uHigh: v128, wLow: v128, wHigh: v128): v128 {
    const near = Near.zero<T>(x);
    const bounded = Exp.boundedNonPositive<T>(x);
    const whole = Exp.plainWhole<T>(bounded);
    const power = Exp.power<T>(whole);
    const rest = v128.mul<T>(power, Exp.expm1OfReduced<T>(Exp.plainReduce<T>(bounded, whole)));
    const e = v128.add<T>(power, rest);
    const one = Lanes.one<T>();
    const complement = v128.sub<T>(v128.sub<T>(one, power), rest);
    const weight = v128.bitselect(complement, one, near);
    const sum = v128.bitselect(Wide.narrow<T>(wLow, wHigh), Wide.narrow<T>(uLow, uHigh), near);
    return v128.sub<T>(v128.mul<T>(g, weight), v128.mul<T>(e, sum));
  }
}

/** Above −½, e^y is more than 0.6, which only one element of a row can be. */
const NEAR_32 = lanes<f32>(-0.5);
const NEAR_64 = lanes<f64>(-0.5);

class Near {
  @inline static zero<T>(y: v128): v128 {
    return v128.gt<T>(y, pick<T>(NEAR_32, NEAR_64));
  }
}
