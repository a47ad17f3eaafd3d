import { Forward } from "../loops/map";
import { Arctangent } from "../math/arctangent";
import { Circle } from "../math/circle";
import { Wide } from "../simd/wide";

/** The circular functions of formulas, in f64 for both types: f32 is rounded at the end. */

@kernel("sin")
@final
export class Sine<T> implements Forward {
  @heavy
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    if (sizeof<T>() === 8) return Circle.ofDouble(0, x);
    return Wide.narrow<T>(Circle.ofSingle(0, Wide.low<T>(x)), Circle.ofSingle(0, Wide.high<T>(x)));
  }
}

@kernel("cos")
@final
export class Cosine<T> implements Forward {
  @heavy
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    if (sizeof<T>() === 8) return Circle.ofDouble(1, x);
    return Wide.narrow<T>(Circle.ofSingle(1, Wide.low<T>(x)), Circle.ofSingle(1, Wide.high<T>(x)));
  }
}

@kernel("tan")
@final
export class Tangent<T> implements Forward {
  @heavy
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    if (sizeof<T>() === 8) return Circle.ofDouble(2, x);
    return Wide.narrow<T>(Circle.ofSingle(2, Wide.low<T>(x)), Circle.ofSingle(2, Wide.high<T>(x)));
  }
}

@kernel("atan")
@final
export class InverseTangent<T> implements Forward {
  @heavy
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    if (sizeof<T>() === 8) return Arctangent.of(x);
    return Wide.narrow<T>(Arctangent.of(Wide.low<T>(x)), Arctangent.of(Wide.high<T>(x)));
  }
}
