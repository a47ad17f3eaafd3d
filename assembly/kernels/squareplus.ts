import { Backward, Forward } from "../loops/map";
import { Lanes, lanes, pick } from "../simd/lanes";

const HALF_32 = lanes<f32>(0.5);
const HALF_64 = lanes<f64>(0.5);
const QUARTER_32 = lanes<f32>(0.25);
const QUARTER_64 = lanes<f64>(0.25);
const THREE_32 = lanes<f32>(3);
const THREE_64 = lanes<f64>(3);
// 2⁶³ and 2⁵¹¹: from here on √(x² + b) rounds to |x|, and x² may overflow, so x is scaled down.
const STRAIGHT_32 = lanes<f32>(9.223372036854775808e18);
const STRAIGHT_64 = lanes<f64>(6.703903964971299e153);
const DOWN_32 = lanes<f32>(8.470329472543003e-22);
const DOWN_64 = lanes<f64>(1.8645851828000517e-155);

/**
 * a = b. With s = √(x² + b) and m = (|x| + s)/2, the result is m for x ≥ 0. For x < 0 it is (b/4)/m where |x| is large,
 * since (s − |x|)/2 would cancel, and (s − |x|)/2 near 0, which rounds less often (2.75 → 2.29 ULP).
 *
 * Worst errors in ULP, of all f32 and of a search in f64 (docs/accuracy.json), b 4:
 * f32 f: 2.3 at x = -7.9594746, got 0.123713546, want 0.1237135626
 * f32 grad: 3.37 at x = -15.984639, got 0.0038684008, want 0.003868400034
 * f64 f: 2.33 at x = -15.98691772142751, got 0.062308300638616275, want 0.06230830063861629
 * f64 grad: 3.61 at x = -255.996972347929, got 0.000015258451503707557, want 0.000015258451503707564
 */
@kernel("squareplus")
@final
export class Squareplus<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const half = pick<T>(HALF_32, HALF_64);
    const magnitude = v128.andnot(x, Lanes.sign<T>());
    const root = v128.sqrt<T>(v128.add<T>(v128.mul<T>(magnitude, magnitude), a));
    const s = v128.bitselect(magnitude, root, v128.gt<T>(magnitude, pick<T>(STRAIGHT_32, STRAIGHT_64)));
    // Halved before the addition, which might overflow.
    const m = v128.add<T>(v128.mul<T>(magnitude, half), v128.mul<T>(s, half));
    const far = v128.div<T>(v128.mul<T>(a, pick<T>(QUARTER_32, QUARTER_64)), m);
    const near = v128.mul<T>(v128.sub<T>(s, magnitude), half);
    const small = v128.lt<T>(v128.mul<T>(magnitude, pick<T>(THREE_32, THREE_64)), s);
    return v128.bitselect(v128.bitselect(near, far, small), m, v128.lt<T>(x, Lanes.zero<T>()));
  }
  /** y/s for x < 0 is (b/2)/(x² + b + s·|x|), with one division; for x ≥ 0 it is 1 minus that (4.49 → 3.37 ULP). */
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const one = Lanes.one<T>();
    const magnitude = Lanes.finite<T>(v128.andnot(x, Lanes.sign<T>()));
    const straight = v128.gt<T>(magnitude, pick<T>(STRAIGHT_32, STRAIGHT_64));
    const scale = v128.bitselect(pick<T>(DOWN_32, DOWN_64), one, straight);
    const scaled = v128.mul<T>(magnitude, scale);
    const sum = v128.add<T>(v128.mul<T>(scaled, scaled), v128.andnot(a, straight));
    const denominator = v128.add<T>(sum, v128.mul<T>(v128.sqrt<T>(sum), scaled));
    const half = v128.mul<T>(v128.mul<T>(a, pick<T>(HALF_32, HALF_64)), scale);
    const below = v128.mul<T>(v128.div<T>(half, denominator), scale);
    return v128.mul<T>(dy, v128.bitselect(below, v128.sub<T>(one, below), v128.lt<T>(x, Lanes.zero<T>())));
  }
}
