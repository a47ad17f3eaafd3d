import { Backward, Forward } from "../loops/map";
import { Clip } from "../math/clip";
import { Lanes } from "../simd/lanes";

/** A straight line between two bounds, and the parabola that is its integral. */

/**
 * (x + 1)/2, clipped to [0, 1].
 *
 * Worst errors in ULP, of all f32 and of a search in f64 (docs/accuracy.json):
 * f32 f: 0.5 at x = -0.49999997, got 0.25, want 0.2500000149
 * f32 grad: 0
 * f64 f: 0.5 at x = -0.0038806426568044894, got 0.4980596786715977, want 0.4980596786715977
 * f64 grad: 0
 */
@kernel("sparse_sigmoid")
@final
export class SparseSigmoid<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const one = Lanes.one<T>();
    return Clip.between<T>(v128.mul<T>(v128.add<T>(x, one), Clip.half<T>()), Lanes.zero<T>(), one);
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const inside = Clip.inside<T>(x, Clip.minusOne<T>(), Lanes.one<T>());
    return Lanes.nanOf<T>(x, v128.and(v128.mul<T>(dy, Clip.half<T>()), inside));
  }
}

/**
 * 0 up to −1, ((x + 1)/2)² up to 1, then x. The square doubles the rounding error of the sum.
 *
 * Worst errors in ULP, of all f32 and of a search in f64 (docs/accuracy.json):
 * f32 f: 1.21 at x = 0.41397622, got 0.49983215, want 0.4998321893
 * f32 grad: 0.5 at x = -0.49999997, got 0.25, want 0.2500000149
 * f64 f: 1.21 at x = 0.4139327472199315, got 0.49980145341522575, want 0.4998014534152257
 * f64 grad: 0.5 at x = -0.0038806426568044894, got 0.4980596786715977, want 0.4980596786715977
 */
@kernel("sparse_plus")
@final
export class SparsePlus<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const one = Lanes.one<T>();
    const bounded = v128.pmax<T>(x, Clip.minusOne<T>());
    const sum = v128.add<T>(bounded, one);
    const half = v128.mul<T>(sum, Clip.half<T>());
    // The rounding error of x + 1 (Dekker: |x| ≤ 1) goes into one of the two factors.
    const lost = v128.sub<T>(bounded, v128.sub<T>(sum, one));
    return v128.bitselect(x, v128.mul<T>(half, v128.add<T>(half, lost)), v128.ge<T>(x, one));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const one = Lanes.one<T>();
    const slope = v128.mul<T>(v128.add<T>(x, one), Clip.half<T>());
    const dx = v128.bitselect(dy, v128.mul<T>(dy, slope), v128.ge<T>(x, one));
    return v128.andnot(dx, v128.le<T>(x, Clip.minusOne<T>()));
  }
}
