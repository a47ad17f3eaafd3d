import { elu, exp, leakyRelu, relu, relu6, selu, sigmoid, softmax, softplus, tanh } from "../index.js";
import type { Context } from "./context.js";
import type { ArrayFunction } from "./functions.js";
import { kernelName } from "./kernels.js";
import { gradientFrom } from "./operations.js";
import { PRELU, preluGradient } from "./prelu.js";
import type { Attributes } from "./tensorflow.js";

/** Which kernels of TensorFlow.js are replaced: where ours are faster, all, or none. */
export type Replace = "faster" | "all" | "none";

interface Replacement {
  readonly f: unknown;
  /** The name of the kernel's input; "x" by default. */
  readonly input?: string;
  /** Attributes of the kernel as our parameters. What TensorFlow.js adds to them is not ours. */
  readonly parameters?: (attrs: Attributes) => Attributes;
  /** True if the wasm backend computes it by one SIMD pass of XNNPACK, which ours does not beat. */
  readonly xnnpack?: boolean;
}

/** By the kernel of TensorFlow.js. */
const REPLACEMENTS: Readonly<Record<string, Replacement>> = {
  Elu: { f: elu, xnnpack: true },
  Exp: { f: exp },
  LeakyRelu: { f: leakyRelu, parameters: ({ alpha }) => ({ negativeSlope: alpha }) },
  Relu: { f: relu, xnnpack: true },
  Relu6: { f: relu6, xnnpack: true },
  Selu: { f: selu },
  Sigmoid: { f: sigmoid },
  Softmax: { f: softmax, input: "logits", parameters: ({ dim = -1 }) => ({ axis: dim }), xnnpack: true },
  Softplus: { f: softplus },
  Tanh: { f: tanh },
};

const NONE = () => ({});

/** Replaces kernels of TensorFlow.js. */
export function replaceKernels({ tf, backends, changes }: Context, replace: Replace): void {
  for (const backend of backends) {
    const keeps = replace === "faster" && backend === "wasm";
    for (const [kernel, { f, input = "x", parameters = NONE, xnnpack }] of Object.entries(REPLACEMENTS)) {
      if (!tf.getKernel(kernel, backend)) continue;
      if (keeps && xnnpack) {
        changes.kept(kernel, backend, "XNNPACK computes it in one pass");
        continue;
      }
      const ours = tf.getKernel(kernelName((f as ArrayFunction).spec.name), backend)!.kernelFunc;
      changes.kernel(kernel, backend, (call, before) => {
        const x = call.inputs[input]!;
        // Tensors that are not of floats stay with the kernel that was there.
        if (before && x.dtype !== "float32") return before(call);
        return ours({ inputs: { x }, attrs: parameters(call.attrs ?? {}), backend: call.backend });
      });
    }
    const ours = tf.getKernel(PRELU, backend)!.kernelFunc;
    if (!tf.getKernel("Prelu", backend)) continue;
    changes.kernel("Prelu", backend, (call, before) => {
      const [x, alpha] = [call.inputs.x!, call.inputs.alpha!];
      // XNNPACK is given alpha as a vector of the last dimension, whatever its shape: right if it is one.
      const isTheirs =
        x.dtype !== "float32" || alpha.dtype !== "float32" || (keeps && isLastAxis(x.shape, alpha.shape));
      return before && isTheirs ? before(call) : ours(call);
    });
  }
}

function isLastAxis(x: readonly number[], alpha: readonly number[]): boolean {
  return alpha.at(-1) === x.at(-1) && alpha.slice(0, -1).every((size) => size === 1) && alpha.length <= x.length;
}

/**
 * Replaces gradients of TensorFlow.js by ours, which come from x also where TensorFlow.js keeps y: y has lost digits, and
 * is not on the tape, so that second derivatives would be refused.
 */
export function replaceGradients(context: Context): void {
  const { tf, changes } = context;
  for (const [kernel, { f, input = "x", parameters = NONE }] of Object.entries(REPLACEMENTS)) {
    if (tf.getGradient(kernel)) gradientFrom(context, kernel, f as ArrayFunction, parameters, input);
  }
  const before = tf.getGradient("Prelu");
  if (before) changes.gradient("Prelu", ["x", "alpha"], preluGradient(context, before.gradFunc));
}
