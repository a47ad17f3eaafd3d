import type { Accumulate, ShapeOptions } from "../../core/options.js";
import type { ShapedSpec } from "../spec.js";
import type { Binary, Output, Unary } from "./calls.js";

export interface SplitOptions<O> extends ShapeOptions, Output<O> {}

/** How many pieces there are. */
export interface PiecesOptions {
  /** How many runs along the axis compete; it divides the size. No default. */
  pieces: number;
}

export interface MaxoutOptions<O> extends SplitOptions<O>, PiecesOptions {}

/**
 * A function that halves or doubles the dimension it works along: half or twice as many elements as x,
 * of the same type. `shape` is that of x.
 */
export interface Resizing extends Unary<ShapeOptions> {
  /** dx, as long as x, of dy, as long as the result; `out` may be `x`. */
  readonly grad: Binary<ShapeOptions & Accumulate>;
  readonly spec: ShapedSpec;
}

/** The largest of `pieces` runs along an axis: one element for every `pieces` of x. `shape` is that of x. */
export interface Maxout extends Unary<ShapeOptions & PiecesOptions> {
  /** dx, as long as x, of dy, as long as the result; `out` may be `x`. */
  readonly grad: Binary<ShapeOptions & PiecesOptions & Accumulate>;
  readonly spec: ShapedSpec;
}
