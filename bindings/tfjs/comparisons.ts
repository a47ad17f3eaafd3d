import type { Context } from "./context.js";

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
    changes.gradient(kernelName, inputs, (_, saved) =>
      // Operands may be of any type, gradients are of floats.
      Object.fromEntries(inputs.map((name, i) => [name, () => tf.cast(tf.zerosLike(saved[i]!), "float32")])),
    );
  }
}
