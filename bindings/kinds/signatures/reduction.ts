import type { Accumulate, ShapeOptions } from "../../core/options.js";
import type { ShapedSpec } from "../spec.js";
import type { Binary, Unary } from "./calls.js";

/**
 * A function of each row along an axis with one value a row, of the type of x: the sizes of the other
 * dimensions remain.
 */
export interface Reduction extends Unary<ShapeOptions> {
  /** dx, as long as x, from dy, which has one value a row. */
  readonly grad: Binary<ShapeOptions & Accumulate>;
  readonly spec: ShapedSpec;
}
