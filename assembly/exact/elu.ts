import { Elu, Selu } from "../kernels/elu";
import { Backward, Forward, FromOutput } from "../loops/map";
import { Exact } from "../math/exact";
import { Exp } from "../math/exp";
import { Ratio } from "../math/ratio";
import { Lanes, lanes } from "../simd/lanes";

export class ExactExpm1 {
  /** eˣ − 1 = (N − M)/M for x ≤ 0, and 0 for x > 0 */
  @inline static ofNonPositive(x: v128): v128 {
    const z = f64x2.pmin(Exact.above(x), Lanes.zero<f64>());
    const whole = Ratio.whole(z);
    const f = Ratio.fraction(z, whole);
    const even = Ratio.even(f);
    const odd = Ratio.odd(f);
    return f64x2.div(Ratio.difference(whole, even, odd), f64x2.sub(even, odd));
  }

  /** eˣ for x ≤ 0, and 1 for x > 0 */
  @inline static slope(x: v128): v128 {
    return Exp.ofBounded<f64>(f64x2.pmin(Exact.above(x), Lanes.zero<f64>()));
  }
}

/** a = alpha */
@kernel("elu")
@final
export class ExactElu implements Forward, Backward, FromOutput {
  @paired
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    return f64x2.add(f64x2.pmax(x, Lanes.zero<f64>()), f64x2.mul(a, ExactExpm1.ofNonPositive(x)));
  }
  @paired
  @inline
  grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    // With α = 0 the lower half is off, even for dy = ±∞.
    const on = v128.and(f64x2.mul(dy, a), f64x2.ne(a, Lanes.zero<f64>()));
    return v128.bitselect(dy, f64x2.mul(on, ExactExpm1.slope(x)), f64x2.gt(x, Lanes.zero<f64>()));
  }
  @paired
  @inline
  fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return changetype<Elu<f64>>(0).fromOutput(y, dy, a, b, c);
  }
}

const LAMBDA = lanes<f64>(1.0507009873554804935);
const LAMBDA_ALPHA = lanes<f64>(1.7580993408473768);

@kernel("selu")
@final
export class ExactSelu implements Forward, Backward, FromOutput {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const below = f64x2.mul(LAMBDA_ALPHA, ExactExpm1.ofNonPositive(x));
    return v128.bitselect(f64x2.mul(x, LAMBDA), below, f64x2.gt(x, Lanes.zero<f64>()));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const below = f64x2.mul(LAMBDA_ALPHA, ExactExpm1.slope(x));
    return f64x2.mul(dy, v128.bitselect(LAMBDA, below, f64x2.gt(x, Lanes.zero<f64>())));
  }
  @paired
  @inline
  fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return changetype<Selu<f64>>(0).fromOutput(y, dy, a, b, c);
  }
}
