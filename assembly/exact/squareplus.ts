import { Backward, Forward } from "../loops/map";
import { Exact } from "../math/exact";
import { Lanes, lanes } from "../simd/lanes";

const HALF = lanes<f64>(0.5);
const HARD_SLOPE = lanes<f64>(-0.002650799695402384);
// ½·(1 − 2⁻²⁷)
const LESS = lanes<f64>(0.4999999962747097);

/** a = b. With s = √(x² + b): (x + s)/2 for x ≥ 0, (b/2)/(s − x) for x < 0. No square overflows. */
@kernel("squareplus")
@final
export class ExactSquareplus implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const magnitude = v128.andnot(x, Lanes.sign<f64>());
    const sum = f64x2.add(magnitude, ExactSquareplus.root(magnitude, a));
    const below = f64x2.div(f64x2.mul(a, HALF), sum);
    return v128.bitselect(below, f64x2.mul(sum, HALF), f64x2.lt(x, Lanes.zero<f64>()));
  }
  /** y/s: (b/2)/(s·(s + |x|)) for x < 0, 1 minus that for x ≥ 0. */
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const one = Lanes.one<f64>();
    const magnitude = Lanes.finite<f64>(v128.andnot(x, Lanes.sign<f64>()));
    const s = ExactSquareplus.root(magnitude, a);
    const below = f64x2.div(f64x2.mul(a, HALF), f64x2.mul(s, f64x2.add(s, magnitude)));
    const slope = v128.bitselect(below, f64x2.sub(one, below), f64x2.lt(x, Lanes.zero<f64>()));
    const right = Exact.besideHalf(x, f64x2.div(LESS, s), slope);
    return f64x2.mul(dy, Exact.awayAt(HARD_SLOPE, x, right));
  }
  @inline static root(x: v128, b: v128): v128 {
    return f64x2.sqrt(f64x2.add(f64x2.mul(x, x), b));
  }
}
