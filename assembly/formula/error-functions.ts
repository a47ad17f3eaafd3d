import { Forward } from "../loops/map";
import { ErrorFunction } from "../math/error-function";
import { Wide } from "../simd/wide";

/** The error functions of formulas, in f64 for both types: f32 is rounded at the end. */

@kernel("erf")
@final
export class Erf<T> implements Forward {
  @heavy
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    if (sizeof<T>() === 8) return ErrorFunction.erf(x);
    return Wide.narrow<T>(ErrorFunction.erf(Wide.low<T>(x)), ErrorFunction.erf(Wide.high<T>(x)));
  }
}

@kernel("erfc")
@final
export class Erfc<T> implements Forward {
  @heavy
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    if (sizeof<T>() === 8) return ErrorFunction.erfc(x);
    return Wide.narrow<T>(ErrorFunction.erfc(Wide.low<T>(x)), ErrorFunction.erfc(Wide.high<T>(x)));
  }
}

/** e^−x² */
@kernel("bell")
@final
export class Bell<T> implements Forward {
  @heavy
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    if (sizeof<T>() === 8) return ErrorFunction.bell(x);
    return Wide.narrow<T>(ErrorFunction.bell(Wide.low<T>(x)), ErrorFunction.bell(Wide.high<T>(x)));
  }
}
