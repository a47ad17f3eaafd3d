import type { Accumulate } from "../../core/options.js";
import type { ShapedSpec } from "../spec.js";
import type { Binary, Output, Unary } from "./calls.js";

/** Which slopes. */
export interface Choice {
  /** Whether slopes are random; default false: all are (lower + upper)/2. */
  training?: boolean;
  /** What the slopes depend on beside the index; default 0. */
  seed?: number;
  /** The least slope; default 1/8. */
  lower?: number;
  /** What slopes stay below; default 1/3. */
  upper?: number;
  /** Index of the first element: a part of a longer array has the slopes of its place there; default 0. */
  offset?: number;
}

export interface RreluOptions<O> extends Choice, Output<O> {}

/** leakyRelu with random slopes, a pure function of seed and index: x > 0 ? x : slope·x. */
export interface Rrelu extends Unary<Choice> {
  /** dx = x > 0 ? dy : slope·dy, with the slopes of the same options. */
  readonly grad: Binary<Choice & Accumulate>;
  /** The slopes, as many as x has elements, whatever those are. */
  readonly slopes: Unary<Choice>;
  readonly spec: ShapedSpec;
}
