import { Lanes } from "./lanes";
import { Part } from "./part";

/**
 * maxout: the largest of `pieces` runs, element by element. Vectors run along the runs; the pieces
 * of one vector are gone through in order, so that ties are the first one's.
 */

class Most {
  /** The larger one, m if they tie, NaN if one is. */
  @inline static of<T>(m: v128, x: v128): v128 {
    return v128.bitselect(x, m, v128.or(v128.lt<T>(m, x), v128.ne<T>(x, x)));
  }

  /** The maximum over the pieces from x up to `end`. */
  @inline static over<T>(x: usize, end: usize, bytes: usize, whole: bool): v128 {
    let m = Part.load<T>(x, whole);
    for (x += bytes; x < end; x += bytes) m = Most.of<T>(m, Part.load<T>(x, whole));
    return m;
  }
}

function maxout<T>(x: usize, y: usize, outer: usize, run: usize, pieces: usize): void {
  const bytes = run * sizeof<T>();
  const group = pieces * bytes;
  for (let o: usize = 0; o < outer; o++) {
    const next = x + bytes;
    while (x < next) {
      const whole = x + 16 <= next;
      const step: usize = whole ? 16 : sizeof<T>();
      Part.store<T>(y, Most.over<T>(x, x + group, bytes, whole), whole);
      x += step;
      y += step;
    }
    x += group - bytes;
  }
}

/** The first piece that is the maximum takes dy; none does where one is NaN. dx may be x. */
function maxoutGrad<T>(x: usize, dy: usize, dx: usize, outer: usize, run: usize, pieces: usize): void {
  const bytes = run * sizeof<T>();
  const group = pieces * bytes;
  for (let o: usize = 0; o < outer; o++) {
    const next = x + bytes;
    while (x < next) {
      const whole = x + 16 <= next;
      const step: usize = whole ? 16 : sizeof<T>();
      const m = Most.over<T>(x, x + group, bytes, whole);
      let g = Part.load<T>(dy, whole);
      for (let at: usize = 0; at < group; at += bytes) {
        const value = Part.load<T>(x + at, whole);
        const hit = v128.eq<T>(value, m);
        Part.store<T>(dx + at, Lanes.nanOf<T>(value, v128.and(g, hit)), whole);
        g = v128.andnot(g, hit);
      }
      x += step;
      dy += step;
      dx += step;
    }
    x += group - bytes;
    dx += group - bytes;
  }
}

export function maxout_f32(x: usize, y: usize, outer: usize, run: usize, pieces: usize): void {
  maxout<f32>(x, y, outer, run, pieces);
}
export function maxout_f64(x: usize, y: usize, outer: usize, run: usize, pieces: usize): void {
  maxout<f64>(x, y, outer, run, pieces);
}
export function maxout_grad_f32(x: usize, dy: usize, dx: usize, outer: usize, run: usize, pieces: usize): void {
  maxoutGrad<f32>(x, dy, dx, outer, run, pieces);
}
export function maxout_grad_f64(x: usize, dy: usize, dx: usize, outer: usize, run: usize, pieces: usize): void {
  maxoutGrad<f64>(x, dy, dx, outer, run, pieces);
}
