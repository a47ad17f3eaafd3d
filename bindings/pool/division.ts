import { type View, viewOf } from "../checks/shape.js";
import { MOST_OFFSET } from "../kinds/rrelu.js";
import type { Elements, Runs } from "./elements.js";
import type { OptionValues } from "./protocol.js";

/**
 * How the work of a call comes apart. Its arrays are read as (outer, k, inner), each with a k of its own: what
 * belongs to one pair of outer and inner is computed from nothing else, so threads can share the pairs out.
 */
export interface Division {
  readonly outer: number;
  readonly inner: number;
  /** The size along the axis that parts of x have in their shape, where the function takes shapes. */
  readonly n?: number;
  /** The length of the value. */
  readonly length: number;
  /** Whether a part must know the index of its first element. */
  readonly indexed?: boolean;
  /** Whether the second operand, which has one element for each index along the axis, goes to all parts. */
  readonly channels?: boolean;
}

export type Divide = (operands: readonly Elements[], options: OptionValues) => Division;

/** All elements are apart. */
export const elements: Divide = ([x]) => ({ outer: x!.length, inner: 1, length: x!.length });

/** One thread does it all, since it is one sum. */
export const whole: Divide = ([x]) => ({ outer: 1, inner: 1, length: x!.length });

/** Rows along an axis, as long in the value. */
export const rows: Divide = ([x], options) => {
  const { outer, n, inner } = view(x!, options);
  return { outer, n, inner, length: x!.length };
};

/** Rows that have one value each. */
export const reductions: Divide = ([x], options) => {
  const { outer, n, inner } = view(x!, options);
  return { outer, n, inner, length: outer * inner };
};

/** Runs along an axis that `taken` at a time make `made`. */
export function runs(taken: number, made: number): Divide {
  return ([x], options) => {
    const { outer, n, inner } = view(x!, options);
    const run = (n / taken) * inner;
    return { outer, n: taken, inner: run, length: outer * made * run };
  };
}

/** As many runs as the options say make one. */
export const pieces: Divide = (operands, options) => runs(options.pieces as number, 1)(operands, options);

/** One slope for all, or one for each index along the axis. */
export const slopes: Divide = (operands, options) =>
  operands[1]!.length === 1
    ? { ...elements(operands, options), n: 1, channels: true }
    : { ...rows(operands, options), channels: true };

/** Slopes that depend on the index. The last ones that can be counted are not divided. */
export const indexed: Divide = (operands, options) => {
  const { length } = operands[0]!;
  if (options.training !== true) return elements(operands, options);
  const offset = (options.offset as number | undefined) ?? 0;
  return offset + length > MOST_OFFSET ? whole(operands, options) : { ...elements(operands, options), indexed: true };
};

function view(x: Elements, options: OptionValues): View {
  return viewOf("pool", x.length, options);
}

/** Some neighbouring pairs: whole ones of outer, or some of inner of a single one. */
export interface Part {
  readonly start: number;
  readonly outer: number;
  readonly column: number;
  readonly inner: number;
}

// Fewer columns would be copied in runs shorter than a cache line. And a single one is not enough: a function sums
// a row whose elements are neighbours in another order.
const LEAST_COLUMNS = 16;
/** Elements that parts start at a multiple of: a cache line. */
const LINE = 16;

/** Parts of about `most` bytes or less, where `bytes` is what the arrays of all have. */
export function* partsOf({ outer, n, inner }: Division, bytes: number, most: number): Generator<Part> {
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

/** Where the elements of a part are in an array: from `start` on. */
export function runsOf({ outer, inner }: Division, part: Part, length: number): Runs & { readonly start: number } {
  const k = length / (outer * inner);
  const start = part.start * k * inner + part.column;
  if (part.inner === inner) return { start, width: part.outer * k * inner, runs: 1, stride: part.outer * k * inner };
  return { start, width: part.inner, runs: k, stride: inner };
}

/** The options of the call that computes a part. */
export function optionsOf(division: Division, part: Part, options: OptionValues): OptionValues {
  const { outer, inner, n } = division;
  if (part.outer === outer && part.inner === inner) return options;
  if (division.indexed) return { ...options, offset: ((options.offset as number | undefined) ?? 0) + part.start };
  if (n === undefined) return options;
  return { ...options, shape: [part.outer, n, part.inner], axis: 1 };
}
