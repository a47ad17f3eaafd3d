import { Rational } from "../loops/rational";
import { Lanes } from "../simd/lanes";

/** Odd rational functions y = ((a·x² + b)·x)/s of degree 3 over 2, such as Padé's tanh, as one pass. */

@kernel("rational")
@final
// biome-ignore lint/correctness/noUnusedVariables: the loop takes ops of an element type.
export class OddQuotient<T> implements Rational {
  @inline result(y: v128, x: v128, s: v128, t: v128, c: v128, dy: v128): v128 {
    return y;
  }
}

/** y′·dy, where y′ = (t + c·(y·x))/s, and 0 where y′ is 0, whatever dy is */
@kernel("rational_gradient")
@final
export class OddGradient<T> implements Rational {
  @inline result(y: v128, x: v128, s: v128, t: v128, c: v128, dy: v128): v128 {
    const slope = v128.div<T>(v128.add<T>(t, v128.mul<T>(c, v128.mul<T>(y, x))), s);
    return v128.and(v128.mul<T>(slope, dy), v128.ne<T>(slope, Lanes.zero<T>()));
  }
}
