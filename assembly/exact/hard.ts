import { HardSigmoid } from "../kernels/hard";
import { SparsePlus } from "../kernels/sparse";
import { Backward, Forward, FromOutput } from "../loops/map";
import { lanes } from "../simd/lanes";
import { Wide } from "../simd/wide";

const THREE = lanes<f64>(3);
const MINUS_THREE_32 = lanes<f32>(-3);
const HALF = lanes<f64>(0.5);
const MINUS_THREE = lanes<f64>(-3);
const SIXTH = lanes<f64>(0.16666666666666666);

/** a = alpha, b = beta */
@kernel("hard_sigmoid")
@final
export class ExactHardSigmoid implements Forward, Backward, FromOutput {
  @paired
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    return changetype<HardSigmoid<f64>>(0).f(x, a, b, c);
  }
  @paired
  @inline
  grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return changetype<HardSigmoid<f64>>(0).grad(x, dy, a, b, c);
  }
  @paired
  @inline
  fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return changetype<HardSigmoid<f64>>(0).fromOutput(y, dy, a, b, c);
  }
}

@kernel("hard_swish")
@final
export class ExactHardSwish implements Forward, Backward {
  /**
   * y = x·(½ + x/6) from −3 on. If that is a tie of two f32, nothing was rounded before: the significand of x is a multiple of
   * 3. Two steps remain on f32 lanes. For a subnormal x, y = x/2 may be a tie, which x²/6 decides upwards: y is the even one of
   * the two neighbours, and x − y the other. Elsewhere x − y is no larger. From 3 on the result is x, which is less than y.
   * As unsigned integers, results below 0 are less than their inputs, too.
   */
  @narrow
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    const bounded = f32x4.pmax(x, MINUS_THREE_32);
    const low = ExactHardSwish.ramp(Wide.low<f32>(bounded));
    const y = Wide.narrow<f32>(low, ExactHardSwish.ramp(Wide.high<f32>(bounded)));
    return i32x4.min_u(f32x4.pmax(y, f32x4.sub(x, y)), x);
  }
  @inline static ramp(x: v128): v128 {
    return f64x2.mul(x, f64x2.add(f64x2.mul(x, SIXTH), HALF));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const slope = f64x2.mul(f64x2.add(f64x2.add(x, x), THREE), SIXTH);
    const inside = v128.bitselect(dy, f64x2.mul(dy, slope), f64x2.ge(x, THREE));
    return v128.andnot(inside, f64x2.le(x, MINUS_THREE));
  }
}

@kernel("sparse_plus")
@final
export class ExactSparsePlus implements Forward, Backward {
  @paired
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    return changetype<SparsePlus<f64>>(0).f(x, a, b, c);
  }
  @paired
  @inline
  grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return changetype<SparsePlus<f64>>(0).grad(x, dy, a, b, c);
  }
}
