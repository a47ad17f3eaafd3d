import { Lanes } from "./lanes";
import { Backward, backward, Forward, forward } from "./map";
import { Exp } from "./math/exp";
import { Log1p } from "./math/log1p";
import { Product } from "./math/product";
import { Logistic } from "./sigmoid";
import { Sensitivity, total } from "./total";

/** The logarithms of sigmoids, with E = e^−|x|. */

/** max(x, 0) + log1p(E) */
@final
export class Softplus<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const log = Log1p.ofScaled<T>(Exp.scaledOfNonPositive<T>(v128.or(x, Lanes.sign<T>())));
    return v128.add<T>(v128.pmax<T>(x, Lanes.zero<T>()), v128.mul<T>(log, Exp.unscale<T>()));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const e = Exp.ofNonPositive<T>(v128.or(x, Lanes.sign<T>()));
    return v128.mul<T>(dy, Logistic.of<T>(e, v128.ge<T>(x, Lanes.zero<T>())));
  }
}

/** a = beta > 0: max(x, 0) + log1p(e^−|βx|)/β */
@final
export class SteepSoftplus<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const log = v128.div<T>(Log1p.ofScaled<T>(SteepSoftplus.decay<T>(a, x)), a);
    return v128.add<T>(v128.pmax<T>(x, Lanes.zero<T>()), v128.mul<T>(log, Exp.unscale<T>()));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const e = v128.mul<T>(SteepSoftplus.decay<T>(a, x), Exp.unscale<T>());
    return v128.mul<T>(dy, Logistic.of<T>(e, v128.ge<T>(x, Lanes.zero<T>())));
  }
  @inline static decay<T>(a: v128, x: v128): v128 {
    return Product.decay<T>(a, Lanes.finite<T>(x));
  }
}

/** f′ as a function of y: 1 − e^−βy, a = beta. */
@final
export class SoftplusFromOutput<T> implements Backward {
  @inline grad(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(dy, Complement.ofExp<T>(v128.mul<T>(a, y)));
  }
}

/** ∂f/∂β: −(|z|·σ(−|z|) + log1p(E))/β², z = βx. Both terms have one sign: nothing cancels. */
@final
export class SoftplusBeta<T> implements Sensitivity {
  @inline term(x: v128, a: v128): v128 {
    const unscale = Exp.unscale<T>();
    const e = SteepSoftplus.decay<T>(a, x);
    const s = v128.div<T>(e, v128.add<T>(Lanes.one<T>(), v128.mul<T>(e, unscale)));
    const z = v128.or(Lanes.finite<T>(v128.mul<T>(a, x)), Lanes.sign<T>());
    const sum = v128.sub<T>(v128.mul<T>(z, s), Log1p.ofScaled<T>(e));
    return v128.div<T>(v128.mul<T>(v128.div<T>(sum, a), unscale), a);
  }
  @inline active(x: v128, v: v128): v128 {
    return v;
  }
}

export class Complement {
  /** 1 − e^−|y| */
  @inline static ofExp<T>(y: v128): v128 {
    return v128.neg<T>(Exp.expm1OfNonPositive<T>(v128.or(y, Lanes.sign<T>())));
  }
}

/** min(x, 0) − log1p(E) */
@final
export class LogSigmoid<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const log = Log1p.ofScaled<T>(Exp.scaledOfNonPositive<T>(v128.or(x, Lanes.sign<T>())));
    return v128.sub<T>(v128.pmin<T>(x, Lanes.zero<T>()), v128.mul<T>(log, Exp.unscale<T>()));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const e = Exp.ofNonPositive<T>(v128.or(x, Lanes.sign<T>()));
    return v128.mul<T>(dy, Logistic.of<T>(e, v128.le<T>(x, Lanes.zero<T>())));
  }
}

/** f′ as a function of y: 1 − e^y. */
@final
export class LogSigmoidFromOutput<T> implements Backward {
  @inline grad(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(dy, Complement.ofExp<T>(y));
  }
}

export function softplus_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, Softplus<f32>>(x, y, n, a, b, c);
}
export function softplus_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, Softplus<f64>>(x, y, n, a, b, c);
}
export function softplus_grad_f32(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f32, b: f32, c: f32): void {
  backward<f32, Softplus<f32>>(x, dy, dx, n, step, a, b, c);
}
export function softplus_grad_f64(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f64, b: f64, c: f64): void {
  backward<f64, Softplus<f64>>(x, dy, dx, n, step, a, b, c);
}
export function steep_softplus_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, SteepSoftplus<f32>>(x, y, n, a, b, c);
}
export function steep_softplus_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, SteepSoftplus<f64>>(x, y, n, a, b, c);
}
export function steep_softplus_grad_f32(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, SteepSoftplus<f32>>(x, dy, dx, n, step, a, b, c);
}
export function steep_softplus_grad_f64(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, SteepSoftplus<f64>>(x, dy, dx, n, step, a, b, c);
}
export function softplus_from_output_f32(
  y: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, SoftplusFromOutput<f32>>(y, dy, dx, n, step, a, b, c);
}
export function softplus_from_output_f64(
  y: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, SoftplusFromOutput<f64>>(y, dy, dx, n, step, a, b, c);
}
export function log_sigmoid_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, LogSigmoid<f32>>(x, y, n, a, b, c);
}
export function log_sigmoid_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, LogSigmoid<f64>>(x, y, n, a, b, c);
}
export function log_sigmoid_grad_f32(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, LogSigmoid<f32>>(x, dy, dx, n, step, a, b, c);
}
export function log_sigmoid_grad_f64(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, LogSigmoid<f64>>(x, dy, dx, n, step, a, b, c);
}
export function log_sigmoid_from_output_f32(
  y: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, LogSigmoidFromOutput<f32>>(y, dy, dx, n, step, a, b, c);
}
export function log_sigmoid_from_output_f64(
  y: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, LogSigmoidFromOutput<f64>>(y, dy, dx, n, step, a, b, c);
}
export function softplus_grad_beta_f32(x: usize, dy: usize, n: usize, state: usize, a: f32): void {
  total<f32, SoftplusBeta<f32>>(x, dy, n, state, a);
}
export function softplus_grad_beta_f64(x: usize, dy: usize, n: usize, state: usize, a: f64): void {
  total<f64, SoftplusBeta<f64>>(x, dy, n, state, a);
}
