/** The result made of y = n/s at x, as a stateless class; t, c and dy are for slopes. */
export interface Rational {
  result(y: v128, x: v128, s: v128, t: v128, c: v128, dy: v128): v128;
}

/**
 * z = result(y, x, s, t, c, dy), where y = ((a·x² + b)·x)/s, s = d·((q·x)·x) + e, t = h·x² + k, and each operation is rounded:
 * a quotient and its slope share the divisor, and what is not stored need not be loaded. As in `backward` (map.ts), `step`
 * is how far dy moves for each step of x. z may be x or dy.
 */
export function rational<T, Op extends Rational>(
  x: usize,
  dy: usize,
  z: usize,
  n: usize,
  step: usize,
  a0: T,
  b0: T,
  q0: T,
  d0: T,
  e0: T,
  h0: T,
  k0: T,
  c0: T,
): void {
  const op = changetype<Op>(0);
  const a = v128.splat<T>(a0);
  const b = v128.splat<T>(b0);
  const q = v128.splat<T>(q0);
  const d = v128.splat<T>(d0);
  const e = v128.splat<T>(e0);
  const h = v128.splat<T>(h0);
  const k = v128.splat<T>(k0);
  const c = v128.splat<T>(c0);
  const end = x + n * sizeof<T>();
  if (x + 32 <= end) {
    // A branch that always goes the same way takes less time than multiplications by 1.
    const scaled = d0 !== <T>1;
    const last = end - 32;
    const stride = step * 32;
    do {
      const x0 = v128.load(x);
      const x1 = v128.load(x, 16);
      const g0 = v128.load(dy);
      const g1 = v128.load(dy, 16);
      const u0 = v128.mul<T>(x0, x0);
      const u1 = v128.mul<T>(x1, x1);
      let v0 = v128.mul<T>(v128.mul<T>(q, x0), x0);
      let v1 = v128.mul<T>(v128.mul<T>(q, x1), x1);
      if (scaled) {
        v0 = v128.mul<T>(d, v0);
        v1 = v128.mul<T>(d, v1);
      }
      const s0 = v128.add<T>(v0, e);
      const s1 = v128.add<T>(v1, e);
      const y0 = v128.div<T>(v128.mul<T>(v128.add<T>(v128.mul<T>(a, u0), b), x0), s0);
      const y1 = v128.div<T>(v128.mul<T>(v128.add<T>(v128.mul<T>(a, u1), b), x1), s1);
      v128.store(z, op.result(y0, x0, s0, v128.add<T>(v128.mul<T>(h, u0), k), c, g0));
      v128.store(z, op.result(y1, x1, s1, v128.add<T>(v128.mul<T>(h, u1), k), c, g1), 16);
      x += 32;
      dy += stride;
      z += 32;
    } while (x <= last);
  }
  if (x < end) {
    const stride = step * sizeof<T>();
    do {
      const v = v128.load_splat<T>(x);
      const u = v128.mul<T>(v, v);
      const s = v128.add<T>(v128.mul<T>(d, v128.mul<T>(v128.mul<T>(q, v), v)), e);
      const y = v128.div<T>(v128.mul<T>(v128.add<T>(v128.mul<T>(a, u), b), v), s);
      const t = v128.add<T>(v128.mul<T>(h, u), k);
      v128.store_lane<T>(z, op.result(y, v, s, t, c, v128.load_splat<T>(dy)), 0);
      x += sizeof<T>();
      dy += stride;
      z += sizeof<T>();
    } while (x < end);
  }
}
