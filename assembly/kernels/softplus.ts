import { Backward, Forward, FromOutput } from "../loops/map";
import { Sensitivity } from "../loops/total";
import { Exp } from "../math/exp";
import { Log1p } from "../math/log1p";
import { Logistic } from "../math/logistic";
import { Product } from "../math/product";
import { Lanes } from "../simd/lanes";

/** The logarithms of sigmoids, with E = e^−|x|. */

/**
 * max(x, 0) + log1p(E)
 *
 * Worst errors in ULP, of all f32 and of a search in f64 (docs/accuracy.json), beta 1:
 * f32 f: 2.08 at x = -0.44328502, got 0.49586892, want 0.4958688595
 * f32 grad: 2.41 at x = -4.157294, got 0.015408711, want 0.01540870834
 * f64 f: 2.14 at x = -0.43422673967394576, got 0.49942004557746933, want 0.49942004557746944
 * f64 grad: 2.35 at x = -2.732143379090212, got 0.06110308250486715, want 0.061103082504867165
 */
@kernel("softplus")
@final
export class Softplus<T> implements Forward, Backward, FromOutput {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const log = Log1p.ofScaled<T>(Exp.scaledOfNonPositive<T>(v128.or(x, Lanes.sign<T>())));
    return v128.add<T>(v128.pmax<T>(x, Lanes.zero<T>()), v128.mul<T>(log, Exp.unscale<T>()));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const e = Exp.ofNonPositive<T>(v128.or(x, Lanes.sign<T>()));
    return v128.mul<T>(dy, Logistic.of<T>(e, v128.ge<T>(x, Lanes.zero<T>())));
  }
  /** f′ = 1 − e^−βy, a = beta */
  @inline fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(dy, Complement.ofExp<T>(v128.mul<T>(a, y)));
  }
}

/** a = beta > 0: max(x, 0) + log1p(e^−|βx|)/β */
@kernel("steep_softplus")
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

/** ∂f/∂β = −(|z|·σ(−|z|) + log1p(E))/β², z = βx. Both terms have the same sign: nothing cancels. */
@kernel("softplus_grad_beta")
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

/**
 * min(x, 0) − log1p(E)
 *
 * Worst errors in ULP, of all f32 and of a search in f64 (docs/accuracy.json):
 * f32 f: 2.08 at x = 0.44328502, got -0.49586892, want -0.4958688595
 * f32 grad: 2.41 at x = 4.157294, got 0.015408711, want 0.01540870834
 * f64 f: 2.14 at x = 0.43422673967394576, got -0.49942004557746933, want -0.49942004557746944
 * f64 grad: 2.34 at x = 2.722656803867017, got 0.061649593914357176, want 0.06164959391435719
 */
@kernel("log_sigmoid")
@final
export class LogSigmoid<T> implements Forward, Backward, FromOutput {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const log = Log1p.ofScaled<T>(Exp.scaledOfNonPositive<T>(v128.or(x, Lanes.sign<T>())));
    return v128.sub<T>(v128.pmin<T>(x, Lanes.zero<T>()), v128.mul<T>(log, Exp.unscale<T>()));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const e = Exp.ofNonPositive<T>(v128.or(x, Lanes.sign<T>()));
    return v128.mul<T>(dy, Logistic.of<T>(e, v128.le<T>(x, Lanes.zero<T>())));
  }
  /** f′ = 1 − e^y */
  @inline fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(dy, Complement.ofExp<T>(y));
  }
}
