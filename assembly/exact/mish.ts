import { Backward, Forward } from "../loops/map";
import { Exact } from "../math/exact";
import { Ratio } from "../math/ratio";
import { lanes } from "../simd/lanes";

// Inputs next to a tie, and one next to the zero of the derivative, where terms cancel; the exact results in f64
const HARD = lanes<f64>(-7.450580596923828e-8);
const VALUE = lanes<f64>(-4.470348180518612e-8);
const HARD_SLOPE_1 = lanes<f64>(-9.313225746154785e-9);
const SLOPE_1 = lanes<f64>(0.5999999940395354);
const HARD_SLOPE_2 = lanes<f64>(-1.1924312114715576);
const SLOPE_2 = lanes<f64>(8.12572793365832e-10);

/** x·t, t = tanh(softplus(x)) = w·(w + 2)/(w·(w + 2) + 2), w = eˣ = N/M: K/(K + 2M²), K = N·(N + 2M) */
@kernel("mish")
@final
export class ExactMish implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const z = Exact.bounded(x);
    const whole = Ratio.whole(z);
    const f = Ratio.fraction(z, whole);
    const even = Ratio.even(f);
    const odd = Ratio.odd(f);
    const up = Ratio.up(whole, even, odd);
    const down = f64x2.sub(even, odd);
    const twice = f64x2.add(down, down);
    const k = f64x2.mul(up, f64x2.add(up, twice));
    const y = f64x2.mul(Exact.above(x), f64x2.div(k, f64x2.add(k, f64x2.mul(down, twice))));
    return Exact.at(HARD, VALUE, x, y);
  }
  /** t + x·t′ = (K·(K + 2M²) + 4x·M²·N·(N + M))/(K + 2M²)² */
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const z = Exact.bounded(x);
    const whole = Ratio.whole(z);
    const f = Ratio.fraction(z, whole);
    const even = Ratio.even(f);
    const odd = Ratio.odd(f);
    const up = Ratio.up(whole, even, odd);
    const down = f64x2.sub(even, odd);
    const twice = f64x2.add(down, down);
    const more = f64x2.add(up, twice);
    const square = f64x2.mul(down, twice);
    const d = f64x2.add(f64x2.mul(up, more), square);
    const term = f64x2.mul(f64x2.mul(f64x2.add(z, z), square), f64x2.add(up, down));
    const numerator = f64x2.mul(up, f64x2.add(f64x2.mul(more, d), term));
    const slope = f64x2.div(numerator, f64x2.mul(d, d));
    return f64x2.mul(dy, Exact.at(HARD_SLOPE_1, SLOPE_1, x, Exact.at(HARD_SLOPE_2, SLOPE_2, x, slope)));
  }
}
