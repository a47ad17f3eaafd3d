import { type View, viewOf } from "../checks/shape.js";
import { MOST_OFFSET } from "../kinds/rrelu.js";
import type { OptionValues } from "./protocol.js";
import type { ArrayLocation, Strided } from "./typed-arrays.js";

/**
 * How a job is partitioned. Its arrays are read as (outer, k, inner), each with its own k: results at one pair of
 * outer and inner depend on operands at that pair alone, so partitions are sets of pairs.
 */
export interface Partitioning {
  readonly outer: number;
  readonly inner: number;
  /** The size along the axis in the shape of a partition of x, where the function takes shapes. */
  readonly n?: number;
  /** The length of the value. */
  readonly length: number;
  /** Whether a partition needs the index of its first element. */
  readonly indexed?: boolean;
  /** Whether every partition needs all of the second operand, one element for each index along the axis. */
  readonly channels?: boolean;
}

export type Partitioner = (operands: readonly ArrayLocation[], options: OptionValues) => Partitioning;

/** Every element by itself. */
export const elements: Partitioner = ([x]) => ({ outer: x!.length, inner: 1, length: x!.length });

/** One partition, for a result that is one sum. */
export const whole: Partitioner = ([x]) => ({ outer: 1, inner: 1, length: x!.length });

/** Rows along an axis, whose results have the same length. */
export const rows: Partitioner = ([x], options) => {
  const { outer, n, inner } = view(x!, options);
  return { outer, n, inner, length: x!.length };
};

/** Rows that give one value each. */
export const reductions: Partitioner = ([x], options) => {
  const { outer, n, inner } = view(x!, options);
  return { outer, n, inner, length: outer * inner };
};

/** Runs along an axis: each `taken` of x give `made` of the result. */
export function runs(taken: number, made: number): Partitioner {
  return ([x], options) => {
    const { outer, n, inner } = view(x!, options);
    const run = (n / taken) * inner;
    return { outer, n: taken, inner: run, length: outer * made * run };
  };
}

/** Runs along an axis, `pieces` of which give one. */
export const pieces: Partitioner = (operands, options) => runs(options.pieces as number, 1)(operands, options);

/** One slope for all, or one for each index along the axis. */
export const slopes: Partitioner = (operands, options) =>
  operands[1]!.length === 1
    ? { ...elements(operands, options), n: 1, channels: true }
    : { ...rows(operands, options), channels: true };

/** Slopes that depend on the index. A call that reaches the largest offset is one partition. */
export const indexed: Partitioner = (operands, options) => {
  const { length } = operands[0]!;
  if (options.training !== true) return elements(operands, options);
  const offset = (options.offset as number | undefined) ?? 0;
  return offset + length > MOST_OFFSET ? whole(operands, options) : { ...elements(operands, options), indexed: true };
};

function view(x: ArrayLocation, options: OptionValues): View {
  return viewOf("pool", x.length, options);
}

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
export function* partitionsOf({ outer, n, inner }: Partitioning, bytes: number, most: number): Generator<Partition> {
  const slab = bytes / outer;
  const columns = Math.floor(inner / LEAST_COLUMNS);
  if (slab <= most || columns < 2) {
    const least = Math.ceil(outer / Math.max(1, Math.floor(most / slab)));
    const line = inner === 1 && (n ?? 1) === 1 ? LINE : 1;
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
  { outer, inner }: Partitioning,
  partition: Partition,
  length: number,
): Strided & { readonly start: number } {
  const k = length / (outer * inner);
  const start = partition.start * k * inner + partition.column;
  if (partition.inner === inner)
    return { start, width: partition.outer * k * inner, runs: 1, stride: partition.outer * k * inner };
  return { start, width: partition.inner, runs: k, stride: inner };
}

/** The options of the call that computes a partition. */
export function optionsOf(partitioning: Partitioning, partition: Partition, options: OptionValues): OptionValues {
  const { outer, inner, n } = partitioning;
  if (partition.outer === outer && partition.inner === inner) return options;
  if (partitioning.indexed)
    return { ...options, offset: ((options.offset as number | undefined) ?? 0) + partition.start };
  if (n === undefined) return options;
  return { ...options, shape: [partition.outer, n, partition.inner], axis: 1 };
}
