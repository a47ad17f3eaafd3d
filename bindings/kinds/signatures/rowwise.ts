import type { ShapeOptions } from "../../core/options.js";
import type { ShapedSpec } from "../spec.js";
import type { Added, Gradient, GradientFromOutput, Output, Unary } from "./calls.js";

/** The options of functions of rows. */
export interface RowOptions<O> extends ShapeOptions, Output<O> {}

/** The options of their gradients. */
export interface RowGradientOptions<O> extends ShapeOptions, Added<O> {}

/** A function of each row along an axis, with results of the row's length: they have x's type and length. */
export interface Rowwise extends Unary<ShapeOptions> {
  /** The gradient dx = Jᵀ·dy of each row, of the type and length of `x`. */
  readonly grad: Gradient<ShapeOptions>;
  /** The gradient from y = f(x), without computing f again. It is as exact as y allows. */
  readonly gradFromOutput: GradientFromOutput<ShapeOptions>;
  /** A description of the function: its formula, gradient, range, source and error bounds. */
  readonly spec: ShapedSpec;
}
