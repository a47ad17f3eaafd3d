/**
 * The elementwise loops of `lanewise/exact`: f32 elements, two at a time as f64 lanes, rounded once on the way out. The ops
 * have the interfaces of `map.ts` and work on f64 lanes. Four vectors an iteration (two took up to 1.3 times as long), two for
 * a `paired` op, one for a `heavy` op. A `narrow` op has f32 lanes and widens them itself: it runs in the loops of `map.ts`.
 */

import { Backward, Forward, backward as narrowBackward, forward as narrowForward } from "./map";

export { OutputGradient } from "./map";

export class Widened {
  /** Two elements as f64 lanes. */
  @inline static load(at: usize): v128 {
    return f64x2.promote_low_f32x4(v128.load64_zero(at));
  }
  /** One element in both lanes. */
  @inline static loadOne(at: usize): v128 {
    return f64x2.promote_low_f32x4(v128.load32_splat(at));
  }
  @inline static store(at: usize, v: v128): void {
    v128.store64_lane(at, f32x4.demote_f64x2_zero(v), 0);
  }
  @inline static storeOne(at: usize, v: v128): void {
    v128.store32_lane(at, f32x4.demote_f64x2_zero(v), 0);
  }
  @inline static splat(p: f32): v128 {
    return f64x2.splat(<f64>p);
  }
}

/** y may be x. */
export function forward<Op extends Forward>(
  x: usize,
  y: usize,
  n: usize,
  p: f32,
  q: f32,
  r: f32,
  heavy: bool = false,
  paired: bool = false,
  narrow: bool = false,
): void {
  if (narrow) {
    narrowForward<f32, Op>(x, y, n, p, q, r);
    return;
  }
  const op = changetype<Op>(0);
  const a = Widened.splat(p);
  const b = Widened.splat(q);
  const c = Widened.splat(r);
  const end = x + n * sizeof<f32>();

  if (!heavy) {
    if (paired) {
      if (x + 16 <= end) {
        const last = end - 16;
        do {
          const x0 = Widened.load(x);
          const x1 = Widened.load(x + 8);
          Widened.store(y, op.f(x0, a, b, c));
          Widened.store(y + 8, op.f(x1, a, b, c));
          x += 16;
          y += 16;
        } while (x <= last);
      }
    } else if (x + 32 <= end) {
      const last = end - 32;
      do {
        const x0 = Widened.load(x);
        const x1 = Widened.load(x + 8);
        const x2 = Widened.load(x + 16);
        const x3 = Widened.load(x + 24);
        Widened.store(y, op.f(x0, a, b, c));
        Widened.store(y + 8, op.f(x1, a, b, c));
        Widened.store(y + 16, op.f(x2, a, b, c));
        Widened.store(y + 24, op.f(x3, a, b, c));
        x += 32;
        y += 32;
      } while (x <= last);
    }
  }
  if (x + 8 <= end) {
    const last = end - 8;
    do {
      Widened.store(y, op.f(Widened.load(x), a, b, c));
      x += 8;
      y += 8;
    } while (x <= last);
  }
  if (x < end) Widened.storeOne(y, op.f(Widened.loadOne(x), a, b, c));
}

/** `step` is how far dy moves for each step of x: 1, or 0 to stay on one block of ones. dx may be x or dy. */
export function backward<Op extends Backward>(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  p: f32,
  q: f32,
  r: f32,
  heavy: bool = false,
  paired: bool = false,
  narrow: bool = false,
): void {
  if (narrow) {
    narrowBackward<f32, Op>(x, dy, dx, n, step, p, q, r);
    return;
  }
  const op = changetype<Op>(0);
  const a = Widened.splat(p);
  const b = Widened.splat(q);
  const c = Widened.splat(r);
  const end = x + n * sizeof<f32>();

  if (!heavy) {
    if (paired) {
      if (x + 16 <= end) {
        const last = end - 16;
        const stride = step * 16;
        do {
          const x0 = Widened.load(x);
          const x1 = Widened.load(x + 8);
          const d0 = Widened.load(dy);
          const d1 = Widened.load(dy + 8);
          Widened.store(dx, op.grad(x0, d0, a, b, c));
          Widened.store(dx + 8, op.grad(x1, d1, a, b, c));
          x += 16;
          dy += stride;
          dx += 16;
        } while (x <= last);
      }
    } else if (x + 32 <= end) {
      const last = end - 32;
      const stride = step * 32;
      do {
        const x0 = Widened.load(x);
        const x1 = Widened.load(x + 8);
        const x2 = Widened.load(x + 16);
        const x3 = Widened.load(x + 24);
        const d0 = Widened.load(dy);
        const d1 = Widened.load(dy + 8);
        const d2 = Widened.load(dy + 16);
        const d3 = Widened.load(dy + 24);
        Widened.store(dx, op.grad(x0, d0, a, b, c));
        Widened.store(dx + 8, op.grad(x1, d1, a, b, c));
        Widened.store(dx + 16, op.grad(x2, d2, a, b, c));
        Widened.store(dx + 24, op.grad(x3, d3, a, b, c));
        x += 32;
        dy += stride;
        dx += 32;
      } while (x <= last);
    }
  }
  if (x + 8 <= end) {
    const last = end - 8;
    const stride = step * 8;
    do {
      Widened.store(dx, op.grad(Widened.load(x), Widened.load(dy), a, b, c));
      x += 8;
      dy += stride;
      dx += 8;
    } while (x <= last);
  }
  if (x < end) Widened.storeOne(dx, op.grad(Widened.loadOne(x), Widened.loadOne(dy), a, b, c));
}
