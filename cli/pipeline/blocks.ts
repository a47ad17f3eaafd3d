import type { Layout } from "./operation.js";

/** Rows of a layout, by their index in `outer`: from the first up to `end`, which is not one of them. */
export interface Range {
  readonly first: number;
  readonly end: number;
}

/** The part that is in memory at once: whole rows, or some columns of one. */
export interface Block {
  readonly first: number;
  readonly outer: number;
  readonly column: number;
  readonly columns: number;
}

/** Neighbouring elements: their position in the file, and the one in memory. */
export interface Segment {
  readonly at: number;
  readonly to: number;
  readonly count: number;
}

// A single column would be summed in another order than one among others.
const FEWEST_COLUMNS = 3;

/** Rows and columns of the largest block, of `length` elements or of the fewest columns there may be. */
export function largestBlock(layout: Layout, length: number): Pick<Block, "outer" | "columns"> {
  const { outer, inner } = layout;
  const n = Math.max(layout.n, layout.made, 1);
  if (n * inner <= length)
    return { outer: Math.min(outer, Math.floor(length / Math.max(n * inner, 1))), columns: inner };
  const most = Math.max(Math.floor(length / n), FEWEST_COLUMNS);
  return { outer: 1, columns: Math.ceil(inner / Math.ceil(inner / most)) };
}

/** The blocks of a range, in the order of the elements. */
export function* blocksOf(layout: Layout, { first, end }: Range, length: number): Generator<Block> {
  const { outer, columns } = largestBlock(layout, length);
  const { inner } = layout;
  for (let o = first; o < end; o += outer) {
    for (let j = 0, width = 0; j < inner; j += width) {
      const left = inner - j;
      width = left === columns + 1 ? columns - 1 : Math.min(columns, left);
      yield { first: o, outer: Math.min(outer, end - o), column: j, columns: width };
    }
  }
}

/** The elements of a block in an array of `n` runs a row. */
export function segmentsOf({ inner }: Layout, { first, outer, column, columns }: Block, n: number): Segment[] {
  if (columns === inner) return [{ at: first * n * inner, to: 0, count: outer * n * inner }];
  return Array.from({ length: n }, (_, i) => ({
    at: (first * n + i) * inner + column,
    to: i * columns,
    count: columns,
  }));
}
