import type { FloatArray, Fresh, Matching, Written } from "../../core/arrays.js";
import type { ShapeOptions } from "../../core/options.js";
import type { PresetParameter } from "../../core/parameters.js";
import type { ShapedSpec } from "../spec.js";
import type { Added, Output } from "./calls.js";

/** Shape and axis, and how to take labels. */
export interface LabelOptions extends ShapeOptions {
  /** The share of a label that goes to all classes alike, from 0 to 1; default 0. */
  labelSmoothing?: number | undefined;
  /** The label of rows that do not count: their loss and gradient are 0; a whole number; default −100. */
  ignoreIndex?: number | undefined;
}

/** The options of softmaxCrossEntropy. */
export interface LossOptions<O> extends LabelOptions, Output<O> {}

/** The target of a row of logits: the label of the row, or a target for each element. */
export type LabelsOrTargets<A extends FloatArray> = Int32Array<ArrayBufferLike> | Matching<A>;

/** The same for many rows of logits. */
export type ManyLabelsOrTargets<A extends FloatArray> = readonly Int32Array<ArrayBufferLike>[] | readonly Matching<A>[];

/** The gradient of the loss of rows. */
export interface CrossEntropyGradient {
  /**
   * @param logits f32 or f64, of any shape, flattened in row-major order
   * @param labelsOrTargets an Int32Array with the class of each row, an index along the axis, in the order of the other
   *   dimensions; or targets ≥ 0, of the type and length of `logits`
   * @param options shape and axis, how to take labels, `out`: where to write, of the type and length of `logits`, and
   *   `accumulate`: whether to add to `out`
   * @returns `out`: the gradient of the sum of the losses with respect to `logits`
   * @throws {TypeError} no float arrays of one type nor labels, a detached buffer, an unknown option, or one of the
   *   wrong kind
   * @throws {RangeError} lengths that do not match, a label that is no class, options of labels with targets, a shape
   *   or axis that does not fit, or a partial overlap
   */
  <A extends FloatArray, O extends Matching<A> = Fresh<A>>(
    logits: A,
    labelsOrTargets: LabelsOrTargets<A>,
    options?: { [K in keyof (LabelOptions & Added<O>)]: (LabelOptions & Added<O>)[K] },
  ): Written<O>;
  /**
   * Computes many arrays: element i of the result is, bit for bit, what the call returns for `logits[i]` and
   * `labelsOrTargets[i]`. All have labels, or all have targets.
   *
   * @param logits the arrays, of any lengths
   * @param labelsOrTargets labels or targets for each of `logits`
   * @param options the options of the call, the same for all; `out` has an array for each
   * @returns an array for each of `logits`, or `out`
   * @throws what the call throws, and a RangeError where an output shares memory with another array
   */
  batch<A extends FloatArray, O extends Matching<A> = Fresh<A>>(
    logits: readonly A[],
    labelsOrTargets: ManyLabelsOrTargets<A>,
    options?: { [K in keyof (LabelOptions & Added<readonly O[]>)]: (LabelOptions & Added<readonly O[]>)[K] },
  ): Written<O>[];
}

/** The loss of each row of logits against its label or its targets: one a row, of the type of the logits. */
export interface CrossEntropy {
  /**
   * @param logits f32 or f64, of any shape, flattened in row-major order
   * @param labelsOrTargets an Int32Array with the class of each row, an index along the axis, in the order of the other
   *   dimensions; or targets ≥ 0, of the type and length of `logits`
   * @param options shape and axis, how to take labels, and `out`: where to write, of the type of `logits`, with one
   *   element a row; default a new array
   * @returns `out`: one loss a row
   * @throws {TypeError} no float arrays of one type nor labels, a detached buffer, an unknown option, or one of the
   *   wrong kind
   * @throws {RangeError} lengths that do not match, a label that is no class, options of labels with targets, a shape
   *   or axis that does not fit, or a partial overlap
   */
  <A extends FloatArray, O extends Matching<A> = Fresh<A>>(
    logits: A,
    labelsOrTargets: LabelsOrTargets<A>,
    options?: { [K in keyof LossOptions<O>]: LossOptions<O>[K] },
  ): Written<O>;
  /**
   * Computes many arrays: element i of the result is, bit for bit, what the call returns for `logits[i]` and
   * `labelsOrTargets[i]`. All have labels, or all have targets.
   *
   * @param logits the arrays, of any lengths
   * @param labelsOrTargets labels or targets for each of `logits`
   * @param options the options of the call, the same for all; `out` has an array for each
   * @returns an array for each of `logits`, or `out`
   * @throws what the call throws, and a RangeError where an output shares memory with another array
   */
  batch<A extends FloatArray, O extends Matching<A> = Fresh<A>>(
    logits: readonly A[],
    labelsOrTargets: ManyLabelsOrTargets<A>,
    options?: { [K in keyof LossOptions<readonly O[]>]: LossOptions<readonly O[]>[K] },
  ): Written<O>[];
  /** The gradient of the sum of the losses, of the type and length of the logits. */
  readonly grad: CrossEntropyGradient;
  /** A description of the function: its formula, gradient, parameters, range, source and error bounds. */
  readonly spec: CrossEntropySpec;
}

/** A description of a loss of rows. */
export interface CrossEntropySpec extends ShapedSpec {
  readonly parameters: Readonly<Record<"labelSmoothing" | "ignoreIndex", PresetParameter>>;
}
