import type { FloatArray, Fresh, Like } from "../../core/arrays.js";

/** Where a call writes. */
export interface Output<O> {
  /** Where to write: of the type and length of the result, and may be the first operand; default a new array. */
  out?: O;
}

/** The last argument: the options R and `out`; it may be left out where none of R has to be given. */
export type Last<R, O> = Partial<R> extends R ? [options?: R & Output<O>] : [options: R & Output<O>];

/** A function of an array. */
export interface Unary<R> {
  <A extends FloatArray, O extends Like<A> = Fresh<A>>(x: A, ...options: Last<R, O>): O;
  /**
   * The same of many arrays, all of one element type: element i of the result is what the call returns
   * for `x[i]`, to the bit. Small arrays share a call of the kernel.
   *
   * @param x the arrays, of any lengths
   * @param options those of the call, the same for all; `out` has an array for each, which may be `x[i]`
   * @throws what the call throws, and a RangeError where an output shares memory with another array
   */
  batch<A extends FloatArray, O extends Like<A> = Fresh<A>>(x: readonly A[], ...options: Last<R, readonly O[]>): O[];
}

/** A function of an array and a second one that goes with it: a gradient, or targets. */
export interface Binary<R> {
  <A extends FloatArray, O extends Like<A> = Fresh<A>>(x: A, dy: Like<A>, ...options: Last<R, O>): O;
  /** The same of many arrays, as many dy as x: see the function's own `batch`. */
  batch<A extends FloatArray, O extends Like<A> = Fresh<A>>(
    x: readonly A[],
    dy: readonly Like<A>[],
    ...options: Last<R, readonly O[]>
  ): O[];
}

/** A number from an array and the gradient that goes with it. */
export interface Total<R> {
  <A extends FloatArray>(x: A, dy: Like<A>, ...options: Partial<R> extends R ? [options?: R] : [options: R]): number;
  /** A number for each of many arrays. */
  batch<A extends FloatArray>(
    x: readonly A[],
    dy: readonly Like<A>[],
    ...options: Partial<R> extends R ? [options?: R] : [options: R]
  ): number[];
}
