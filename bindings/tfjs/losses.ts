import { readNamed } from "../checks/options.js";
import { wrongValue } from "../core/errors.js";
import { sigmoidCrossEntropy, softmaxCrossEntropy } from "../index.js";
import type { Context } from "./context.js";
import { filled, gradientName, type KernelFunction, kernelName } from "./kernels.js";
import { type Attributes, floatsOf, shapeText, type Tensor, toTensor } from "./tensorflow.js";

/** A loss as models take it: of what is known and what was computed, in this order. */
export type Loss = (targets: unknown, logits: unknown, options?: unknown) => Tensor;

type Shape = readonly number[];

interface LossFunction {
  (logits: Float32Array, goal: never, options: object): unknown;
  grad(logits: Float32Array, goal: never, options: object): unknown;
  readonly spec: { readonly name: string };
}

/** The parts of a loss besides its function. */
interface Parts {
  readonly options: readonly string[];
  /** The options of the function that come from the shape of the logits. */
  readonly layout: (shape: Shape) => object;
  readonly resultShape: (shape: Shape) => Shape;
  /** Targets as the kernel takes them. */
  readonly goal: (logits: Tensor, targets: Tensor) => Tensor;
  /** Shape of dy such that it can be broadcast to the logits. */
  readonly rowsOf: (dy: Tensor) => Tensor;
  readonly composed: (logits: Tensor, goal: Tensor, attrs: Attributes) => Tensor;
}

export function addLosses(context: Context): { softmaxCrossEntropy: Loss; sigmoidCrossEntropy: Loss } {
  return { softmaxCrossEntropy: addCrossEntropy(context), sigmoidCrossEntropy: addBinary(context) };
}

function addLoss(context: Context, f: LossFunction, parts: Parts): Loss {
  const { tf, memories, changes, engine } = context;
  const { name } = f.spec;
  const [kernel, gradient] = [kernelName(name), gradientName(name)];
  const run =
    (compute: typeof f | typeof f.grad, shapeOf: (shape: Shape) => Shape): KernelFunction =>
    ({ inputs, attrs, backend }) => {
      const [logits, goal] = [inputs.logits!, inputs.goal!];
      const memory = memories.of(backend);
      return filled(memory, shapeOf(logits.shape), (out) => {
        const known = goal.dtype === "int32" ? memory.integers(goal) : memory.floats(goal);
        compute(memory.floats(logits), known as never, { ...attrs, ...parts.layout(logits.shape), out });
      });
    };
  context.add({ [kernel]: run(f, parts.resultShape), [gradient]: run(f.grad, (shape) => shape) });
  changes.gradient(kernel, ["logits", "goal"], (dy, [logits, goal], attrs) => ({
    logits: () =>
      context.hasGradient(gradient)
        ? tf.mul(engine.runKernel(gradient, { logits: logits!, goal: goal! }, attrs), parts.rowsOf(dy))
        : context.differentiated((x) => parts.composed(x, goal!, attrs), [logits!], dy)[0]!,
  }));
  return (targets, logits, options) =>
    tf.tidy(() => {
      readNamed(name, options, parts.options);
      const attrs = { ...(options as Attributes | undefined) };
      const x = floatsOf(tf, name, "logits", logits);
      const goal = parts.goal(x, toTensor(tf, name, "targets", targets));
      return context.run(kernel, { logits: x, goal }, attrs, () => parts.composed(x, goal, attrs));
    });
}

const isSame = (a: Shape, b: Shape) => a.join() === b.join();

/** One loss a row, of labels (one for each row) or of targets (one for each logit). */
function addCrossEntropy(context: Context): Loss {
  const { tf } = context;
  const { name } = softmaxCrossEntropy.spec;
  return addLoss(context, softmaxCrossEntropy, {
    options: ["labelSmoothing", "ignoreIndex"],
    layout: (shape) => ({ shape }),
    resultShape: (shape) => shape.slice(0, -1),
    /** Targets of the shape of the logits, or labels of their rows as int32. */
    goal(logits, targets) {
      const { shape } = logits;
      if (shape.length === 0) throw wrongValue(name, "logits", "at least one dimension", "a scalar");
      if (isSame(shape, targets.shape)) return tf.cast(targets, "float32");
      const rows = shape.slice(0, -1);
      if (isSame(rows, targets.shape) || isSame([...rows, 1], targets.shape)) {
        return tf.cast(tf.reshape(targets, rows), "int32");
      }
      const expected = `the shape of the logits, ${shapeText(logits)}, or of their rows, [${rows.join(", ")}]`;
      throw wrongValue(name, "targets", expected, shapeText(targets));
    },
    rowsOf: (dy) => tf.reshape(dy, [...dy.shape, 1]),
    composed(logits, goal, { labelSmoothing = 0, ignoreIndex = -100 }) {
      const share = labelSmoothing as number;
      const all = tf.logSumExp(logits, -1, true);
      const losses = (targets: Tensor) => tf.sum(tf.mul(targets, tf.sub(all, logits)), -1);
      if (goal.dtype !== "int32") return losses(goal);
      const classes = logits.shape.at(-1)!;
      const smoothed = tf.add(tf.mul(tf.cast(tf.oneHot(goal, classes), "float32"), 1 - share), share / classes);
      return tf.mul(losses(smoothed), tf.cast(tf.notEqual(goal, ignoreIndex as number), "float32"));
    },
  });
}

/** One loss an element. */
function addBinary(context: Context): Loss {
  const { tf } = context;
  return addLoss(context, sigmoidCrossEntropy, {
    options: [],
    layout: () => ({}),
    resultShape: (shape) => shape,
    goal(logits, targets) {
      if (isSame(logits.shape, targets.shape)) return tf.cast(targets, "float32");
      const expected = `the shape of the logits, ${shapeText(logits)}`;
      throw wrongValue(sigmoidCrossEntropy.spec.name, "targets", expected, shapeText(targets));
    },
    rowsOf: (dy) => dy,
    composed: (x, t) => tf.add(tf.sub(tf.maximum(x, 0), tf.mul(x, t)), tf.softplus(tf.neg(tf.abs(x)))),
  });
}
