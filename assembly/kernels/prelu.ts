import { Backward, backward, forward } from "../loops/map";
import { Slope } from "../math/slope";
import { Lanes, lanes } from "../simd/lanes";
import { Part } from "../simd/part";
import { Wide } from "../simd/wide";
import { GentleRelu, LeakyRelu } from "./relu";

/**
 * prelu: leakyRelu with one slope per channel, of data of shape (outer, channels, inner). If inner is 1, the slopes
 * advance along with x; else each run of a channel has one slope.
 */

const ZERO = lanes<f64>(0);

/** f(x, slopes). The slopes take the place of dy. */
@final
export class Rectify<T> implements Backward {
  @inline grad(x: v128, alpha: v128, a: v128, b: v128, c: v128): v128 {
    return v128.bitselect(Slope.times<T>(x, alpha), x, v128.le<T>(x, Lanes.zero<T>()));
  }
}

/** The same if all slopes are `gentle`, as leakyRelu does it: 2 operations instead of 7. */
@final
export class GentleRectify<T> implements Backward {
  @inline grad(x: v128, alpha: v128, a: v128, b: v128, c: v128): v128 {
    return changetype<GentleRelu<T>>(0).f(x, alpha, b, c);
  }
}

/** Tells whether 0 < slope ≤ 1 for all channels. */
function gentle<T>(alpha: usize, channels: usize): bool {
  const end = alpha + channels * sizeof<T>();
  while (alpha < end) {
    const whole = alpha + 16 <= end;
    const slopes = Part.load<T>(alpha, whole);
    const inside = v128.and(v128.gt<T>(slopes, Lanes.zero<T>()), v128.le<T>(slopes, Lanes.one<T>()));
    if (!i8x16.all_true(inside)) return false;
    alpha += whole ? 16 : sizeof<T>();
  }
  return true;
}

export function prelu<T>(x: usize, alpha: usize, y: usize, outer: usize, channels: usize, inner: usize): void {
  if (inner === 1) acrossChannels<T>(x, alpha, y, outer, channels);
  else alongChannels<T>(x, alpha, y, outer, channels, inner);
}

function acrossChannels<T>(x: usize, alpha: usize, y: usize, outer: usize, channels: usize): void {
  const zero = <T>0;
  const bytes = channels * sizeof<T>();
  const end = x + outer * bytes;
  // For a single row, looking at the slopes would be as much work as it saves.
  const easy = outer > 1 && gentle<T>(alpha, channels);
  if (easy && bytes <= BLOCK && BLOCK % bytes === 0) {
    const blocks = (end - x) & -BLOCK;
    Repeated.rectify<T>(x, alpha, y, x + blocks, bytes);
    x += blocks;
    y += blocks;
  }
  const most = end - x <= NEAR ? WIDE : NARROW;
  if (easy && bytes <= most)
    for (; x + 2 * bytes <= end; x += 2 * bytes) {
      Pair.rectify<T>(x, alpha, y, bytes);
      y += 2 * bytes;
    }
  for (; x < end; x += bytes) {
    if (easy) backward<T, GentleRectify<T>>(x, alpha, y, channels, 1, zero, zero, zero);
    else backward<T, Rectify<T>>(x, alpha, y, channels, 1, zero, zero, zero);
    y += bytes;
  }
}

function alongChannels<T>(x: usize, alpha: usize, y: usize, outer: usize, channels: usize, inner: usize): void {
  const zero = <T>0;
  const bytes = inner * sizeof<T>();
  for (let o: usize = 0; o < outer; o++) {
    for (let c: usize = 0; c < channels; c++) {
      const slope = load<T>(alpha + c * sizeof<T>());
      if (!(slope > zero && slope <= <T>1)) forward<T, LeakyRelu<T>>(x, y, inner, slope, zero, zero);
      else if (bytes < 16) forward<T, GentleRelu<T>>(x, y, inner, slope, zero, zero);
      else Run.rectify<T>(x, y, bytes, slope);
      x += bytes;
      y += bytes;
    }
  }
}

/**
 * The run of a channel, of a vector or more. Its last elements are a vector that overlaps the one before, instead of single
 * elements: runs of 65 take 0.7 of the time. It is computed first, since y may be x.
 */
