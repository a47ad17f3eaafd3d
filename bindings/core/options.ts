/** Shape and axis of the functions that do not work element by element. */
export interface ShapeOptions {
  /** Sizes of the dimensions of `x`, slowest first; their product is its length; default `[x.length]`. */
  shape?: readonly number[] | undefined;
  /** The dimension to work along; a negative one counts from the end; default the last. */
  axis?: number | undefined;
}

/** The option of every gradient. */
export interface Accumulate {
  /** Adds to `out`, which must then be given and be no operand, instead of writing there; default false. */
  accumulate?: boolean | undefined;
}
