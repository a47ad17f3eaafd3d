import { Lanes, lanes, pick } from "./lanes";
import { Backward, backward, Forward, forward } from "./map";
import { Slope } from "./relu";

/** Straight lines between two bounds, and the parabola that joins two lines. */

const HALF_32 = lanes<f32>(0.5);
const HALF_64 = lanes<f64>(0.5);
const MINUS_ONE_32 = lanes<f32>(-1);
const MINUS_ONE_64 = lanes<f64>(-1);

export class Clip {
  @inline static between<T>(x: v128, low: v128, high: v128): v128 {
    return v128.pmin<T>(v128.pmax<T>(x, low), high);
  }

  /** All ones where low < x < high. */
  @inline static inside<T>(x: v128, low: v128, high: v128): v128 {
    return v128.and(v128.gt<T>(x, low), v128.lt<T>(x, high));
  }

  @inline static minusOne<T>(): v128 {
    return pick<T>(MINUS_ONE_32, MINUS_ONE_64);
  }

  @inline static half<T>(): v128 {
    return pick<T>(HALF_32, HALF_64);
  }
}

/** a = min, b = max */
@final
export class HardTanh<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    return Clip.between<T>(x, a, b);
  }
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return Lanes.nanOf<T>(x, v128.and(dy, Clip.inside<T>(x, a, b)));
  }
}

/** a = alpha, b = beta */
@final
export class HardSigmoid<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const line = v128.add<T>(v128.mul<T>(Lanes.finite<T>(x), a), b);
    return Clip.between<T>(line, Lanes.zero<T>(), Lanes.one<T>());
  }
  /** Inside is where −β < αx < 1 − β: αx + β may round to the bound before it is there. */
  @inline grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    const product = v128.mul<T>(Lanes.finite<T>(x), a);
    const inside = Clip.inside<T>(product, v128.neg<T>(b), v128.sub<T>(Lanes.one<T>(), b));
    return Lanes.nanOf<T>(x, v128.and(Slope.times<T>(dy, a), inside));
  }
}

/** f′ as a function of y: alpha where 0 < y < 1. */
@final
export class HardSigmoidFromOutput<T> implements Backward {
  @inline grad(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return Lanes.nanOf<T>(y, v128.and(Slope.times<T>(dy, a), Clip.inside<T>(y, Lanes.zero<T>(), Lanes.one<T>())));
  }
}

/** (x + 1)/2, clipped to [0, 1]. */
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

/** 0 up to −1, ((x + 1)/2)² up to 1, then x. The sum's rounding is squared: 1.21 ULP. */
@final
export class SparsePlus<T> implements Forward, Backward {
  @inline f(x: v128, a: v128, b: v128, c: v128): v128 {
    const one = Lanes.one<T>();
    const bounded = v128.pmax<T>(x, Clip.minusOne<T>());
    const sum = v128.add<T>(bounded, one);
    const half = v128.mul<T>(sum, Clip.half<T>());
    // What rounding took from x + 1 (Dekker: |x| ≤ 1) goes into one of the two factors.
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

export function hard_tanh_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, HardTanh<f32>>(x, y, n, a, b, c);
}
export function hard_tanh_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, HardTanh<f64>>(x, y, n, a, b, c);
}
export function hard_tanh_grad_f32(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, HardTanh<f32>>(x, dy, dx, n, step, a, b, c);
}
export function hard_tanh_grad_f64(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, HardTanh<f64>>(x, dy, dx, n, step, a, b, c);
}
export function hard_sigmoid_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, HardSigmoid<f32>>(x, y, n, a, b, c);
}
export function hard_sigmoid_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, HardSigmoid<f64>>(x, y, n, a, b, c);
}
export function hard_sigmoid_grad_f32(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, HardSigmoid<f32>>(x, dy, dx, n, step, a, b, c);
}
export function hard_sigmoid_grad_f64(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, HardSigmoid<f64>>(x, dy, dx, n, step, a, b, c);
}
export function hard_sigmoid_from_output_f32(
  y: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, HardSigmoidFromOutput<f32>>(y, dy, dx, n, step, a, b, c);
}
export function hard_sigmoid_from_output_f64(
  y: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, HardSigmoidFromOutput<f64>>(y, dy, dx, n, step, a, b, c);
}
export function sparse_sigmoid_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, SparseSigmoid<f32>>(x, y, n, a, b, c);
}
export function sparse_sigmoid_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, SparseSigmoid<f64>>(x, y, n, a, b, c);
}
export function sparse_sigmoid_grad_f32(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, SparseSigmoid<f32>>(x, dy, dx, n, step, a, b, c);
}
export function sparse_sigmoid_grad_f64(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, SparseSigmoid<f64>>(x, dy, dx, n, step, a, b, c);
}
export function sparse_plus_f32(x: usize, y: usize, n: usize, a: f32, b: f32, c: f32): void {
  forward<f32, SparsePlus<f32>>(x, y, n, a, b, c);
}
export function sparse_plus_f64(x: usize, y: usize, n: usize, a: f64, b: f64, c: f64): void {
  forward<f64, SparsePlus<f64>>(x, y, n, a, b, c);
}
export function sparse_plus_grad_f32(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f32,
  b: f32,
  c: f32,
): void {
  backward<f32, SparsePlus<f32>>(x, dy, dx, n, step, a, b, c);
}
export function sparse_plus_grad_f64(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  a: f64,
  b: f64,
  c: f64,
): void {
  backward<f64, SparsePlus<f64>>(x, dy, dx, n, step, a, b, c);
}
