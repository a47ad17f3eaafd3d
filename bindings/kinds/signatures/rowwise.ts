import type { Accumulate, ShapeOptions } from "../../core/options.js";
import type { ShapedSpec } from "../spec.js";
import type { Binary, Output, Unary } from "./calls.js";

export interface RowOptions<O> extends ShapeOptions, Output<O> {}

/** The same of a gradient. */
export interface RowGradientOptions<O> extends RowOptions<O>, Accumulate {}

/** A function of each row along an axis, as long as the row: as many elements as x, of the same type. */
export interface Rowwise extends Unary<ShapeOptions> {
  /** dx = Jᵀ·dy of each row. */
  readonly grad: Binary<ShapeOptions & Accumulate>;
  /** The same from y = f(x), without computing f again. As exact as y allows. */
  readonly gradFromOutput: Binary<ShapeOptions & Accumulate>;
  readonly spec: ShapedSpec;
}
