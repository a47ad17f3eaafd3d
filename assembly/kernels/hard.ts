import { Backward, Forward, FromOutput } from "../loops/map";
import { Clip } from "../math/clip";
import { Slope } from "../math/slope";
import { Lanes, lanes, pick } from "../simd/lanes";

/** Straight lines between two bounds. */

/**
 * a = min, b = max
 *
 * No error in any f32, nor in a search in f64 (docs/accuracy.json).
 */
@kernel("hard_tanh")
@final
export class HardTanh<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return Clip.between<T>(x, a, b);
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return Lanes.nanOf<T>(x, v128.and(dy, Clip.inside<T>(x, a, b)));
  }
}

/**
 * a = alpha, b = beta
 *
 * Worst errors in ULP, of all f32 and of a search in f64 (docs/accuracy.json), alpha 0.16666667, beta 0.5:
 * f32 f: 0.61 at x = 0.7500005, got 0.6250001, want 0.6250000832 (a unit is at least 2⁻²⁴)
 * f32 grad: 0
 * f64 f: 0.61 at x = 0.7500002401521919, got 0.6250000400253652, want 0.6250000400253654 (a unit is at least 2⁻⁵³)
 * f64 grad: 0
 */
@kernel("hard_sigmoid")
@final
export class HardSigmoid<T> implements Forward, Backward, FromOutput {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const line = v128.add<T>(v128.mul<T>(Lanes.finite<T>(x), a), b);
    return Clip.between<T>(line, Lanes.zero<T>(), Lanes.one<T>());
  }
  /** Inside means −β < αx < 1 − β: the rounded αx + β may reach a bound too early. */
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const product = v128.mul<T>(Lanes.finite<T>(x), a);
    const inside = Clip.inside<T>(product, v128.neg<T>(b), v128.sub<T>(Lanes.one<T>(), b));
    return Lanes.nanOf<T>(x, v128.and(Slope.times<T>(dy, a), inside));
  }
  /** alpha where 0 < y < 1 */
  @inline fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return Lanes.nanOf<T>(y, v128.and(Slope.times<T>(dy, a), Clip.inside<T>(y, Lanes.zero<T>(), Lanes.one<T>())));
  }
}

const SIXTH_32 = lanes<f32>(0.16666666666666666);
const SIXTH_64 = lanes<f64>(0.16666666666666666);
const THIRD_32 = lanes<f32>(0.3333333333333333);
const THIRD_64 = lanes<f64>(0.3333333333333333);
const THREE_32 = lanes<f32>(3);
const THREE_64 = lanes<f64>(3);
const MINUS_THREE_32 = lanes<f32>(-3);
const MINUS_THREE_64 = lanes<f64>(-3);

/**
 * x·clip(x/6 + ½, 0, 1). Bounding x from below first turns −∞ into 0 and saves a clip. Three roundings: to undo one of
 * them without a fused multiplication would double the work of a memory-bound kernel.
 *
 * Worst errors in ULP, of all f32 and of a search in f64 (docs/accuracy.json):
 * f32 f: 1.42 at x = 1.3709183, got 0.9986954, want 0.9986952893 (a unit is at least 2⁻²⁴)
 * f32 grad: 0.67 at x = 0.75000024, got 0.7500001, want 0.7500000795 (a unit is at least 2⁻²⁴)
 * f64 f: 1.42 at x = 1.3695557621854233, got 0.9973917120485941, want 0.9973917120485942 (a unit is at least 2⁻⁵³)
 * f64 grad: 0.67 at x = 0.6705706833736684, got 0.7235235611245561, want 0.7235235611245562 (a unit is at least 2⁻⁵³)
 */
@kernel("hard_swish")
@final
export class HardSwish<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const bounded = v128.pmax<T>(x, pick<T>(MINUS_THREE_32, MINUS_THREE_64));
    const gate = v128.add<T>(v128.mul<T>(bounded, pick<T>(SIXTH_32, SIXTH_64)), Clip.half<T>());
    return v128.mul<T>(bounded, v128.pmin<T>(gate, Lanes.one<T>()));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const slope = v128.add<T>(v128.mul<T>(x, pick<T>(THIRD_32, THIRD_64)), Clip.half<T>());
    const inside = v128.bitselect(dy, v128.mul<T>(dy, slope), v128.ge<T>(x, pick<T>(THREE_32, THREE_64)));
    return v128.andnot(inside, v128.le<T>(x, pick<T>(MINUS_THREE_32, MINUS_THREE_64)));
  }
}
