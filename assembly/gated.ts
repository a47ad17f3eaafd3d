import { Lanes, lanes, pick } from "./lanes";
import { Backward, backward, Forward, forward } from "./map";
import { Exp } from "./math/exp";
import { Product } from "./math/product";
import { Logistic } from "./sigmoid";
import { Sensitivity, total } from "./total";

/** Self-gated units: x·σ(βx). */

// Below: x·eˣ rounds to 0.
const VANISHED_32 = lanes<f32>(-120);
const VANISHED_64 = lanes<f64>(-760);

export class Gate {
  /** x·σ(x) */
  @inline static of<T>(x: v128): v128 {
    // Of −∞, too, it is then 0.
    const bounded = v128.pmax<T>(x, pick<T>(VANISHED_32, VANISHED_64));
    const z = Exp.atMostAll<T>(bounded);
    const whole = Exp.doubleWhole<T>(z);
    return Gate.weigh<T>(bounded, whole, Exp.doubleReduce<T>(z, whole));
  }

  /** x·σ(z + low), |low| far below |z|. `open`: ±∞ may have a gate between 0 and 1. */
  @inline static by<T>(x: v128, z: v128, low: v128, open: bool = false): v128 {
    const vanished = pick<T>(VANISHED_32, VANISHED_64);
    const bounded = Exp.atMostAll<T>(v128.pmax<T>(z, vanished));
    const whole = Exp.doubleWhole<T>(bounded);
    // Out of bounds the low part may be ∞ − ∞.
    const rest = v128.and(low, v128.eq<T>(z, bounded));
    const y = Gate.weigh<T>(x, whole, v128.add<T>(Exp.doubleReduce<T>(bounded, whole), rest), open);
    return v128.andnot(y, v128.lt<T>(z, vanished));
  }

  /**
   * x·σ(z) = x/(1 + E)·E from the parts of E = eᶻ = 2ⁿ·(1 + p). Both sums are made of the parts, since 2ⁿ times a
   * number is exact: E's own rounding does not count. The two powers of two that make 2ⁿ multiply one after
   * the other, so that x·E is a normal number long after E is not, and does not overflow.
   */
  @inline static weigh<T>(x: v128, whole: v128, r: v128, open: bool = false): v128 {
    const half = Exp.half<T>(whole);
    const s = Exp.power<T>(half);
    const rest = Exp.power<T>(Exp.otherHalf<T>(whole, half));
    const p = Exp.expm1OfReduced<T>(r);
    const power = v128.mul<T>(s, rest);
    const denominator = v128.add<T>(v128.add<T>(Lanes.one<T>(), power), v128.mul<T>(power, p));
    const quotient = v128.div<T>(x, denominator);
    // Of ±∞ a sum of the parts could be ∞ − ∞.
    if (open) return v128.mul<T>(v128.mul<T>(quotient, v128.add<T>(s, v128.mul<T>(s, p))), rest);
    const high = v128.mul<T>(quotient, s);
    return v128.mul<T>(v128.add<T>(high, v128.mul<T>(high, p)), rest);
  }

  /**
   * d(x·σ(z))/dx = s·(1 + growth·(1 − s)), growth = x·dz/dx, with 1 − s from the same division as s.
   * z is from `Exp.logit`, growth finite.
   */
  @inline static slope<T>(z: v128, growth: v128): v128 {
    const one = Lanes.one<T>();
    const e = Exp.ofBounded<T>(z);
    const complement = v128.div<T>(one, v128.add<T>(one, e));
    const s = v128.mul<T>(e, complement);
    return v128.mul<T>(s, v128.add<T>(one, v128.mul<T>(growth, complement)));
  }

  /** slope for z = βx, which is its own growth. */
  @inline static slopeOf<T>(z: v128): v128 {
    const bounded = Exp.logit<T>(z);
    return Gate.slope<T>(bounded, bounded);
  }
}

