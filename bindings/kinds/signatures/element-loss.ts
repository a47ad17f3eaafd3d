import type { FloatArray, Fresh, Matching, Written } from "../../core/arrays.js";
import type { ShapedSpec } from "../spec.js";
import type { Added, Output } from "./calls.js";

/** The gradient of a loss of elements. */
export interface ElementLossGradient {
  /**
   * @param logits f32 or f64, of any shape, flattened
   * @param targets probabilities from 0 to 1, of the type and length of `logits`
   * @param options `out`: where to write, of the type and length of `logits`, and `accumulate`: whether to add to `out`
   * @returns `out`: the gradient of the sum of the losses with respect to `logits`
   * @throws {TypeError} no float arrays of one type, a detached buffer, an unknown option, or one of the wrong kind
   * @throws {RangeError} different lengths, or a partial overlap
   */
  <A extends FloatArray, O extends Matching<A> = Fresh<A>>(
    logits: A,
    targets: Matching<A>,
    options?: { [K in keyof Added<O>]: Added<O>[K] },
  ): Written<O>;
  /**
   * Computes many arrays: element i of the result is, bit for bit, what the call returns for `logits[i]` and
   * `targets[i]`.
   *
   * @param logits the arrays, of any lengths
   * @param targets one for each of `logits`
   * @param options the options of the call, the same for all; `out` has an array for each
   * @returns an array for each of `logits`, or `out`
   * @throws what the call throws, and a RangeError where an output shares memory with another array
   */
  batch<A extends FloatArray, O extends Matching<A> = Fresh<A>>(
    logits: readonly A[],
    targets: readonly Matching<A>[],
    options?: { [K in keyof Added<readonly O[]>]: Added<readonly O[]>[K] },
  ): Written<O>[];
}

/** The loss of each logit against its target: one an element. */
export interface ElementLoss {
  /**
   * @param logits f32 or f64, of any shape, flattened
   * @param targets probabilities from 0 to 1, of the type and length of `logits`
   * @param options `out`: where to write, of the type and length of `logits`; default a new array
   * @returns `out`: one loss an element
   * @throws {TypeError} no float arrays of one type, a detached buffer, an unknown option, or one of the wrong kind
   * @throws {RangeError} different lengths, or a partial overlap
   */
  <A extends FloatArray, O extends Matching<A> = Fresh<A>>(
    logits: A,
    targets: Matching<A>,
    options?: { [K in keyof Output<O>]: Output<O>[K] },
  ): Written<O>;
  /**
   * Computes many arrays: element i of the result is, bit for bit, what the call returns for `logits[i]` and
   * `targets[i]`.
   *
   * @param logits the arrays, of any lengths
   * @param targets one for each of `logits`
   * @param options the options of the call, the same for all; `out` has an array for each, which may be `logits[i]`
   * @returns an array for each of `logits`, or `out`
   * @throws what the call throws, and a RangeError where an output shares memory with another array
   */
  batch<A extends FloatArray, O extends Matching<A> = Fresh<A>>(
    logits: readonly A[],
    targets: readonly Matching<A>[],
    options?: { [K in keyof Output<readonly O[]>]: Output<readonly O[]>[K] },
  ): Written<O>[];
  /** The gradient of the sum of the losses, of the type and length of the logits. */
  readonly grad: ElementLossGradient;
  /** A description of the function: its formula, gradient, range, source and error bounds. */
  readonly spec: ShapedSpec;
}
