import type { FloatArray, Fresh, Like } from "../../core/arrays.js";
import type { Accumulate } from "../../core/options.js";
import type { Parameter, Values } from "../../core/parameters.js";
import type { ShapedSpec } from "../spec.js";
import type { Binary } from "./calls.js";
import type { RowOptions } from "./rowwise.js";

export type LossParameters = Readonly<
  Record<"labelSmoothing" | "ignoreIndex", Parameter & { readonly default: number }>
>;

/** Shape and axis, how to take labels, and where to write. */
export type LossOptions<O> = RowOptions<O> & Values<LossParameters>;

/** What a row of logits is compared with: labels of the rows, or targets of their elements. */
export type Wanted<A extends FloatArray> = Int32Array<ArrayBufferLike> | Like<A>;

/** A call with the options R. */
export interface LossCall<R> {
  <A extends FloatArray, O extends Like<A> = Fresh<A>>(
    logits: A,
    labelsOrTargets: Wanted<A>,
    options?: LossOptions<O> & R,
  ): O;
  /**
   * The same of many arrays: element i of the result is what the call returns for `logits[i]` and
   * `labelsOrTargets[i]`, to the bit. All have labels, or all have targets.
   */
  batch<A extends FloatArray, O extends Like<A> = Fresh<A>>(
    logits: readonly A[],
    labelsOrTargets: readonly Int32Array<ArrayBufferLike>[] | readonly Like<A>[],
    options?: LossOptions<readonly O[]> & R,
  ): O[];
}

/**
 * The loss of each row of logits against its label, or against targets of its elements: one a row, of
 * the type of the logits.
 */
export interface CrossEntropy extends LossCall<unknown> {
  /** The gradient of the sum of the losses, as long as the logits. */
  readonly grad: LossCall<Accumulate>;
  readonly spec: ShapedSpec & { readonly parameters: LossParameters };
}

/** The loss of each logit against its target: one an element. */
export interface ElementLoss extends Binary<unknown> {
  /** The gradient of the sum of the losses. */
  readonly grad: Binary<Accumulate>;
  readonly spec: ShapedSpec;
}
