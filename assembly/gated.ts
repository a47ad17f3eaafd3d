import { Lanes, lanes, pick } from "./lanes";
import { Backward, backward, Forward, forward } from "./map";
import { Exp } from "./math/exp";
import { Product } from "./math/product";
import { Logistic } from "./sigmoid";
import { Sensitivity, total } from "./total";

/** Self-gated units: x·σ(βx). */

// Beyond: σ is 0 or 1 in either type, and a product with it stays finite.
const SATURATED_32 = lanes<f32>(1000);
const SATURATED_64 = lanes<f64>(1000);

export class Gate {
  /** x·σ(z) */
  @inline static of<T>(x: v128, z: v128): v128 {
    const bounded = v128.pmax<T>(v128.or(z, Lanes.sign<T>()), Exp.scaledLeast<T>());
    const whole = Exp.scaledWhole<T>(bounded);
    return Gate.weigh<T>(x, z, whole, Exp.scaledReduce<T>(bounded, whole));
  }

  /** x·σ(z + low), |low| far below |z|. */
  @inline static by<T>(x: v128, z: v128, low: v128): v128 {
    const least = Exp.scaledLeast<T>();
    const down = v128.or(z, Lanes.sign<T>());
    const bounded = v128.pmax<T>(down, least);
    const whole = Exp.scaledWhole<T>(bounded);
    const flip = v128.andnot(Lanes.sign<T>(), z);
    // Beyond the bound the low part may be ∞ − ∞.
    const rest = v128.andnot(v128.xor(low, flip), v128.lt<T>(down, least));
    return Gate.weigh<T>(x, z, whole, v128.add<T>(Exp.scaledReduce<T>(bounded, whole), rest));
  }

  /**
   * x·σ(z) from the parts of E = e^−|z| = 2ⁿ·(1 + p): x/(1 + E) for z ≥ 0, else x·E/(1 + E). Both
   * sums are made of the parts, since x·2ⁿ and 1 + 2ⁿ are exact: E's own rounding does not count
   * (silu 3.28 → 2.83 ULP). The numerator x·E keeps the scale of the scaled form: it is a normal
   * number long after E itself is not.
   */
  @inline static weigh<T>(x: v128, z: v128, whole: v128, r: v128): v128 {
    const one = Lanes.one<T>();
    const unscale = Exp.unscale<T>();
    const below = v128.lt<T>(z, Lanes.zero<T>());
    const s = Exp.power<T>(whole);
    const p = Exp.expm1OfReduced<T>(r);
    const small = v128.mul<T>(s, unscale);
    const denominator = v128.add<T>(v128.add<T>(one, small), v128.mul<T>(small, p));
    const high = v128.mul<T>(x, s);
    const numerator = v128.bitselect(v128.add<T>(high, v128.mul<T>(high, p)), x, below);
    const y = v128.mul<T>(v128.div<T>(numerator, denominator), v128.bitselect(unscale, one, below));
    return v128.andnot(y, v128.lt<T>(z, Exp.scaledLeast<T>()));
  }

  /**
   * d(x·σ(z))/dx = s·(1 + growth·(1 − s)), growth = x·dz/dx, with 1 − s from the same division as s.
   * Both arguments are finite.
   */
  @inline static slope<T>(z: v128, growth: v128): v128 {
    const one = Lanes.one<T>();
    const e = Exp.ofNonPositive<T>(v128.or(z, Lanes.sign<T>()));
    const r = v128.div<T>(one, v128.add<T>(one, e));
    const above = v128.ge<T>(z, Lanes.zero<T>());
    const other = v128.mul<T>(e, r);
    const s = v128.bitselect(r, other, above);
    const complement = v128.bitselect(other, r, above);
    return v128.mul<T>(s, v128.add<T>(one, v128.mul<T>(growth, complement)));
  }

  /** slope for z = βx, which is its own growth. */
  @inline static slopeOf<T>(z: v128): v128 {
    const limit = pick<T>(SATURATED_32, SATURATED_64);
    const bounded = v128.pmax<T>(v128.pmin<T>(z, limit), v128.neg<T>(limit));
    return Gate.slope<T>(bounded, bounded);
  }
}

@final
export class Silu<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return Gate.of<T>(x, x);
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
    return Gate.by<T>(x, z, Product.error<T>(a, finite, z));
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
// What 1.702 loses when it is rounded to the type.
const QUICK_LOW_32 = lanes<f32>(-2.19345093e-8);
const QUICK_LOW_64 = lanes<f64>(4.2632564145606011e-17);

/** x·σ(1.702x) */
@final
export class QuickGelu<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const beta = pick<T>(QUICK_32, QUICK_64);
    const finite = Lanes.finite<T>(x);
    const z = v128.mul<T>(beta, finite);
    const low = v128.mul<T>(finite, pick<T>(QUICK_LOW_32, QUICK_LOW_64));
    return Gate.by<T>(x, z, v128.add<T>(Product.error<T>(beta, finite, z), low));
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
