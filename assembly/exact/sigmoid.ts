import { Sigmoid } from "../kernels/sigmoid";
import { Backward, Forward, FromOutput } from "../loops/map";
import { Exact } from "../math/exact";
import { Ratio } from "../math/ratio";
import { lanes } from "../simd/lanes";

// ¼·(1 − 2⁻²⁷)
const QUARTER = lanes<f64>(0.24999999813735485);
const HARD = lanes<f64>(-0.001117885229177773);

/** σ(x) = N/(N + M) from eˣ = N/M */
export class ExactLogistic {
  @inline static of(x: v128): v128 {
    const z = Exact.bounded(x);
    const whole = Ratio.whole(z);
    const f = Ratio.fraction(z, whole);
    const even = Ratio.even(f);
    const odd = Ratio.odd(f);
    const up = Ratio.up(whole, even, odd);
    const y = Exact.besideHalf(x, QUARTER, f64x2.div(up, f64x2.add(up, f64x2.sub(even, odd))));
    return Exact.awayAt(HARD, x, y);
  }

  /** E/(1 + E)² = N·M/(N + M)², E = eˣ, x ≤ 0 */
  @inline static slope(x: v128): v128 {
    const whole = Ratio.whole(x);
    const f = Ratio.fraction(x, whole);
    const even = Ratio.even(f);
    const odd = Ratio.odd(f);
    const up = Ratio.up(whole, even, odd);
    const down = f64x2.sub(even, odd);
    const sum = f64x2.add(up, down);
    return f64x2.div(f64x2.mul(up, down), f64x2.mul(sum, sum));
  }
}

@kernel("sigmoid")
@final
export class ExactSigmoid implements Forward, Backward, FromOutput {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return ExactLogistic.of(x);
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return f64x2.mul(dy, ExactLogistic.slope(Exact.down(x)));
  }
  @inline fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return changetype<Sigmoid<f64>>(0).fromOutput(y, dy, a, b, c);
  }
}
