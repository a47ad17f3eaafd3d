import { describe, wrongValue } from "../core/errors.js";
import { prelu } from "../index.js";
import { broadcast, channelsOf, isBroadcast } from "./broadcast.js";
import type { Context } from "./context.js";
import { filled, gradientName, type KernelFunction, kernelName } from "./kernels.js";
import type { Memories } from "./memories.js";
import { checkFloats, type Tensor, type TensorInfo, toTensor } from "./tensorflow.js";

const NAME = kernelName("prelu");
const GRADIENT = gradientName("prelu");
const SLOPE_GRADIENT = `${NAME}.gradAlpha`;

/** prelu(x, alpha) of tensors, where alpha is broadcast to the shape of x. */
export function preluKernel(memories: Memories): KernelFunction {
  return ({ inputs, backend }) => {
    const [x, alpha] = [inputs.x!, inputs.alpha!];
    checkFloats("prelu", "x", x);
    checkFloats("prelu", "alpha", alpha);
    const memory = memories.of(backend);
    return filled(memory, x.shape, (out) => {
      const slopes = memory.floats(alpha);
      const channels = channelsOf(x.shape, alpha.shape);
      if (channels) prelu(memory.floats(x), slopes, { ...channels, out });
      // A slope for each element: as many channels as elements.
      else prelu(memory.floats(x), broadcast(slopes, alpha.shape, x.shape), { out });
    });
  };
}

/** True if our kernels have the gradient of alpha: a broadcast to channels. */
export function hasGradient(x: TensorInfo, alpha: TensorInfo): boolean {
  return channelsOf(x.shape, alpha.shape) !== undefined;
}

/** The gradients of x and alpha by our kernels. */
export function preluGradients(context: Context, x: Tensor, alpha: Tensor, dy: Tensor) {
  const { engine } = context;
  return {
    x: () => engine.runKernel(GRADIENT, { x, alpha, dy }),
    alpha: () => engine.runKernel(SLOPE_GRADIENT, { x, alpha, dy }),
  };
}

/** Adds kernels and gradients, and makes the operation. */
export function addPrelu(context: Context): (x: unknown, alpha: unknown) => Tensor {
  const { tf, memories } = context;
  context.add({
    [NAME]: preluKernel(memories),
    [GRADIENT]: ({ inputs: { x, alpha, dy }, backend }) => {
      const memory = memories.of(backend);
      return filled(memory, x!.shape, (out) => {
        const options = { ...channelsOf(x!.shape, alpha!.shape), out };
        prelu.grad(memory.floats(x!), memory.floats(alpha!), memory.floats(dy!), options);
      });
    },
    [SLOPE_GRADIENT]: ({ inputs: { x, alpha, dy }, backend }) => {
      const memory = memories.of(backend);
      return filled(memory, alpha!.shape, (out) => {
        const options = { ...channelsOf(x!.shape, alpha!.shape), out };
        prelu.gradAlpha(memory.floats(x!), memory.floats(alpha!), memory.floats(dy!), options);
      });
    },
  });
  context.changes.gradient({
    kernelName: NAME,
    inputsToSave: ["x", "alpha"],
    gradFunc: (dy, [x, alpha], attrs) => {
      if (usesOurs(context, x!, alpha!)) return preluGradients(context, x!, alpha!, dy);
      return tf.getGradient("Prelu")!.gradFunc(dy, [x!, alpha!], attrs);
    },
  });
  return (x, alpha) =>
    tf.tidy(() => {
      const [of, slopes] = [toTensor(tf, "prelu", "x", x), toTensor(tf, "prelu", "alpha", alpha)];
      checkFloats("prelu", "x", of);
      checkFloats("prelu", "alpha", slopes);
      if (!isBroadcast(of.shape, slopes.shape)) {
        const expected = `a shape that can be broadcast to ${describeShape(of)}`;
        throw wrongValue("prelu", "alpha", expected, describeShape(slopes));
      }
      return context.run("prelu", NAME, { x: of, alpha: slopes }, {}, () => tf.prelu(of, slopes));
    });
}

/** True if a gradient goes by our kernels: they are there, and no tape is on that needs operations with gradients. */
export function usesOurs(context: Context, x: Tensor, alpha: Tensor): boolean {
  return context.has(GRADIENT) && context.engine.state.gradientDepth === 0 && hasGradient(x, alpha);
}

function describeShape({ shape }: TensorInfo): string {
  return `[${shape.map(describe).join(", ")}]`;
}
