import { Forward } from "../loops/map";
import { Hyperbolic } from "../math/hyperbolic";
import { Wide } from "../simd/wide";

/** The hyperbolic functions of formulas, in f64 for both types: f32 is rounded at the end. */

@kernel("sinh")
@final
export class HyperbolicSine<T> implements Forward {
  @heavy
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    if (sizeof<T>() === 8) return Hyperbolic.sinh(x);
    return Wide.narrow<T>(Hyperbolic.sinh(Wide.low<T>(x)), Hyperbolic.sinh(Wide.high<T>(x)));
  }
}

@kernel("cosh")
@final
export class HyperbolicCosine<T> implements Forward {
  @heavy
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    if (sizeof<T>() === 8) return Hyperbolic.cosh(x);
    return Wide.narrow<T>(Hyperbolic.cosh(Wide.low<T>(x)), Hyperbolic.cosh(Wide.high<T>(x)));
  }
}

@kernel("asinh")
@final
export class InverseHyperbolicSine<T> implements Forward {
  @heavy
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    if (sizeof<T>() === 8) return Hyperbolic.asinh(x);
    return Wide.narrow<T>(Hyperbolic.asinh(Wide.low<T>(x)), Hyperbolic.asinh(Wide.high<T>(x)));
  }
}
