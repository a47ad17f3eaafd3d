import { wrongValue } from "../core/errors.js";
import { prelu } from "../index.js";
import { channelsOf, isBroadcast } from "./broadcast.js";
import type { Context } from "./context.js";
import { filled, gradientName, type KernelFunction, kernelName } from "./kernels.js";
import { floatsOf, type GradientConfig, shapeText, type Tensor } from "./tensorflow.js";

type GradFunction = GradientConfig["gradFunc"];

export const PRELU = kernelName("prelu");
const GRADIENT = gradientName("prelu");
const SLOPE_GRADIENT = `${PRELU}.gradAlpha`;

/** Adds kernels and gradients, and makes the operation. */
export function addPrelu(context: Context): (x: unknown, alpha: unknown) => Tensor {
  const { tf, changes, memories } = context;
  const gradient =
    (grad: typeof prelu.grad | typeof prelu.gradAlpha, of: "x" | "alpha"): KernelFunction =>
    ({ inputs, backend }) => {
      const memory = memories.of(backend);
      const [x, alpha, dy] = [inputs.x!, inputs.alpha!, inputs.dy!];
      return filled(memory, inputs[of]!.shape, (out) => {
        grad(memory.floats(x), memory.floats(alpha), memory.floats(dy), { ...channelsOf(x.shape, alpha.shape), out });
      });
    };
  context.add({
    [PRELU]: preluKernel(context),
    [GRADIENT]: gradient(prelu.grad, "x"),
    [SLOPE_GRADIENT]: gradient(prelu.gradAlpha, "alpha"),
  });
  const theirs: GradFunction = (dy, saved, attrs) => tf.getGradient("Prelu")!.gradFunc(dy, saved, attrs);
  changes.gradient(PRELU, ["x", "alpha"], preluGradient(context, theirs));
  return (x, alpha) =>
    tf.tidy(() => {
      const [of, slopes] = [floatsOf(tf, "prelu", "x", x), floatsOf(tf, "prelu", "alpha", alpha)];
      if (!isBroadcast(of.shape, slopes.shape)) {
        const expected = `a shape that can be broadcast to ${shapeText(of)}`;
        throw wrongValue("prelu", "alpha", expected, shapeText(slopes));
      }
      return context.run(PRELU, { x: of, alpha: slopes }, {}, () => tf.prelu(of, slopes));
    });
}

/** prelu(x, alpha) of tensors, where alpha is broadcast to the shape of x. */
function preluKernel({ tf, memories }: Context): KernelFunction {
  return function run({ inputs, backend }) {
    const [x, alpha] = [inputs.x!, inputs.alpha!];
    const channels = channelsOf(x.shape, alpha.shape);
    if (channels) {
      const memory = memories.of(backend);
      return filled(memory, x.shape, (out) => {
        prelu(memory.floats(x), memory.floats(alpha), { ...channels, out });
      });
    }
    const repeated = tf.broadcastTo(alpha, x.shape);
    try {
      return run({ inputs: { x, alpha: repeated }, backend });
    } finally {
      tf.dispose(repeated);
    }
  };
}

/** The gradients of x and alpha by our kernels, where these are there and alpha is broadcast to channels. */
export function preluGradient(context: Context, otherwise: GradFunction): GradFunction {
  return (dy, saved, attrs) => {
    const [x, alpha] = saved as [Tensor, Tensor];
    if (!context.hasGradient(GRADIENT) || !channelsOf(x.shape, alpha.shape)) return otherwise(dy, saved, attrs);
    const run = (kernel: string) => () => context.engine.runKernel(kernel, { x, alpha, dy });
    return { x: run(GRADIENT), alpha: run(SLOPE_GRADIENT) };
  };
}
