import type { ShapeOptions } from "../../core/options.js";
import type { ShapedSpec } from "../spec.js";
import type { Gradient, Unary } from "./calls.js";

/**
 * A function of each row along an axis with one result a row, of x's type: the sizes of the other dimensions
 * remain.
 */
export interface Reduction extends Unary<ShapeOptions> {
  /** The gradient, of the type and length of `x`, from dy, which has one value a row. */
  readonly grad: Gradient<ShapeOptions>;
  /** A description of the function: its formula, gradient, range, source and error bounds. */
  readonly spec: ShapedSpec;
}
