import type { ShapeOptions } from "../../core/options.js";
import type { ShapedSpec } from "../spec.js";
import type { Gradient, Output, Unary } from "./calls.js";
import type { RequiredGradient, RequiredUnary } from "./required.js";

/** The options of functions that halve or double a dimension. */
export interface SplitOptions<O> extends ShapeOptions, Output<O> {}

/** Shape, axis, and the number of pieces. */
export interface PiecesOptions extends ShapeOptions {
  /** How many runs along the axis compete: a divisor of its size, from 1 to 8192. It has no default. */
  pieces: number;
}

/** The options of maxout. */
export interface MaxoutOptions<O> extends SplitOptions<O>, PiecesOptions {}

/**
 * A function that halves or doubles the dimension it works along: the result has x's type, and half or twice its
 * length. `shape` is the shape of `x`.
 */
export interface Resizing extends Unary<ShapeOptions> {
  /** The gradient, of the type and length of `x`, from dy, which has the length of the result; `out` may be `x`. */
  readonly grad: Gradient<ShapeOptions>;
  /** A description of the function: its formula, gradient, range, source and error bounds. */
  readonly spec: ShapedSpec;
}

/** The largest of `pieces` runs along an axis: one element for every `pieces` of x. `shape` is the shape of `x`. */
export interface Maxout extends RequiredUnary<PiecesOptions> {
  /** The gradient, of the type and length of `x`, from dy, which has the length of the result; `out` may be `x`. */
  readonly grad: RequiredGradient<PiecesOptions>;
  /** A description of the function: its formula, gradient, parameters, range, source and error bounds. */
  readonly spec: ShapedSpec;
}
