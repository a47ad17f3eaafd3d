/**
 * The normal distribution. Near 0: Φ(x) = ½ + φ(x)·(x + x³/3 + x⁵/15 + …). Beyond, erfc z by the trapezoidal rule with step
 * ½ (Chiarella and Reichel 1968): z·e^(−z²)/(2π)·(1/z² + 2·Σ e^(−k²/4)/(k²/4 + z²)) − 2/(e^4πz − 1), whose error is e^(−4π²).
 */

// 1/√(2π), 1/√2 and 4π/√2
const PEAK: f64 = 0.3989422804014327;
const HALF_ROOT: f64 = 0.7071067811865476;
const PERIOD: f64 = 8.885765876316732;

const WEIGHTS: StaticArray<f64> = [
  0.7788007830714049, 0.36787944117144233, 0.10539922456186433, 0.01831563888873418, 0.0019304541362277093,
  0.00012340980408667956, 4.785117392129009e-6, 1.1253517471925912e-7, 1.6052280551856116e-9, 1.3887943864964021e-11,
  7.287724095819692e-14, 2.3195228302435696e-16, 4.477732441718302e-19,
];

export class Normal {
  @inline static density(x: f64): f64 {
    return PEAK * NativeMath.exp(-0.5 * x * x);
  }

  /** Φ(x) */
  @inline static below(x: f64): f64 {
    const z = x * x;
    if (abs<f64>(x) < 1.25) {
      let term = x;
      let sum = x;
      for (let k = 3; abs<f64>(term) > 1e-18 * abs<f64>(sum); k += 2) {
        term *= z / <f64>k;
        sum += term;
      }
      return 0.5 + Normal.density(x) * sum;
    }
    const square = 0.5 * z;
    let sum = 1 / square;
    for (let k = 1; k <= 13; k++) {
      sum += (2 * unchecked(WEIGHTS[k - 1])) / (0.25 * <f64>(k * k) + square);
    }
    const a = abs<f64>(x);
    const scale = (a * HALF_ROOT * NativeMath.exp(-square)) / (2 * Math.PI);
    const tail = 0.5 * (scale * sum - 2 / (NativeMath.exp(PERIOD * a) - 1));
    return x < 0 ? tail : 1 - tail;
  }
}
