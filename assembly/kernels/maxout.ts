import { Lanes } from "../simd/lanes";
import { Part } from "../simd/part";

/**
 * maxout: the largest of `pieces` runs, element by element. Vectors lie along the runs. The pieces of a vector are
 * visited in order, so that the first one wins ties.
 */

class Most {
  /** The maximum over the pieces from x to `end`, NaN if one is NaN. */
  @inline static over<T>(x: usize, end: usize, bytes: usize, whole: bool): v128 {
    let m = Part.load<T>(x, whole);
    for (x += bytes; x < end; x += bytes) {
      const value = Part.load<T>(x, whole);
      m = Lanes.nanOf<T>(value, v128.pmax<T>(m, value));
    }
    return m;
  }

  /** The first piece that equals the maximum takes dy; none does if one is NaN. dx may be x. */
  @inline static spread<T>(x: usize, dy: usize, dx: usize, group: usize, bytes: usize, whole: bool): void {
    const m = Most.over<T>(x, x + group, bytes, whole);
    let g = Part.load<T>(dy, whole);
    for (let at: usize = 0; at < group; at += bytes) {
      const value = Part.load<T>(x + at, whole);
      const hit = v128.eq<T>(value, m);
      Part.store<T>(dx + at, Lanes.nanOf<T>(value, v128.and(g, hit)), whole);
      g = v128.andnot(g, hit);
    }
  }
}

export function maxout<T>(x: usize, y: usize, outer: usize, run: usize, pieces: usize): void {
  const bytes = run * sizeof<T>();
  const group = pieces * bytes;
  for (let o: usize = 0; o < outer; o++) {
    const next = x + bytes;
    for (; x + 16 <= next; x += 16) {
      v128.store(y, Most.over<T>(x, x + group, bytes, true));
      y += 16;
    }
    for (; x < next; x += sizeof<T>()) {
      Part.store<T>(y, Most.over<T>(x, x + group, bytes, false), false);
      y += sizeof<T>();
    }
    x += group - bytes;
  }
}

export function maxout_grad<T>(x: usize, dy: usize, dx: usize, outer: usize, run: usize, pieces: usize): void {
  const bytes = run * sizeof<T>();
  const group = pieces * bytes;
  for (let o: usize = 0; o < outer; o++) {
    const next = x + bytes;
    for (; x + 16 <= next; x += 16) {
      Most.spread<T>(x, dy, dx, group, bytes, true);
      dy += 16;
      dx += 16;
    }
    for (; x < next; x += sizeof<T>()) {
      Most.spread<T>(x, dy, dx, group, bytes, false);
      dy += sizeof<T>();
      dx += sizeof<T>();
    }
    x += group - bytes;
    dx += group - bytes;
  }
}
