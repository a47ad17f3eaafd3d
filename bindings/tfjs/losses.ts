import { accepts, checkNames, readOptions } from "../checks/options.js";
import { describe, wrongValue } from "../core/errors.js";
import { sigmoidCrossEntropy, softmaxCrossEntropy } from "../index.js";
import type { Context } from "./context.js";
import { filled, gradientName, type KernelFunction, kernelName } from "./kernels.js";
import type { Memories } from "./memories.js";
import { type Attributes, checkFloats, type Tensor, toTensor } from "./tensorflow.js";

/** A loss as models take it: of what is known and what was computed, in this order. */
export type Loss = (targets: unknown, logits: unknown, options?: unknown) => Tensor;

const CROSS_ENTROPY = "softmaxCrossEntropy";
const BINARY = "sigmoidCrossEntropy";

export function addLosses(context: Context): { softmaxCrossEntropy: Loss; sigmoidCrossEntropy: Loss } {
  return { softmaxCrossEntropy: addCrossEntropy(context), sigmoidCrossEntropy: addBinary(context) };
}

type LossFunction = (logits: Float32Array, goal: never, options: object) => unknown;

/** A kernel of a loss or of its gradient; `rows` says the shape of a result of rows, which takes the shape of the logits. */
function lossKernel(
  memories: Memories,
  f: LossFunction,
  rows?: (shape: readonly number[]) => readonly number[],
): KernelFunction {
  return ({ inputs, attrs, backend }) => {
    const [logits, goal] = [inputs.logits!, inputs.goal!];
    const memory = memories.of(backend);
    return filled(memory, rows?.(logits.shape) ?? logits.shape, (out) => {
      const known = goal.dtype === "int32" ? memory.integers(goal) : memory.floats(goal);
      f(memory.floats(logits), known as never, { ...attrs, ...(rows && { shape: logits.shape }), out });
    });
  };
}

/** One loss a row, of labels (one for each row) or of targets (one for each logit). */
function addCrossEntropy(context: Context): Loss {
  const { tf, memories } = context;
  const kernel = kernelName(CROSS_ENTROPY);
  const gradient = gradientName(CROSS_ENTROPY);
  context.add({
    [kernel]: lossKernel(memories, softmaxCrossEntropy, (shape) => shape.slice(0, -1)),
    [gradient]: lossKernel(memories, softmaxCrossEntropy.grad, (shape) => shape),
  });
  const composed = (logits: Tensor, goal: Tensor, { labelSmoothing: share = 0 }: { labelSmoothing?: number }) => {
    const classes = logits.shape.at(-1)!;
    const targets = () => {
      const labels = tf.cast(tf.oneHot(goal, classes), "float32");
      // A label to ignore is in no class: its row of targets stays 0.
      return tf.add(tf.mul(labels, 1 - share), tf.mul(tf.sum(labels, -1, true), share / classes));
    };
    const t = goal.dtype === "int32" ? targets() : goal;
    return tf.sum(tf.mul(t, tf.sub(tf.logSumExp(logits, -1, true), logits)), -1);
  };
  context.changes.gradient({
    kernelName: kernel,
    inputsToSave: ["logits", "goal"],
    gradFunc: (dy, [logits, goal], attrs) => ({
      logits: () => {
        const rows = tf.reshape(dy, [...dy.shape, 1]);
        if (context.has(gradient) && context.engine.state.gradientDepth === 0) {
          return tf.mul(context.engine.runKernel(gradient, { logits: logits!, goal: goal! }, attrs), rows);
        }
        return tf.grad((x) => composed(x, goal!, attrs))(logits!, dy);
      },
    }),
  });
  const accepted = { ...accepts({}), names: ["labelSmoothing", "ignoreIndex"] };
  return (targets, logits, options) =>
    tf.tidy(() => {
      checkNames(CROSS_ENTROPY, readOptions(options, accepted), accepted);
      const x = toTensor(tf, CROSS_ENTROPY, "logits", logits);
      checkFloats(CROSS_ENTROPY, "logits", x);
      if (x.rank === 0) throw wrongValue(CROSS_ENTROPY, "logits", "at least one dimension", "a scalar");
      const goal = goalFor(context, x, toTensor(tf, CROSS_ENTROPY, "targets", targets));
      const attrs = { ...(options as Attributes | undefined) };
      return context.run(CROSS_ENTROPY, kernel, { logits: x, goal }, attrs, () => composed(x, goal, attrs));
    });
}

/** Targets of the shape of the logits, or labels of their rows as int32. */
function goalFor({ tf }: Context, { shape }: Tensor, targets: Tensor): Tensor {
  const same = (sizes: readonly number[]) => sizes.join() === targets.shape.join();
  if (same(shape)) return targets.dtype === "float32" ? targets : tf.cast(targets, "float32");
  const rows = shape.slice(0, -1);
  if (!same(rows) && !same([...rows, 1])) {
    const expected = `the shape of the logits, [${shape.join(", ")}], or of their rows, [${rows.join(", ")}]`;
    throw wrongValue(CROSS_ENTROPY, "targets", expected, `[${targets.shape.map(describe).join(", ")}]`);
  }
  return tf.cast(tf.reshape(targets, rows), "int32");
}

/** One loss an element. */
function addBinary(context: Context): Loss {
  const { tf, memories } = context;
  const kernel = kernelName(BINARY);
  const gradient = gradientName(BINARY);
  context.add({
    [kernel]: lossKernel(memories, sigmoidCrossEntropy),
    [gradient]: lossKernel(memories, sigmoidCrossEntropy.grad),
  });
  const composed = (x: Tensor, t: Tensor) =>
    tf.add(tf.sub(tf.maximum(x, 0), tf.mul(x, t)), tf.softplus(tf.neg(tf.abs(x))));
  context.changes.gradient({
    kernelName: kernel,
    inputsToSave: ["logits", "goal"],
    gradFunc: (dy, [logits, goal]) => ({
      logits: () => {
        if (context.has(gradient) && context.engine.state.gradientDepth === 0) {
          return tf.mul(context.engine.runKernel(gradient, { logits: logits!, goal: goal! }), dy);
        }
        return tf.grad((x) => composed(x, goal!))(logits!, dy);
      },
    }),
  });
  return (targets, logits) =>
    tf.tidy(() => {
      const x = toTensor(tf, BINARY, "logits", logits);
      const t = tf.cast(toTensor(tf, BINARY, "targets", targets), "float32");
      checkFloats(BINARY, "logits", x);
      if (t.shape.join() !== x.shape.join()) {
        throw wrongValue(
          BINARY,
          "targets",
          `the shape of the logits, [${x.shape.join(", ")}]`,
          `[${t.shape.join(", ")}]`,
        );
      }
      return context.run(BINARY, kernel, { logits: x, goal: t }, {}, () => composed(x, t));
    });
}
