/**
 * The f32 numbers in their order. A place is a whole number from −2³¹ to 2³¹ − 1: that of +0 is 0,
 * that of −0 is −1, and a larger place has a larger number. Both ends are NaN.
 */
export const FIRST = -(2 ** 31);
export const END = 2 ** 31;

/** Places in ascending order: `run` neighbours of every `stride`, somewhere in it. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly run: number;
  readonly stride: number;
}

/** Numbers of a block: x and y stay in the L2 cache. */
export const BLOCK = 2 ** 14;

/** Everything from one place up to another. */
export function whole(from: number, to: number): Span {
  return { from, to, run: BLOCK, stride: BLOCK };
}

/** One of `every` numbers of the whole line, in runs of neighbours. */
export function sample(every: number): Span {
  return { from: FIRST, to: END, run: 32, stride: 32 * every };
}

/** Eight million numbers. */
export const EVERYDAY = sample(512);

export function bitsAt(place: number): number {
  return place < 0 ? ~place ^ 0x80000000 : place;
}

/** How many numbers a span has. */
export function sizeOf({ from, to, run, stride }: Span): number {
  return Math.floor((to - from) / stride) * run;
}

/** The numbers of a span, block by block: `x` is filled anew for each, and the count handed out. */
export function* blocks(span: Span, x: Float32Array): Generator<number> {
  const { from, run, stride } = span;
  const bits = new Int32Array(x.buffer, x.byteOffset, x.length);
  const runs = sizeOf(span) / run;
  const most = Math.floor(x.length / run);
  for (let first = 0; first < runs; first += most) {
    const count = Math.min(most, runs - first);
    for (let k = 0; k < count; k++) {
      const index = first + k;
      // Moved by the fractions of the golden ratio, so that all low bits occur.
      const start = from + index * stride + Math.floor(((index * 0.618033988749895) % 1) * (stride - run + 1));
      fill(bits, k * run, start | 0, run);
    }
    yield count * run;
  }
}

/** A function of its own, with whole numbers of 32 bits: V8 keeps it free of doubles. */
function fill(bits: Int32Array, at: number, start: number, run: number): void {
  for (let i = 0; i < run; i++) {
    const place = (start + i) | 0;
    bits[at + i] = place < 0 ? ~place ^ 0x80000000 : place;
  }
}
