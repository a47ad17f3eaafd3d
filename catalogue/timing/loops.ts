import type { FloatArray } from "lanewise";
import {
  plainLogSoftmax,
  plainLogSoftmaxGrad,
  plainPrelu,
  plainPreluGrad,
  plainSoftmax,
  plainSoftmaxGrad,
} from "./plain.js";
import {
  plainCrossEntropy,
  plainCrossEntropyGrad,
  plainLogSumExp,
  plainLogSumExpGrad,
  plainSigmoidCrossEntropy,
  plainSigmoidCrossEntropyGrad,
  plainSoftmin,
  plainSoftminGrad,
  plainSparsemax,
  plainSparsemaxGrad,
  plainTargetCrossEntropy,
  plainTargetCrossEntropyGrad,
} from "./plain-losses.js";
import { plainRrelu, plainRreluGrad } from "./plain-split.js";

/**
 * The plain loops of shaped functions by their names, a table for each kind. Loops of elementwise functions
 * are compiled in plain.ts, of functions that resize a dimension in plain-split.ts.
 */

/** On rows of n, with one result a row or n. */
export interface RowLoops {
  readonly forward: (x: FloatArray, y: FloatArray, rows: number, n: number) => void;
  readonly backward: (x: FloatArray, dy: FloatArray, dx: FloatArray, rows: number, n: number) => void;
}

export const ROW_LOOPS: Readonly<Record<string, RowLoops>> = {
  softmax: { forward: plainSoftmax, backward: plainSoftmaxGrad },
  softmin: { forward: plainSoftmin, backward: plainSoftminGrad },
  logSoftmax: { forward: plainLogSoftmax, backward: plainLogSoftmaxGrad },
  sparsemax: { forward: plainSparsemax, backward: plainSparsemaxGrad },
  logSumExp: { forward: plainLogSumExp, backward: plainLogSumExpGrad },
};

/** On rows of n with a label each, and with targets. */
export const CROSS_ENTROPY_LOOPS = {
  softmaxCrossEntropy: {
    forward: plainCrossEntropy,
    backward: plainCrossEntropyGrad,
    forwardOfTargets: plainTargetCrossEntropy,
    backwardOfTargets: plainTargetCrossEntropyGrad,
  },
} as const;

/** On n elements with a target each. */
export const ELEMENT_LOSS_LOOPS = {
  sigmoidCrossEntropy: { forward: plainSigmoidCrossEntropy, backward: plainSigmoidCrossEntropyGrad },
} as const;

/** On rows of n channels with a slope each. */
export const PRELU_LOOPS = { prelu: { forward: plainPrelu, backward: plainPreluGrad } } as const;

/** On n elements, in training. */
export const RRELU_LOOPS = { rrelu: { forward: plainRrelu, backward: plainRreluGrad } } as const;

/** The loops of a function. */
export function loopsOf<L>(table: Readonly<Record<string, L>>, name: string): L {
  const loops = table[name];
  if (!loops) throw new RangeError(`catalogue/timing/loops.ts has no plain loops for ${name}`);
  return loops;
}
