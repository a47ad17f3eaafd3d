import { Backward, Forward } from "../loops/map";
import { Exp } from "../math/exp";
import { Lanes, lanes, pick } from "../simd/lanes";

const TWO_32 = lanes<f32>(2);
const TWO_64 = lanes<f64>(2);

/**
 * x·t, t = tanh(softplus(x)), as a rational function of E = e^−|x|:
 * (1 + 2E)/(1 + 2E + 2E²) for x ≥ 0, else E(E + 2)/(E² + 2E + 2).
 *
 * Worst errors in ULP, of all f32 and of a search in f64 (docs/accuracy.json):
 * f32 f: 3.37 at x = -5.1875377, got -0.028895337, want -0.02889533086
 * f32 grad: 3.01 at x = 0.77296567, got 0.9930575, want 0.9930576683 (a unit is at least 2⁻²⁴)
 * f64 f: 3.23 at x = -13.711386400234137, got -0.000015216041217220668, want -0.000015216041217220663
 * f64 grad: 2.93 at x = 0.7124149724651689, got 0.9731441403241923, want 0.9731441403241926 (a unit is at least 2⁻⁵³)
 */
@kernel("mish")
@final
export class Mish<T> implements Forward, Backward {
  /**
   * The largest term of a numerator is exact or rounds once: E(E + 2) = 2·2ⁿ + (2·2ⁿ·p + E²), with E = 2ⁿ·(1 + p) (4.70
   * → 3.37 ULP). For x < 0 the numerator keeps the scale of E until it has been multiplied by x.
   */
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const two = pick<T>(TWO_32, TWO_64);
    const one = Lanes.one<T>();
    const unscale = Exp.unscale<T>();
    const least = Exp.scaledLeast<T>();
    const below = v128.lt<T>(x, Lanes.zero<T>());
    const down = v128.pmax<T>(v128.or(x, Lanes.sign<T>()), least);
    const whole = Exp.scaledWhole<T>(down);
    const s = Exp.power<T>(whole);
    const sp = v128.mul<T>(s, Exp.expm1OfReduced<T>(Exp.scaledReduce<T>(down, whole)));
    const scaled = v128.add<T>(s, sp);
    const e = v128.mul<T>(scaled, unscale);
    const square = v128.mul<T>(scaled, e);
    const product = v128.add<T>(v128.add<T>(s, s), v128.add<T>(v128.add<T>(sp, sp), square));
    const above = v128.add<T>(one, v128.add<T>(e, e));
    const rest = v128.mul<T>(v128.add<T>(square, square), unscale);
    const numerator = v128.bitselect(product, above, below);
    const scale = v128.bitselect(unscale, one, below);
    const denominator = v128.add<T>(v128.mul<T>(numerator, scale), v128.bitselect(two, rest, below));
    const y = v128.mul<T>(v128.mul<T>(x, v128.div<T>(numerator, denominator)), scale);
    return v128.andnot(y, v128.lt<T>(x, least));
  }
  /** t + x·σ(x)·(1 − t)·(1 + t), where 1 − t is 2E²/D or 2/D, from the division that makes t. */
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const two = pick<T>(TWO_32, TWO_64);
    const one = Lanes.one<T>();
    const below = v128.lt<T>(x, Lanes.zero<T>());
    const e = Exp.ofNonPositive<T>(v128.or(x, Lanes.sign<T>()));
    const above = v128.add<T>(one, v128.add<T>(e, e));
    const numerator = v128.bitselect(v128.mul<T>(e, v128.add<T>(e, two)), above, below);
    const rest = v128.bitselect(two, v128.mul<T>(v128.add<T>(e, e), e), below);
    const r = v128.div<T>(one, v128.add<T>(numerator, rest));
    const t = v128.mul<T>(numerator, r);
    const s = v128.div<T>(v128.bitselect(e, one, below), v128.add<T>(one, e));
    const product = v128.mul<T>(v128.mul<T>(rest, r), v128.add<T>(one, t));
    const slope = v128.add<T>(t, v128.mul<T>(v128.mul<T>(Lanes.finite<T>(x), s), product));
    return v128.mul<T>(dy, slope);
  }
}
