import { Backward, Forward } from "../loops/map";
import { Sensitivity } from "../loops/total";
import { Slope } from "../math/slope";
import { Lanes } from "../simd/lanes";

/** The rectifiers: a comparison and a selection, no mathematics. */

/** No error in any f32, nor in a search in f64 (docs/accuracy.json). */
@kernel("relu")
@final
export class Relu<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.pmax<T>(x, Lanes.zero<T>());
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return Lanes.nanOf<T>(x, v128.and(dy, v128.gt<T>(x, Lanes.zero<T>())));
  }
}

/** relu with all its parameters: a = maxValue, b = negativeSlope, c = threshold */
@kernel("bounded_relu")
@final
export class BoundedRelu<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const below = Slope.times<T>(v128.sub<T>(x, c), b);
    return v128.bitselect(below, v128.pmin<T>(x, a), v128.le<T>(x, c));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    // If maxValue is Infinity, x = ∞ counts as below it.
    const above = v128.and(dy, v128.lt<T>(Lanes.finite<T>(x), a));
    const y = v128.bitselect(above, Slope.times<T>(dy, b), v128.gt<T>(x, c));
    return Lanes.nanOf<T>(x, y);
  }
}

/** No error in any f32, nor in a search in f64 (docs/accuracy.json). */
@kernel("relu6")
@final
export class Relu6<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.pmin<T>(v128.pmax<T>(x, Lanes.zero<T>()), Lanes.six<T>());
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const inside = v128.and(v128.gt<T>(x, Lanes.zero<T>()), v128.lt<T>(x, Lanes.six<T>()));
    return Lanes.nanOf<T>(x, v128.and(dy, inside));
  }
}

/** a = negativeSlope */
@kernel("leaky_relu")
@final
export class LeakyRelu<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.bitselect(Slope.times<T>(x, a), x, v128.le<T>(x, Lanes.zero<T>()));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const dx = v128.bitselect(dy, Slope.times<T>(dy, a), v128.gt<T>(x, Lanes.zero<T>()));
    return Lanes.nanOf<T>(x, dx);
  }
}

/** ∂f/∂negativeSlope = x where x ≤ 0 */
@kernel("leaky_relu_grad_negative_slope")
@final
export class LeakyReluSlope<T> implements Sensitivity {
  @inline term(x: v128, a: v128): v128 {
    return x;
  }
  @inline active(x: v128, v: v128): v128 {
    return v128.andnot(v, v128.gt<T>(x, Lanes.zero<T>()));
  }
}

/**
 * a = negativeSlope, 0 < a ≤ 1: the larger of x and a·x
 *
 * Worst errors in ULP, of all f32 and of a search in f64 (docs/accuracy.json), negativeSlope 0.01:
 * f32 f: 0.5 at x = -2.1267648e+38, got -2.1267647e+36, want -2.126764746e+36
 * f32 grad: 0
 * f64 f: 0.5 at x = -1.151824172186441e-305, got -1.1518241721864412e-307, want -1.1518241721864412e-307
 * f64 grad: 0
 */
@kernel("gentle_relu")
@final
export class GentleRelu<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.pmax<T>(x, v128.mul<T>(x, a));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return Lanes.nanOf<T>(x, v128.bitselect(dy, v128.mul<T>(dy, a), v128.gt<T>(x, Lanes.zero<T>())));
  }
}

/**
 * a = negativeSlope
 *
 * Worst errors in ULP, of all f32 and of a search in f64 (docs/accuracy.json), negativeSlope 0.01:
 * f32 f: 0.5 at x = -2.1267648e+38, got -2.1267647e+36, want -2.126764746e+36
 * f32 grad: 0
 * f64 f: 0.5 at x = -1.151824172186441e-305, got -1.1518241721864412e-307, want -1.1518241721864412e-307
 * f64 grad: 0
 */
@kernel("leaky_relu6")
@final
export class LeakyRelu6<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return v128.pmin<T>(changetype<LeakyRelu<T>>(0).f(x, a, b, c), Lanes.six<T>());
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const dx = changetype<LeakyRelu<T>>(0).grad(x, dy, a, b, c);
    return v128.andnot(dx, v128.ge<T>(x, Lanes.six<T>()));
  }
}
