import { Backward, Forward } from "../loops/map";
import { Sensitivity } from "../loops/total";
import { Exp } from "../math/exp";
import { Gate } from "../math/gate";
import { Logistic } from "../math/logistic";
import { Product } from "../math/product";
import { Lanes, lanes, pick } from "../simd/lanes";

/** Self-gated units: x·σ(βx). */

/**
 * Worst errors in ULP, of all f32 and of a search in f64 (docs/accuracy.json):
 * f32 f: 2.8 at x = -9.995641, got -0.00045576307, want -0.0004557631558
 * f32 grad: 3.61 at x = 1.2655545, got 0.99716336, want 0.99716357 (a unit is at least 2⁻²⁴)
 * f64 f: 3 at x = -21.118024829052626, got -1.4230220968445224e-8, want -1.4230220968445219e-8
 * f64 grad: 3.55 at x = 1.1931407319661225, got 0.9803369617341302, want 0.9803369617341298 (a unit is at least 2⁻⁵³)
 */
@kernel("silu")
@final
export class Silu<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return Gate.of<T>(x);
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(dy, Gate.slopeOf<T>(x));
  }
}

/** a = beta, of either sign */
@kernel("swish")
@final
export class Swish<T> implements Forward, Backward {
  @heavy("f32")
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    const finite = Lanes.finite<T>(x);
    const z = v128.mul<T>(a, finite);
    return Gate.by<T>(x, z, Product.error<T>(a, finite, z), true);
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(dy, Gate.slopeOf<T>(v128.mul<T>(a, Lanes.finite<T>(x))));
  }
}

// 2⁻⁸: each factor x takes one half of the scale of E.
const HALF_UNSCALE_32 = lanes<f32>(0.00390625);
const HALF_UNSCALE_64 = lanes<f64>(0.00390625);

/** ∂f/∂β: x²·σ(z)·(1 − σ(z)) = x²·E/(1 + E)² */
@kernel("swish_grad_beta")
@final
export class SwishBeta<T> implements Sensitivity {
  @inline term(x: v128, a: v128): v128 {
    const finite = Lanes.finite<T>(x);
    const e = Product.decay<T>(a, finite);
    const slope = v128.div<T>(e, Logistic.square<T>(v128.mul<T>(e, Exp.unscale<T>())));
    const half = v128.mul<T>(finite, pick<T>(HALF_UNSCALE_32, HALF_UNSCALE_64));
    return v128.mul<T>(half, v128.mul<T>(half, slope));
  }
  @inline active(x: v128, v: v128): v128 {
    return v;
  }
}

const QUICK_32 = lanes<f32>(1.702);
const QUICK_64 = lanes<f64>(1.702);
// 1.702/ln2, and ln2/1.702 as a sum: n times its first part is exact.
const QUICK_LOG2E_32 = lanes<f32>(2.4554669595930157);
const QUICK_LOG2E_64 = lanes<f64>(2.4554669595930157);
const QUICK_LN2_HIGH_32 = lanes<f32>(0.4072265625);
const QUICK_LN2_HIGH_64 = lanes<f64>(0.40725451265461742878);
const QUICK_LN2_LOW_32 = lanes<f32>(2.795016741792562704589979916e-5);
const QUICK_LN2_LOW_64 = lanes<f64>(1.280049684744384901791367101968e-11);
// Bounds of x: x·e^1.702x rounds to 0 below the first, and 1 + e^1.702x rounds to e^1.702x above the second.
const QUICK_VANISHED_32 = lanes<f32>(-70.5);
const QUICK_VANISHED_64 = lanes<f64>(-446.5);
const QUICK_ALL_32 = lanes<f32>(14.7);
const QUICK_ALL_64 = lanes<f64>(29.4);

/**
 * x·σ(1.702x): x = n·(ln2/1.702) + r and e^1.702x = 2ⁿ·e^1.702r, so that the rounding of a product counts only where
 * the product is small (adding the rounding error of 1.702x instead took 1.5 times as long).
 *
 * Worst errors in ULP, of all f32 and of a search in f64 (docs/accuracy.json):
 * f32 f: 3 at x = -5.074923, got -0.0008997576, want -0.0008997577819
 * f32 grad: 3.83 at x = 0.69303185, got 0.9770015, want 0.9770012603 (a unit is at least 2⁻²⁴)
 * f64 f: 2.9 at x = -1.407833811678697, got -0.11750912749490253, want -0.11750912749490248
 * f64 grad: 3.76 at x = 0.7171142529371382, got 0.986885108072927, want 0.9868851080729274 (a unit is at least 2⁻⁵³)
 */
@kernel("quick_gelu")
@final
export class QuickGelu<T> implements Forward, Backward {
  @heavy("f32")
  @inline
  f(x: v128, a: v128, b: v128, c: v128): v128 {
    const above = v128.pmax<T>(x, pick<T>(QUICK_VANISHED_32, QUICK_VANISHED_64));
    const bounded = v128.pmin<T>(above, pick<T>(QUICK_ALL_32, QUICK_ALL_64));
    const whole = Exp.doubleWhole<T>(bounded, pick<T>(QUICK_LOG2E_32, QUICK_LOG2E_64));
    const n = Exp.doubleN<T>(whole);
    const high = v128.sub<T>(bounded, v128.mul<T>(n, pick<T>(QUICK_LN2_HIGH_32, QUICK_LN2_HIGH_64)));
    const r = v128.sub<T>(high, v128.mul<T>(n, pick<T>(QUICK_LN2_LOW_32, QUICK_LN2_LOW_64)));
    return Gate.weigh<T>(above, whole, v128.mul<T>(r, pick<T>(QUICK_32, QUICK_64)));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(dy, Gate.slopeOf<T>(v128.mul<T>(pick<T>(QUICK_32, QUICK_64), Lanes.finite<T>(x))));
  }
}
