import type { FloatArray, Fresh, Like } from "../../core/arrays.js";
import type { ShapedSpec } from "../spec.js";
import type { RowGradientOptions, RowOptions } from "./rowwise.js";

/** A gradient of x, alpha and dy. */
export interface SlopeGradient {
  <A extends FloatArray, O extends Like<A> = Fresh<A>>(
    x: A,
    alpha: Like<A>,
    dy: Like<A>,
    options?: RowGradientOptions<O>,
  ): O;
  /** The same of many arrays, as many dy as x, with one alpha: see the function's own `batch`. */
  batch<A extends FloatArray, O extends Like<A> = Fresh<A>>(
    x: readonly A[],
    alpha: Like<A>,
    dy: readonly Like<A>[],
    options?: RowGradientOptions<readonly O[]>,
  ): O[];
}

/** leakyRelu with learned slopes: one for all, or one for each index along the axis. */
export interface Prelu {
  /** x > 0 ? x : alpha·x */
  <A extends FloatArray, O extends Like<A> = Fresh<A>>(x: A, alpha: Like<A>, options?: RowOptions<O>): O;
  /** The same of many arrays with one alpha: element i is what the call returns for `x[i]`, to the bit. */
  batch<A extends FloatArray, O extends Like<A> = Fresh<A>>(
    x: readonly A[],
    alpha: Like<A>,
    options?: RowOptions<readonly O[]>,
  ): O[];
  /** dx = x > 0 ? dy : alpha·dy */
  readonly grad: SlopeGradient;
  /** dalpha = Σ dy·x over the x ≤ 0 of each slope, as long as alpha. */
  readonly gradAlpha: SlopeGradient;
  readonly spec: ShapedSpec;
}
