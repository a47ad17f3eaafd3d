import type { ElementType, FloatArray } from "../../bindings/core/types.js";
import { arrayOf, generator } from "../../test/support/arrays.js";

/** The kinds of rows in a sample. */
export const SORTS = ["random", "tied", "masked", "peaked"] as const;
export type Sort = (typeof SORTS)[number];

export const SPREADS = [1, 5, 20, 40, 60, 100] as const;

/** The operands of a row. */
export interface Row {
  readonly x: FloatArray;
  readonly dy: FloatArray;
  /** From 0 to 1: targets, or slopes. A masked element has the target 0. */
  readonly other: FloatArray;
  /** The index of an element that is not masked. */
  readonly label: number;
}

/** Rows of one length. */
export interface Sample {
  readonly type: ElementType;
  readonly sort: Sort;
  readonly spread: number;
  readonly rows: readonly Row[];
}

/** Elements of a sample of short rows, and the rows it has at least and at most. */
export const ELEMENTS = 200;
const LEAST = 2;
const MOST = 50;
/** As many values as the operands of a long row take: each has its exponential at 60 digits. */
const LEVELS = 4096;
const LONG = 10_000;

interface Settings {
  readonly mask?: number;
  readonly seed?: number;
  /** About as many, in rows of equal length. */
  readonly elements?: number;
}

/**
 * Rows of n elements from −spread/2 to spread/2. Tied: of four values. Masked: a third of the elements is `mask`. Peaked: one
 * element is at spread/2, the others below 0. Every other row has a dy of many magnitudes.
 */
export function sampleOf(
  type: ElementType,
  sort: Sort,
  spread: number,
  n: number,
  { mask = -Infinity, seed = 0, elements = ELEMENTS }: Settings = {},
): Sample {
  const random = generator(1_000_000 * seed + 1000 * spread + 10 * n + SORTS.indexOf(sort));
  const place = n < LONG ? random : () => Math.floor(LEVELS * random()) / LEVELS;
  const count = Math.min(Math.max(Math.ceil(elements / n), LEAST), MOST);
  const row = (_: unknown, r: number): Row => {
    const peak = Math.floor(n * random());
    const masked = (i: number) => sort === "masked" && i % 3 === 1;
    const x = arrayOf(
      type,
      Array.from({ length: n }, (_, i) => (masked(i) ? mask : spread * unit(sort, place(), i === peak))),
    );
    const size = r % 2 === 0 ? () => 1 : () => 2 ** (-12 * place());
    const dy = arrayOf(
      type,
      Array.from({ length: n }, () => (2 * place() - 1) * size()),
    );
    const other = arrayOf(
      type,
      Array.from({ length: n }, (_, i) => (masked(i) ? 0 : place())),
    );
    return { x, dy, other, label: 3 * Math.floor(random() * Math.ceil(n / 3)) };
  };
  return { type, sort, spread, rows: Array.from({ length: count }, row) };
}

/** A number from −½ to ½. */
function unit(sort: Sort, place: number, peak: boolean): number {
  if (sort === "tied") return Math.round(3 * place) / 3 - 0.5;
  if (sort === "peaked") return peak ? 0.5 : -place / 2;
  return place - 0.5;
}
