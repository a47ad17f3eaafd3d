import type { Layout } from "../core/layout.js";
import type { Strided } from "./typed-arrays.js";

/** The layout of a job whose result depends on all of its operands at once. */
export const WHOLE: Layout = { outer: 1, n: 1, made: 1, inner: 1 };

/** Neighbouring pairs: all of inner for several of outer, or some of inner for one of outer. */
export interface Partition {
  readonly start: number;
  readonly outer: number;
  readonly column: number;
  readonly inner: number;
}

// Fewer columns would be copied in runs shorter than a cache line. A single column would change bits: rows of
// contiguous elements are summed in another order.
const LEAST_COLUMNS = 16;
/** Elements of a cache line: partitions start at a multiple of it. */
const LINE = 16;

/** Partitions of about `most` bytes or less, of arrays that have `bytes` in all. */
export function* partitionsOf({ outer, n, inner }: Layout, bytes: number, most: number): Generator<Partition> {
  const slab = bytes / outer;
  const columns = Math.floor(inner / LEAST_COLUMNS);
  if (slab <= most || columns < 2) {
    const least = Math.ceil(outer / Math.max(1, Math.floor(most / slab)));
    const line = inner === 1 && n === 1 ? LINE : 1;
    const step = Math.ceil(outer / least / line) * line;
    for (let o = 0; o < outer; o += step) yield { start: o, outer: Math.min(step, outer - o), column: 0, inner };
    return;
  }
  const count = Math.min(columns, Math.ceil(slab / most));
  for (let o = 0; o < outer; o++) {
    for (let k = 0; k < count; k++) {
      const column = Math.floor((k * inner) / count);
      yield { start: o, outer: 1, column, inner: Math.floor(((k + 1) * inner) / count) - column };
    }
  }
}

/** The elements of a partition in an array of this length, from `start` on. */
export function stridedIn(
  { outer, inner }: Layout,
  partition: Partition,
  length: number,
): Strided & { readonly start: number } {
  const k = length / (outer * inner);
  const start = partition.start * k * inner + partition.column;
  if (partition.inner === inner)
    return { start, width: partition.outer * k * inner, runs: 1, stride: partition.outer * k * inner };
  return { start, width: partition.inner, runs: k, stride: inner };
}