@final
export class Silu<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return Gate.of<T>(x);
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(dy, Gate.slopeOf<T>(x));
  }
}

/** a = beta, of either sign. */
@final
export class Swish<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const finite = Lanes.finite<T>(x);
    const z = v128.mul<T>(a, finite);
    return Gate.by<T>(x, z, Product.error<T>(a, finite, z), true);
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(dy, Gate.slopeOf<T>(v128.mul<T>(a, Lanes.finite<T>(x))));
  }
}

// 2⁻⁸: each x takes one half of the factor on E.
const HALF_UNSCALE_32 = lanes<f32>(0.00390625);
const HALF_UNSCALE_64 = lanes<f64>(0.00390625);

/** ∂f/∂β: x²·σ(z)·(1 − σ(z)) = x²·E/(1 + E)² */
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
// 1.702/ln2, and its inverse as a sum: n times the first part is exact.
const QUICK_LOG2E_32 = lanes<f32>(2.4554669595930157);
const QUICK_LOG2E_64 = lanes<f64>(2.4554669595930157);
const QUICK_LN2_HIGH_32 = lanes<f32>(0.4072265625);
const QUICK_LN2_HIGH_64 = lanes<f64>(0.40725451265461742878);
const QUICK_LN2_LOW_32 = lanes<f32>(2.795016741792562704589979916e-5);
const QUICK_LN2_LOW_64 = lanes<f64>(1.280049684744384901791367101968e-11);
// Where x·e^1.702x rounds to 0, and where e^1.702x is all of 1 + e^1.702x.
const QUICK_VANISHED_32 = lanes<f32>(-70.5);
const QUICK_VANISHED_64 = lanes<f64>(-446.5);
const QUICK_ALL_32 = lanes<f32>(14.7);
const QUICK_ALL_64 = lanes<f64>(29.4);

/**
 * x·σ(1.702x): x = n·(ln2/1.702) + r, and e^1.702x = 2ⁿ·e^1.702r, so that a product's rounding counts only
 * where it is small (with the error of 1.702x instead 1.5 times as long).
 */
@final
export class QuickGelu<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
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

export function silu_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, Silu<f32>>(x, y, n, a, b, c);
}
export function silu_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, Silu<f64>>(x, y, n, a, b, c);
}
export function silu_grad_f32(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f32, b: f32, c: f32): void {
  backward<f32, Silu<f32>>(x, dy, dx, n, step, a, b, c);
}
export function silu_grad_f64(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f64, b: f64, c: f64): void {
  backward<f64, Silu<f64>>(x, dy, dx, n, step, a, b, c);
}
export function swish_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, Swish<f32>>(x, y, n, a, b, c, true);
}
export function swish_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, Swish<f64>>(x, y, n, a, b, c);
}
export function swish_grad_f32(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f32, b: f32, c: f32): void {
  backward<f32, Swish<f32>>(x, dy, dx, n, step, a, b, c);
}
export function swish_grad_f64(x: usize, dy: usize, dx: usize, n: usize, step: usize, a: f64, b: f64, c: f64): void {
  backward<f64, Swish<f64>>(x, dy, dx, n, step, a, b, c);
}

export function quick_gelu_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, QuickGelu<f32>>(x, y, n, a, b, c, true);
}
export function quick_gelu_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, QuickGelu<f64>>(x, y, n, a, b, c);
}
export function quick_gelu_grad_f32(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, QuickGelu<f32>>(x, dy, dx, n, step, a, b, c);
}
export function quick_gelu_grad_f64(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, QuickGelu<f64>>(x, dy, dx, n, step, a, b, c);
}
export function swish_grad_beta_f32(x: usize, dy: usize, n: usize, state: usize, a: f32): void {
  total<f32, SwishBeta<f32>>(x, dy, n, state, a);
}
export function swish_grad_beta_f64(x: usize, dy: usize, n: usize, state: usize, a: f64): void {
  total<f64, SwishBeta<f64>>(x, dy, n, state, a);
}
