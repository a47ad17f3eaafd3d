import { Backward, Forward } from "../loops/map";
import { Exact } from "../math/exact";
import { Ratio } from "../math/ratio";

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
    return f64x2.mul(Exact.above(x), f64x2.div(k, f64x2.add(k, f64x2.mul(down, twice))));
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
    return f64x2.mul(dy, f64x2.div(numerator, f64x2.mul(d, d)));
  }
}
