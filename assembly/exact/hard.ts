import { HardSigmoid } from "../kernels/hard";
import { SparsePlus } from "../kernels/sparse";
import { Backward, Forward, FromOutput } from "../loops/map";
import { Exact } from "../math/exact";
import { lanes } from "../simd/lanes";

const THREE = lanes<f64>(3);
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
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const bounded = f64x2.pmax(x, MINUS_THREE);
    const gate = f64x2.pmin(f64x2.add(bounded, THREE), SIX);
    return Exact.aboveHalf(x, f64x2.mul(f64x2.mul(bounded, gate), SIXTH));
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
