/**
 * The f32 numbers in ascending order. A place is an integer from −2³¹ to 2³¹ − 1: +0 has place 0, −0 has
 * place −1, and a larger place has a larger number. Both ends are NaN.
 */
export const FIRST = -(2 ** 31);
export const END = 2 ** 31;

/** Places in ascending order: a run of `run` neighbours somewhere in each `stride`. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly run: number;
  readonly stride: number;
}

/** Numbers per block: x and y stay in the L2 cache. */
export const BLOCK = 2 ** 14;

/** Everything from one place up to another. */
export function whole(from: number, to: number): Span {
  return { from, to, run: BLOCK, stride: BLOCK };
}

/** One in `every` of all numbers, in runs of neighbours. */
export function sample(every: number): Span {
  return { from: FIRST, to: END, run: 32, stride: 32 * every };
}

/** Eight million numbers. */
export const EVERYDAY = sample(512);

export function bitsAt(place: number): number {
  return place < 0 ? ~place ^ 0x80000000 : place;
}

/** The number of places in a span. */
export function sizeOf({ from, to, run, stride }: Span): number {
  return Math.floor((to - from) / stride) * run;
}

/** Fills `x` with the numbers of a span, block by block, and yields their count. */
export function* blocks(span: Span, x: Float32Array): Generator<number> {
  const { from, run, stride } = span;
  const bits = new Int32Array(x.buffer, x.byteOffset, x.length);
  const runs = sizeOf(span) / run;
  const most = Math.floor(x.length / run);
  for (let first = 0; first < runs; first += most) {
    const count = Math.min(most, runs - first);
    for (let k = 0; k < count; k++) {
      const index = first + k;
      // Shifted by multiples of the golden ratio, so that all low bits occur.
      const start = from + index * stride + Math.floor(((index * 0.618033988749895) % 1) * (stride - run + 1));
      fill(bits, k * run, start | 0, run);
    }
    yield count * run;
  }
}

/** A separate function on 32-bit integers: V8 keeps it free of doubles. */
function fill(bits: Int32Array, at: number, start: number, run: number): void {
  for (let i = 0; i < run; i++) {
    const place = (start + i) | 0;
    bits[at + i] = place < 0 ? ~place ^ 0x80000000 : place;
  }
}
