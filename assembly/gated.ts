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
  /**
   * x·σ(z) from 2¹⁶·e^−|z|. Where z < 0 the numerator keeps the factor until x has been
   * multiplied in: x·E is a normal number long after E itself is not. σ = 0 turns ±∞ off.
   */
  @inline static weigh<T>(x: v128, e: v128, below: v128): v128 {
    const one = Lanes.one<T>();
    const unscale = Exp.unscale<T>();
    const s = v128.div<T>(v128.bitselect(e, one, below), v128.add<T>(one, v128.mul<T>(e, unscale)));
    const y = v128.mul<T>(v128.mul<T>(x, s), v128.bitselect(unscale, one, below));
    return v128.andnot(y, v128.eq<T>(s, Lanes.zero<T>()));
  }

  /** d(x·σ(z))/dx for z = βx: s·(1 + z·(1 − s)), with 1 − s from the same division as s. */
  @inline static slope<T>(z: v128): v128 {
    const one = Lanes.one<T>();
    const limit = pick<T>(SATURATED_32, SATURATED_64);
    const bounded = v128.pmax<T>(v128.pmin<T>(z, limit), v128.neg<T>(limit));
    const e = Exp.ofNonPositive<T>(v128.or(bounded, Lanes.sign<T>()));
    const r = v128.div<T>(one, v128.add<T>(one, e));
    const above = v128.ge<T>(bounded, Lanes.zero<T>());
    const other = v128.mul<T>(e, r);
    const s = v128.bitselect(r, other, above);
    const complement = v128.bitselect(other, r, above);
    return v128.mul<T>(s, v128.add<T>(one, v128.mul<T>(bounded, complement)));
  }
}

@final
export class Silu<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const e = Exp.scaledOfNonPositive<T>(v128.or(x, Lanes.sign<T>()));
    return Gate.weigh<T>(x, e, v128.lt<T>(x, Lanes.zero<T>()));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(dy, Gate.slope<T>(x));
  }
}

/** a = beta, of either sign. */
@final
export class Swish<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const finite = Lanes.finite<T>(x);
    const z = v128.mul<T>(a, finite);
    const e = Product.decay<T>(a, finite, z, Lanes.zero<T>());
    return Gate.weigh<T>(x, e, v128.lt<T>(z, Lanes.zero<T>()));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(dy, Gate.slope<T>(v128.mul<T>(a, Lanes.finite<T>(x))));
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
    const e = Product.decay<T>(a, finite, v128.mul<T>(a, finite), Lanes.zero<T>());
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
    return Gate.weigh<T>(x, Product.decay<T>(beta, finite, z, low), v128.lt<T>(z, Lanes.zero<T>()));
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(dy, Gate.slope<T>(v128.mul<T>(pick<T>(QUICK_32, QUICK_64), Lanes.finite<T>(x))));
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
  forward<f32, Swish<f32>>(x, y, n, a, b, c);
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
  forward<f32, QuickGelu<f32>>(x, y, n, a, b, c);
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
