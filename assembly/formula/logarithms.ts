import { Forward } from "../loops/map";
import { Logarithm } from "../math/logarithm";
import { Wide } from "../simd/wide";

/** The logarithms of formulas, in f64 for both types: f32 is rounded at the end. */

@kernel("log")
@final
export class NaturalLogarithm<T> implements Forward {
  @heavy
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    if (sizeof<T>() === 8) return Logarithm.of(x);
    return Wide.narrow<T>(Logarithm.of(Wide.low<T>(x)), Logarithm.of(Wide.high<T>(x)));
  }
}

@kernel("log1p")
@final
export class LogarithmOfOnePlus<T> implements Forward {
  @heavy
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    if (sizeof<T>() === 8) return Logarithm.ofOnePlus(x);
    return Wide.narrow<T>(Logarithm.ofOnePlus(Wide.low<T>(x)), Logarithm.ofOnePlus(Wide.high<T>(x)));
  }
}

@kernel("log2")
@final
export class BinaryLogarithm<T> implements Forward {
  @heavy
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    if (sizeof<T>() === 8) return Logarithm.base2(x);
    return Wide.narrow<T>(Logarithm.base2(Wide.low<T>(x)), Logarithm.base2(Wide.high<T>(x)));
  }
}
