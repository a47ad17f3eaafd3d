import type { FloatArray, Fresh, Matching, Written } from "../../core/arrays.js";
import type { ShapeOptions } from "../../core/options.js";
import type { ShapedSpec } from "../spec.js";
import type { Added, Output } from "./calls.js";

/** A gradient of prelu. */
export interface SlopeGradient {
  /**
   * @param x the inputs of prelu, f32 or f64, of any shape, flattened in row-major order
   * @param alpha one slope for all, or one for each index along the axis, of x's type
   * @param dy the gradient of the loss with respect to the results, of x's type and length
   * @param options shape and axis, `out`: where to write, and `accumulate`: whether to add to `out`
   * @returns `out`
   * @throws {TypeError} no float arrays of one type, a detached buffer, an unknown option, or one of the wrong kind
   * @throws {RangeError} lengths that do not match, a shape or axis that does not fit, or a partial overlap
   */
  <A extends FloatArray, O extends Matching<A> = Fresh<A>>(
    x: A,
    alpha: Matching<A>,
    dy: Matching<A>,
    options?: { [K in keyof (ShapeOptions & Added<O>)]: (ShapeOptions & Added<O>)[K] },
  ): Written<O>;
  /**
   * Computes many arrays with one alpha: element i of the result is, bit for bit, what the call returns for `x[i]` and
   * `dy[i]`.
   *
   * @param x the arrays, of any lengths
   * @param alpha the slopes
   * @param dy one for each of `x`
   * @param options the options of the call, the same for all; `out` has an array for each
   * @returns an array for each of `x`, or `out`
   * @throws what the call throws, and a RangeError where an output shares memory with another array
   */
  batch<A extends FloatArray, O extends Matching<A> = Fresh<A>>(
    x: readonly A[],
    alpha: Matching<A>,
    dy: readonly Matching<A>[],
    options?: { [K in keyof (ShapeOptions & Added<readonly O[]>)]: (ShapeOptions & Added<readonly O[]>)[K] },
  ): Written<O>[];
}

/** leakyRelu with learned slopes: one for all, or one for each index along the axis. */
export interface Prelu {
  /**
   * @param x inputs, f32 or f64, of any shape, flattened in row-major order
   * @param alpha one slope for all, or one for each index along the axis, of x's type
   * @param options shape and axis, and `out`: where to write; default a new array of x's type
   * @returns `out`, of x's length
   * @throws {TypeError} no float arrays of one type, a detached buffer, an unknown option, or one of the wrong kind
   * @throws {RangeError} lengths that do not match, a shape or axis that does not fit, or a partial overlap
   */
  <A extends FloatArray, O extends Matching<A> = Fresh<A>>(
    x: A,
    alpha: Matching<A>,
    options?: { [K in keyof (ShapeOptions & Output<O>)]: (ShapeOptions & Output<O>)[K] },
  ): Written<O>;
  /**
   * Computes many arrays with one alpha: element i of the result is, bit for bit, what the call returns for `x[i]`.
   *
   * @param x the arrays, of any lengths
   * @param alpha the slopes
   * @param options the options of the call, the same for all; `out` has an array for each, which may be `x[i]`
   * @returns an array for each of `x`, or `out`
   * @throws what the call throws, and a RangeError where an output shares memory with another array
   */
  batch<A extends FloatArray, O extends Matching<A> = Fresh<A>>(
    x: readonly A[],
    alpha: Matching<A>,
    options?: { [K in keyof (ShapeOptions & Output<readonly O[]>)]: (ShapeOptions & Output<readonly O[]>)[K] },
  ): Written<O>[];
  /** The gradient dx = x > 0 ? dy : alpha·dy, of the type and length of `x`. */
  readonly grad: SlopeGradient;
  /** The gradient of the slopes, Σ dy·x over the x ≤ 0 of each: of the type and length of `alpha`. */
  readonly gradAlpha: SlopeGradient;
  /** A description of the function: its formula, gradient, range, source and error bounds. */
  readonly spec: ShapedSpec;
}
