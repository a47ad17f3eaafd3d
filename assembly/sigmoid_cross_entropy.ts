import { Lanes } from "./lanes";
import { Backward, backward } from "./map";
import { Exp } from "./math/exp";
import { Log1p } from "./math/log1p";
import { Logistic } from "./sigmoid";

/** The cross-entropy of a logistic unit, E = e^−|x|, with the target where a gradient would be. */

/** max(x, 0) − x·t + log1p(E) */
@final
export class SigmoidCrossEntropy<T> implements Backward {
  /**
   * |x|·w + log1p(E) with w = 1 − t for x ≥ 0, else t: no difference of large numbers, and where w is
   * 0 the product is, also of ∞.
   */
  @inline grad(x: v128, t: v128, a: v128, b: v128, c: v128): v128 {
    const sign = Lanes.sign<T>();
    const w = v128.bitselect(v128.sub<T>(Lanes.one<T>(), t), t, v128.ge<T>(x, Lanes.zero<T>()));
    const linear = v128.andnot(v128.mul<T>(v128.andnot(x, sign), w), v128.eq<T>(w, Lanes.zero<T>()));
    const log = Log1p.ofScaled<T>(Exp.scaledOfNonPositive<T>(v128.or(x, sign)));
    return v128.add<T>(linear, v128.mul<T>(log, Exp.unscale<T>()));
  }
}

/** σ(x) − t */
@final
export class SigmoidCrossEntropyGrad<T> implements Backward {
  @inline grad(x: v128, t: v128, a: v128, b: v128, c: v128): v128 {
    const above = v128.ge<T>(x, Lanes.zero<T>());
    const e = Exp.ofNonPositive<T>(v128.or(x, Lanes.sign<T>()));
    return v128.sub<T>(Logistic.of<T>(e, above), t);
  }
}

export function sigmoid_cross_entropy_f32(
  x: usize,
  targets: usize,
  y: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, SigmoidCrossEntropy<f32>>(x, targets, y, n, step, a, b, c);
}
export function sigmoid_cross_entropy_f64(
  x: usize,
  targets: usize,
  y: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, SigmoidCrossEntropy<f64>>(x, targets, y, n, step, a, b, c);
}
export function sigmoid_cross_entropy_grad_f32(
  x: usize,
  targets: usize,
  y: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, SigmoidCrossEntropyGrad<f32>>(x, targets, y, n, step, a, b, c);
}
export function sigmoid_cross_entropy_grad_f64(
  x: usize,
  targets: usize,
  y: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, SigmoidCrossEntropyGrad<f64>>(x, targets, y, n, step, a, b, c);
}
