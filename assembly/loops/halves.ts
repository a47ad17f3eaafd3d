import { Part } from "../simd/part";
import { Backward, backward, Forward, forward } from "./map";

/**
 * Functions that halve or double a dimension. Along any axis, the halves of (outer, n, inner) are runs of n/2·inner
 * neighbours: so these are functions of elements, read from two or three runs at once. `run` is the number of elements
 * of a run.
 */

/** One result of three elements. */
export interface Join {
  of(u: v128, v: v128, w: v128): v128;
}

/** Two results of three elements, and the part that they share. */
export interface Split {
  shared(u: v128, v: v128): v128;
  first(u: v128, v: v128, w: v128, shared: v128): v128;
  second(u: v128, v: v128, w: v128, shared: v128): v128;
}

/** y = f(a, b) of the halves [a|b] of x. b takes the place of dy. */
export function gate<T, Op extends Backward>(x: usize, y: usize, outer: usize, run: usize, heavy: bool = false): void {
  const bytes = run * sizeof<T>();
  const zero = <T>0;
  for (const end = y + outer * bytes; y < end; y += bytes) {
    backward<T, Op>(x, x + bytes, y, run, 1, zero, zero, zero, heavy);
    x += 2 * bytes;
  }
}

/** dx = [da|db] of a, b and dy. dx may be x. */
export function gateGrad<T, Op extends Split>(x: usize, dy: usize, dx: usize, outer: usize, run: usize): void {
  const bytes = run * sizeof<T>();
  for (const end = dy + outer * bytes; dy < end; dy += bytes) {
    Runs.split<T, Op>(x, x + bytes, dy, dx, dx + bytes, bytes);
    x += 2 * bytes;
    dx += 2 * bytes;
  }
}

/** y = [f(x)|g(x)] */
export function double<T, F extends Forward, G extends Forward>(x: usize, y: usize, outer: usize, run: usize): void {
  const bytes = run * sizeof<T>();
  const zero = <T>0;
  for (const end = x + outer * bytes; x < end; x += bytes) {
    forward<T, F>(x, y, run, zero, zero, zero);
    forward<T, G>(x, y + bytes, run, zero, zero, zero);
    y += 2 * bytes;
  }
}

/** dx of x and the halves of dy. dx may be x. */
export function doubleGrad<T, Op extends Join>(x: usize, dy: usize, dx: usize, outer: usize, run: usize): void {
  const bytes = run * sizeof<T>();
  for (const end = x + outer * bytes; x < end; x += bytes) {
    Runs.join<T, Op>(x, dy, dy + bytes, dx, bytes);
    dy += 2 * bytes;
    dx += bytes;
  }
}

/** Two vectors in flight, then one, then one element, all with the same arithmetic (map.ts). */
class Runs {
  @inline static join<T, Op extends Join>(u: usize, v: usize, w: usize, y: usize, bytes: usize): void {
    const op = changetype<Op>(0);
    const end = u + bytes;
    if (u + 32 <= end) {
      const last = end - 32;
      do {
        const y0 = op.of(v128.load(u), v128.load(v), v128.load(w));
        const y1 = op.of(v128.load(u, 16), v128.load(v, 16), v128.load(w, 16));
        v128.store(y, y0);
        v128.store(y, y1, 16);
        u += 32;
        v += 32;
        w += 32;
        y += 32;
      } while (u <= last);
    }
    if (u < end)
      do {
        const whole = u + 16 <= end;
        const step: usize = whole ? 16 : sizeof<T>();
        const y0 = op.of(Part.load<T>(u, whole), Part.load<T>(v, whole), Part.load<T>(w, whole));
        Part.store<T>(y, y0, whole);
        u += step;
        v += step;
        w += step;
        y += step;
      } while (u < end);
  }

  @inline static split<T, Op extends Split>(u: usize, v: usize, w: usize, p: usize, q: usize, bytes: usize): void {
    const op = changetype<Op>(0);
    const end = u + bytes;
    // Of no use in f64: geglu is faster without, glu the same (1.6 KiB less of gzip in all).
    if (sizeof<T>() === 4 && u + 32 <= end) {
      const last = end - 32;
      do {
        const u0 = v128.load(u);
        const u1 = v128.load(u, 16);
        const v0 = v128.load(v);
        const v1 = v128.load(v, 16);
        const w0 = v128.load(w);
        const w1 = v128.load(w, 16);
        const s0 = op.shared(u0, v0);
        const s1 = op.shared(u1, v1);
        v128.store(p, op.first(u0, v0, w0, s0));
        v128.store(p, op.first(u1, v1, w1, s1), 16);
        v128.store(q, op.second(u0, v0, w0, s0));
        v128.store(q, op.second(u1, v1, w1, s1), 16);
        u += 32;
        v += 32;
        w += 32;
        p += 32;
        q += 32;
      } while (u <= last);
    }
    if (u < end)
      do {
        const whole = u + 16 <= end;
        const step: usize = whole ? 16 : sizeof<T>();
        const u0 = Part.load<T>(u, whole);
        const v0 = Part.load<T>(v, whole);
        const w0 = Part.load<T>(w, whole);
        const s0 = op.shared(u0, v0);
        Part.store<T>(p, op.first(u0, v0, w0, s0), whole);
        Part.store<T>(q, op.second(u0, v0, w0, s0), whole);
        u += step;
        v += step;
        w += step;
        p += step;
        q += step;
      } while (u < end);
  }
}