class Run {
  @inline static rectify<T>(x: usize, y: usize, bytes: usize, slope: T): void {
    const op = changetype<GentleRelu<T>>(0);
    const s = v128.splat<T>(slope);
    const end = x + bytes;
    const last = y + bytes - 16;
    const rest = op.f(v128.load(end - 16), s, s, s);
    for (; x + 64 <= end; x += 64) {
      const x0 = v128.load(x);
      const x1 = v128.load(x, 16);
      const x2 = v128.load(x, 32);
      const x3 = v128.load(x, 48);
      v128.store(y, op.f(x0, s, s, s));
      v128.store(y, op.f(x1, s, s, s), 16);
      v128.store(y, op.f(x2, s, s, s), 32);
      v128.store(y, op.f(x3, s, s, s), 48);
      y += 64;
    }
    for (; x + 16 <= end; x += 16) {
      v128.store(y, op.f(v128.load(x), s, s, s));
      y += 16;
    }
    v128.store(last, rest);
  }
}

/** Two rows at a time, so that slopes are loaded once for both. */
class Pair {
  @inline static rectify<T>(x: usize, alpha: usize, y: usize, bytes: usize): void {
    const op = changetype<GentleRelu<T>>(0);
    const second = x + bytes;
    const below = y + bytes;
    let at: usize = 0;
    for (; at + 32 <= bytes; at += 32) {
      const s0 = v128.load(alpha + at);
      const s1 = v128.load(alpha + at, 16);
      const x0 = v128.load(x + at);
      const x1 = v128.load(x + at, 16);
      const x2 = v128.load(second + at);
      const x3 = v128.load(second + at, 16);
      v128.store(y + at, op.f(x0, s0, s0, s0));
      v128.store(y + at, op.f(x1, s1, s1, s1), 16);
      v128.store(below + at, op.f(x2, s0, s0, s0));
      v128.store(below + at, op.f(x3, s1, s1, s1), 16);
    }
    while (at < bytes) {
      const whole = at + 16 <= bytes;
      const s = Part.load<T>(alpha + at, whole);
      const x0 = Part.load<T>(x + at, whole);
      const x1 = Part.load<T>(second + at, whole);
      Part.store<T>(y + at, op.f(x0, s, s, s), whole);
      Part.store<T>(below + at, op.f(x1, s, s, s), whole);
      at += whole ? 16 : sizeof<T>();
    }
  }
}

/** Longer rows lose in pairs (0.84 to 0.96 of the speed at 4 MiB). */
const NARROW: usize = 1024;
/** They gain in the second-level cache (1.08 at 256 KiB), unless their addresses almost agree modulo 4 KiB. */
const WIDE: usize = 4000;
const NEAR: usize = 512 * 1024;

/** Bytes of the four vectors in flight. */
const BLOCK: usize = 64;

/** Whole rows that fill a block, with the slopes of a block in registers. */
class Repeated {
  @inline static rectify<T>(x: usize, alpha: usize, y: usize, end: usize, bytes: usize): void {
    const op = changetype<GentleRelu<T>>(0);
    let s0: v128;
    if (bytes === 4) s0 = v128.load32_splat(alpha);
    else if (bytes === 8) s0 = v128.load64_splat(alpha);
    else s0 = v128.load(alpha);
    const s1 = bytes > 16 ? v128.load(alpha, 16) : s0;
    const s2 = bytes > 32 ? v128.load(alpha, 32) : s0;
    const s3 = bytes > 32 ? v128.load(alpha, 48) : s1;
    if (x < end)
      do {
        const x0 = v128.load(x);
        const x1 = v128.load(x, 16);
        const x2 = v128.load(x, 32);
        const x3 = v128.load(x, 48);
        v128.store(y, op.f(x0, s0, s0, s0));
        v128.store(y, op.f(x1, s1, s1, s1), 16);
        v128.store(y, op.f(x2, s2, s2, s2), 32);
        v128.store(y, op.f(x3, s3, s3, s3), 48);
        x += 64;
        y += 64;
      } while (x < end);
  }
}

