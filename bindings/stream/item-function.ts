import type { FloatArray } from "../core/types.js";

/** The function that a stream applies to each run of items. */
export interface ItemFunction {
  /** Elements of an item. */
  readonly length: number;
  readonly apply: (x: FloatArray) => FloatArray;
}
