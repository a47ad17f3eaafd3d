import type { ShapedSpec } from "../spec.js";
import type { Gradient, Output, Unary } from "./calls.js";

/** The choice of slopes. */
export interface SlopeOptions {
  /** True if slopes are random; default false: all are (lower + upper)/2. */
  training?: boolean | undefined;
  /** The number that the slopes depend on besides the index, a whole one from 0 to 2³² − 1; default 0. */
  seed?: number | undefined;
  /** The least slope; default 1/8. */
  lower?: number | undefined;
  /** The bound that slopes stay below, ≥ lower; default 1/3. */
  upper?: number | undefined;
  /**
   * Index of the first element, a whole number from 0 to 2⁵²: a part of a longer array has the slopes of its place
   * there; default 0.
   */
  offset?: number | undefined;
}

/** The options of rrelu. */
export interface RreluOptions<O> extends SlopeOptions, Output<O> {}

/** leakyRelu with random slopes, a pure function of seed and index: x > 0 ? x : slope·x. */
export interface Rrelu extends Unary<SlopeOptions> {
  /** The gradient dx = x > 0 ? dy : slope·dy, with the slopes of the same options. */
  readonly grad: Gradient<SlopeOptions>;
  /** The slopes: one for each element of `x`, whatever its value. */
  readonly slopes: Unary<SlopeOptions>;
  /** A description of the function: its formula, gradient, parameters, range, source and error bounds. */
  readonly spec: ShapedSpec;
}