export function prelu_grad<T>(
  x: usize,
  alpha: usize,
  dy: usize,
  dx: usize,
  outer: usize,
  channels: usize,
  inner: usize,
): void {
  const op = changetype<LeakyRelu<T>>(0);
  const bytes = inner * sizeof<T>();
  const zero = <T>0;
  for (let o: usize = 0; o < outer; o++) {
    if (inner === 1) {
      const end = x + channels * sizeof<T>();
      let slopes = alpha;
      for (; x + 16 <= end; x += 16) {
        const a = v128.load(slopes);
        v128.store(dx, op.grad(v128.load(x), v128.load(dy), a, a, a));
        slopes += 16;
        dy += 16;
        dx += 16;
      }
      for (; x < end; x += sizeof<T>()) {
        const a = v128.load_splat<T>(slopes);
        v128.store_lane<T>(dx, op.grad(v128.load_splat<T>(x), v128.load_splat<T>(dy), a, a, a), 0);
        slopes += sizeof<T>();
        dy += sizeof<T>();
        dx += sizeof<T>();
      }
    } else {
      for (let c: usize = 0; c < channels; c++) {
        backward<T, LeakyRelu<T>>(x, dy, dx, inner, 1, load<T>(alpha + c * sizeof<T>()), zero, zero);
        x += bytes;
        dy += bytes;
        dx += bytes;
      }
    }
  }
}

/** The factors of a term dy·x. Both are masked, since 0·∞ is NaN. */
class Active {
  /** v where x ≤ 0 or NaN, else 0 */
  @inline static part<T>(x: v128, v: v128): v128 {
    return v128.andnot(v, v128.gt<T>(x, Lanes.zero<T>()));
  }

  /** dy where x ≤ 0 or NaN, else 0; finite where x is 0, so that the term is 0, too, as leakyRelu has it */
  @inline static weight<T>(x: v128, dy: v128): v128 {
    const g = Active.part<T>(x, dy);
    return v128.bitselect(Lanes.finite<T>(g), g, v128.eq<T>(x, Lanes.zero<T>()));
  }
}

/** sums[c] = Σ dy·x over the x ≤ 0 of channel c: one f64 per channel, products and sums in f64. */
export function prelu_grad_alpha<T>(
  x: usize,
  dy: usize,
  sums: usize,
  outer: usize,
  channels: usize,
  inner: usize,
): void {
  if (inner === 1) sumAcross<T>(x, dy, sums, outer, channels);
  else sumRuns<T>(x, dy, sums, outer, channels, inner * sizeof<T>());
}

/** Row by row, with the sums in memory: they stay in the cache, and x and dy are read in order. */
function sumAcross<T>(x: usize, dy: usize, sums: usize, outer: usize, channels: usize): void {
  const end = sums + channels * 8;
  for (let at = sums; at < end; at += 8) store<f64>(at, 0);
  for (let row: usize = 0; row < outer; row++) {
    const last = x + channels * sizeof<T>();
    let at = sums;
    do {
      const whole = x + 16 <= last;
      const value = Part.load<T>(x, whole);
      const v = Active.part<T>(value, value);
      const g = Active.weight<T>(value, Part.load<T>(dy, whole));
      const low = f64x2.mul(Wide.low<T>(v), Wide.low<T>(g));
      if (whole) {
        v128.store(at, f64x2.add(v128.load(at), low));
        if (sizeof<T>() === 4) {
          const high = f64x2.mul(Wide.high<T>(v), Wide.high<T>(g));
          v128.store(at, f64x2.add(v128.load(at, 16), high), 16);
        }
      } else {
        v128.store_lane<f64>(at, f64x2.add(v128.load64_splat(at), low), 0);
      }
      const step: usize = whole ? 16 : sizeof<T>();
      at += (step / sizeof<T>()) * 8;
      x += step;
      dy += step;
    } while (x < last);
  }
}

/** Channel by channel, along its runs. */
function sumRuns<T>(x: usize, dy: usize, sums: usize, outer: usize, channels: usize, run: usize): void {
  const stride = channels * run;
  const bytes = outer * stride;
  for (let start: usize = 0; start < stride; start += run) {
    let sum = ZERO;
    let carry = ZERO;
    for (let row = start; row < bytes; row += stride) {
      let at = row;
      const end = at + run;
      do {
        const whole = at + 16 <= end;
        const value = Part.load<T>(x + at, whole);
        const v = Part.firstUnless<T>(Active.part<T>(value, value), whole);
        const g = Part.firstUnless<T>(Active.weight<T>(value, Part.load<T>(dy + at, whole)), whole);
        const low = f64x2.mul(Wide.low<T>(v), Wide.low<T>(g));
        const high = f64x2.mul(Wide.high<T>(v), Wide.high<T>(g));
        const next = Wide.carry<T>(sum, carry, low, high);
        sum = Wide.sum<T>(sum, carry, low);
        carry = next;
        at += whole ? 16 : sizeof<T>();
      } while (at < end);
    }
    v128.store_lane<f64>(sums, Wide.across<T>(sum, carry), 0);
    sums += 8;
  }
}
