/**
 * How a call reads its arrays, which are flat and row-major: x as (outer, n, inner), the result as (outer, made, inner).
 * What belongs to one pair of outer and inner depends on nothing else.
 */
export interface Layout {
  readonly outer: number;
  readonly n: number;
  readonly made: number;
  readonly inner: number;
}

/** The length of x. */
export function inputLength({ outer, n, inner }: Layout): number {
  return outer * n * inner;
}

/** The length of the result. */
export function outputLength({ outer, made, inner }: Layout): number {
  return outer * made * inner;
}
