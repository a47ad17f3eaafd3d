import { HardSigmoid } from "../kernels/hard";
import { SparsePlus } from "../kernels/sparse";
import { Backward, Forward, FromOutput } from "../loops/map";
import { lanes } from "../simd/lanes";
import { Wide } from "../simd/wide";

const THREE = lanes<f64>(3);
const MINUS_THREE_32 = lanes<f32>(-3);
const SIX = lanes<f64>(6);
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
   * x·clip(x + 3, 0, 6)/6. If x is subnormal, that is y = x/2 and may be a tie, which x²/6 would decide upwards. y was rounded
   * to the even one of two neighbours, and x − y is the other. Elsewhere it is no larger than y, if y is not an infinity.
   */
  @narrow
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    const bounded = f32x4.pmax(x, MINUS_THREE_32);
    const low = ExactHardSwish.wide(Wide.low<f32>(bounded));
    const y = Wide.narrow<f32>(low, ExactHardSwish.wide(Wide.high<f32>(bounded)));
    return f32x4.pmax(y, f32x4.sub(x, y));
  }
  @inline static wide(x: v128): v128 {
    return f64x2.mul(f64x2.mul(x, f64x2.pmin(f64x2.add(x, THREE), SIX)), SIXTH);
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
