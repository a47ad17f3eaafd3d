/**
 * The elementwise loops, written once. An op is a stateless class, reached as `changetype<Op>(0)`: its inlined methods
 * cost no call, no table and no memory traffic. `a`, `b` and `c` are its parameters, each in all lanes; ops without
 * parameters ignore them.
 */

/** y = f(x; a, b, c) */
export interface Forward {
  f(x: v128, a: v128, b: v128, c: v128): v128;
}

/** dx = dy · f′(x; a, b, c). A unit that is off selects 0 rather than multiply by it. */
export interface Backward {
  grad(x: v128, dy: v128, a: v128, b: v128, c: v128): v128;
}

/** dx = dy · f′, from y = f(x; a, b, c) instead of x. */
export interface FromOutput {
  fromOutput(y: v128, dy: v128, a: v128, b: v128, c: v128): v128;
}

/** Presents `fromOutput` of an op as the `grad` that `backward` calls. */
@final
export class OutputGradient<Op extends FromOutput> implements Backward {
  @inline grad(y: v128, dy: v128, a: v128, b: v128, c: v128): v128 {
    return changetype<Op>(0).fromOutput(y, dy, a, b, c);
  }
}

/**
 * Several independent vectors per iteration hide the latency of the polynomials: four for f32, two for f64, whose
 * longer polynomials need the registers (sigmoid f32 0.70 ns per element, against 0.77 with two vectors and 0.76 with
 * eight; tanh f64 3.5, against 4.5 with four). A `heavy` function, whose constants alone fill the registers, has half
 * as many (gelu f32 3.3 → 2.4 times sigmoid, f64 3.1 → 2.9). All vectors are loaded before the first is stored: loads
 * that follow stores take 1.2 times as long.
 *
 * Then come single vectors, then single elements, all with the same lane arithmetic, so that a result does not depend
 * on the position of its element. y may be x.
 */
export function forward<T, Op extends Forward>(
  x: usize,
  y: usize,
  n: usize,
  p: T,
  q: T,
  r: T,
  heavy: bool = false,
): void {
  const op = changetype<Op>(0);
  const a = v128.splat<T>(p);
  const b = v128.splat<T>(q);
  const c = v128.splat<T>(r);
  const end = x + n * sizeof<T>();

  if (sizeof<T>() === 4 && !heavy) {
    if (x + 64 <= end) {
      const last = end - 64;
      do {
        const x0 = v128.load(x);
        const x1 = v128.load(x, 16);
        const x2 = v128.load(x, 32);
        const x3 = v128.load(x, 48);
        v128.store(y, op.f(x0, a, b, c));
        v128.store(y, op.f(x1, a, b, c), 16);
        v128.store(y, op.f(x2, a, b, c), 32);
        v128.store(y, op.f(x3, a, b, c), 48);
        x += 64;
        y += 64;
      } while (x <= last);
    }
  } else if (sizeof<T>() === 4 || !heavy) {
    if (x + 32 <= end) {
      const last = end - 32;
      do {
        const x0 = v128.load(x);
        const x1 = v128.load(x, 16);
        v128.store(y, op.f(x0, a, b, c));
        v128.store(y, op.f(x1, a, b, c), 16);
        x += 32;
        y += 32;
      } while (x <= last);
    }
  }
  if (x + 16 <= end) {
    const last = end - 16;
    do {
      v128.store(y, op.f(v128.load(x), a, b, c));
      x += 16;
      y += 16;
    } while (x <= last);
  }
  if (x < end) {
    do {
      v128.store_lane<T>(y, op.f(v128.load_splat<T>(x), a, b, c), 0);
      x += sizeof<T>();
      y += sizeof<T>();
    } while (x < end);
  }
}

/**
 * `step` is how far dy moves for each step of x: 1, or 0 to stay on one block of `ONES_BYTES`. A block of ones makes
 * the gradient the derivative, without a third set of kernels.
 */
export function backward<T, Op extends Backward>(
  x: usize,
  dy: usize,
  dx: usize,
  n: usize,
  step: usize,
  p: T,
  q: T,
  r: T,
  heavy: bool = false,
): void {
  const op = changetype<Op>(0);
  const a = v128.splat<T>(p);
  const b = v128.splat<T>(q);
  const c = v128.splat<T>(r);
  const end = x + n * sizeof<T>();

  if (sizeof<T>() === 4 && !heavy) {
    if (x + 64 <= end) {
      const last = end - 64;
      const stride = step * 64;
      do {
        const x0 = v128.load(x);
        const x1 = v128.load(x, 16);
        const x2 = v128.load(x, 32);
        const x3 = v128.load(x, 48);
        const d1 = v128.load(dy, 16);
        const d2 = v128.load(dy, 32);
        const d3 = v128.load(dy, 48);
        v128.store(dx, op.grad(x0, v128.load(dy), a, b, c));
        v128.store(dx, op.grad(x1, d1, a, b, c), 16);
        v128.store(dx, op.grad(x2, d2, a, b, c), 32);
        v128.store(dx, op.grad(x3, d3, a, b, c), 48);
        x += 64;
        dy += stride;
        dx += 64;
      } while (x <= last);
    }
  } else if (sizeof<T>() === 4 || !heavy) {
    if (x + 32 <= end) {
      const last = end - 32;
      const stride = step * 32;
      do {
        const x0 = v128.load(x);
        const x1 = v128.load(x, 16);
        const d1 = v128.load(dy, 16);
        v128.store(dx, op.grad(x0, v128.load(dy), a, b, c));
        v128.store(dx, op.grad(x1, d1, a, b, c), 16);
        x += 32;
        dy += stride;
        dx += 32;
      } while (x <= last);
    }
  }
  if (x + 16 <= end) {
    const last = end - 16;
    const stride = step * 16;
    do {
      v128.store(dx, op.grad(v128.load(x), v128.load(dy), a, b, c));
      x += 16;
      dy += stride;
      dx += 16;
    } while (x <= last);
  }
  if (x < end) {
    const stride = step * sizeof<T>();
    do {
      v128.store_lane<T>(dx, op.grad(v128.load_splat<T>(x), v128.load_splat<T>(dy), a, b, c), 0);
      x += sizeof<T>();
      dy += stride;
      dx += sizeof<T>();
    } while (x < end);
  }
}
