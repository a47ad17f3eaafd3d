import type { Range } from "../pipeline/blocks.js";

/** One of `count` parts of the work, from 0 on. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

// More than any scheduler has tasks in an array.
export const MOST_SHARDS = 10_000_000;

/** Neighbouring rows that no other shard has; with more shards than rows, some have none. */
export function rowsOf({ index, count }: Shard, rows: number): Range {
  const longer = rows % count;
  const each = (rows - longer) / count;
  const first = (shard: number) => shard * each + Math.min(shard, longer);
  return { first: first(index), end: first(index + 1) };
}
