import type { Context } from "./context.js";
import type { Tensor } from "./tensorflow.js";

// By their inputs.
const COMPARISONS = {
  Equal: ["a", "b"],
  Greater: ["a", "b"],
  GreaterEqual: ["a", "b"],
  Less: ["a", "b"],
  LessEqual: ["a", "b"],
  LogicalAnd: ["a", "b"],
  LogicalNot: ["x"],
  NotEqual: ["a", "b"],
} as const;

/**
 * The gradients of comparisons, which are 0. TensorFlow.js has none, and so refuses to differentiate whatever compares on
 * its way: its layer thresholdedReLU, and its gradients of relu6, leakyRelu and selu.
 */
export function addComparisonGradients({ tf, changes }: Context): void {
  for (const [kernelName, inputs] of Object.entries(COMPARISONS)) {
    if (tf.getGradient(kernelName)) continue;
    changes.gradient({
      kernelName,
      inputsToSave: inputs,
      gradFunc: (_, saved) =>
        Object.fromEntries(inputs.map((name, i) => [name, () => zeros(tf.zerosLike, tf.cast, saved[i]!)])),
    });
  }
}

/** Zeros of the shape of an operand, which may be of any type. */
function zeros(zerosLike: (x: Tensor) => Tensor, cast: (x: Tensor, dtype: string) => Tensor, x: Tensor): Tensor {
  return x.dtype === "float32" ? zerosLike(x) : cast(zerosLike(x), "float32");
}
