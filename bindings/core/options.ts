/** Shape and axis, as the options of the shaped functions have them. */
export interface ShapeOptions {
  /** Sizes of the dimensions, slowest first; their product is the array's length; default `[x.length]`. */
  shape?: readonly number[];
  /** The dimension to work along; negative counts from the end; default the last. */
  axis?: number;
}

/** What the options of every gradient have beside those of its function. */
export interface Accumulate {
  /** Whether to add to `out`, which must then be given and no operand, instead of writing there; default false. */
  accumulate?: boolean;
}
