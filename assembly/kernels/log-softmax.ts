import { FIRST, GRADIENT, MAXIMUM, RowOp, SECOND, SIGNED } from "../loops/row";
import { Exp } from "../math/exp";
import { Log } from "../math/log";
import { Shifted } from "../math/shifted";

/** logSoftmax, with S = Σ e^{x − m}, m the maximum of the row. */

/** (x − m) − ln S, in f64 for f32. */
@kernel("log_softmax")
@final
export class LogSoftmax<T> implements RowOp {
  @inline uses(): i32 {
    return MAXIMUM | FIRST;
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
  @inline map(x: v128, g: v128, m: v128, p: v128, q: v128, uLow: v128, uHigh: v128): v128 {
    return Shifted.minus<T>(x, m, uLow, uHigh);
  }
}

/** g − e^{x − m}/S·Σg, from x. With −g it is the gradient of the cross-entropy with targets g. */
@kernel("log_softmax_grad")
@final
export class LogSoftmaxGrad<T> implements RowOp {
  @inline uses(): i32 {
    return MAXIMUM | FIRST | SECOND | GRADIENT | SIGNED;
  }
  @inline first(x: v128, g: v128, m: v128, c: v128): v128 {
    return Shifted.exp<T>(x, m);
  }
  @inline second(x: v128, g: v128, m: v128, c: v128, first: v128): v128 {
    return g;
  }
  @inline u(s: v128, d: v128, c: v128): v128 {
    return f64x2.div(d, s);
  }
  @inline w(s: v128, d: v128, c: v128): v128 {
    return d;
  }
  @inline map(x: v128, g: v128, m: v128, p: v128, q: v128, uLow: v128, uHigh: v128): v128 {
    return v128.sub<T>(g, v128.mul<T>(Shifted.exp<T>(x, m), p));
  }
}

/** g − e^y·Σg */
@kernel("log_softmax_from_output")
@final
export class LogSoftmaxFromOutput<T> implements RowOp {
  @inline uses(): i32 {
    return SECOND | GRADIENT;
  }
  @inline first(x: v128, g: v128, m: v128, c: v128): v128 {
    return x;
  }
  @inline second(x: v128, g: v128, m: v128, c: v128, first: v128): v128 {
    return g;
  }
  @inline u(s: v128, d: v128, c: v128): v128 {
    return d;
  }
  @inline w(s: v128, d: v128, c: v128): v128 {
    return d;
  }
  @inline map(x: v128, g: v128, m: v128, p: v128, q: v128, uLow: v128, uHigh: v128): v128 {
    return v128.sub<T>(g, v128.mul<T>(Exp.ofNonPositive<T>(x), q));
  }
}
