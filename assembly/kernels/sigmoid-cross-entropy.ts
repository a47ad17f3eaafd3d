import { Backward } from "../loops/map";
import { Exp } from "../math/exp";
import { Log1p } from "../math/log1p";
import { Lanes } from "../simd/lanes";

/** The cross-entropy of a logistic unit, with E = e^−|x|. The target takes the place of dy. */

/** max(x, 0) − x·t + log1p(E) */
@kernel("sigmoid_cross_entropy")
@final
export class SigmoidCrossEntropy<T> implements Backward {
  /**
   * |x|·w + log1p(E), with w = 1 − t for x ≥ 0, else w = t: no difference of large numbers. Where w is 0 the product is
   * 0, even for x = ±∞.
   */
  @inline grad(x: v128, t: v128, a: v128, b: v128, c: v128): v128 {
    const sign = Lanes.sign<T>();
    const w = v128.bitselect(v128.sub<T>(Lanes.one<T>(), t), t, v128.ge<T>(x, Lanes.zero<T>()));
    const linear = v128.andnot(v128.mul<T>(v128.andnot(x, sign), w), v128.eq<T>(w, Lanes.zero<T>()));
    const log = Log1p.ofScaled<T>(Exp.scaledOfNonPositive<T>(v128.or(x, sign)));
    return v128.add<T>(linear, v128.mul<T>(log, Exp.unscale<T>()));
  }
}

/** σ(x) − t as (1 − t)·σ(x) − t·σ(−x), which keeps its digits where x is sure, and t agrees. One division. */
@kernel("sigmoid_cross_entropy_grad")
@final
export class SigmoidCrossEntropyGrad<T> implements Backward {
  @inline grad(x: v128, t: v128, a: v128, b: v128, c: v128): v128 {
    const one = Lanes.one<T>();
    const above = v128.ge<T>(x, Lanes.zero<T>());
    const e = Exp.ofNonPositive<T>(v128.or(x, Lanes.sign<T>()));
    const up = v128.mul<T>(v128.sub<T>(one, t), v128.bitselect(one, e, above));
    const down = v128.mul<T>(t, v128.bitselect(e, one, above));
    return v128.div<T>(v128.sub<T>(up, down), v128.add<T>(one, e));
  }
}
