import { elu, exp, leakyRelu, relu, relu6, selu, sigmoid, softmax, softplus, tanh } from "../index.js";
import type { Context } from "./context.js";
import type { ArrayFunction } from "./functions.js";
import { filled, gradientName, type KernelFunction, valueKernel } from "./kernels.js";
import { preluGradients, preluKernel, usesOurs } from "./prelu.js";
import type { Attributes, GradientConfig, KernelCall } from "./tensorflow.js";

/** Which kernels of TensorFlow.js are replaced: where ours are faster, all, or none. */
export type Replace = "faster" | "all" | "none";

interface Replacement {
  /** The kernel of TensorFlow.js. */
  readonly kernel: string;
  readonly f: ArrayFunction;
  /** Its attributes as our parameters. */
  readonly parameters?: (attrs: Attributes) => Attributes;
  /** True if the wasm backend computes it by one SIMD pass of XNNPACK, which ours does not beat. */
  readonly xnnpack?: boolean;
}

const functions = { elu, exp, leakyRelu, relu, relu6, selu, sigmoid, softplus, tanh } as unknown as Readonly<
  Record<string, ArrayFunction>
>;

const REPLACEMENTS: readonly Replacement[] = [
  { kernel: "Elu", f: functions.elu!, xnnpack: true },
  { kernel: "Exp", f: functions.exp! },
  {
    kernel: "LeakyRelu",
    f: functions.leakyRelu!,
    parameters: ({ alpha }) => ({ negativeSlope: alpha }),
  },
  { kernel: "Relu", f: functions.relu!, xnnpack: true },
  { kernel: "Relu6", f: functions.relu6!, xnnpack: true },
  { kernel: "Selu", f: functions.selu! },
  { kernel: "Sigmoid", f: functions.sigmoid! },
  { kernel: "Softplus", f: functions.softplus! },
  { kernel: "Tanh", f: functions.tanh! },
];

const KEPT = "XNNPACK computes it in one pass";

/** Replaces kernels of TensorFlow.js. */
export function replaceKernels(context: Context, replace: Replace): void {
  for (const backend of context.backends) {
    const keeps = replace === "faster" && backend === "wasm";
    for (const { kernel, f, parameters, xnnpack } of REPLACEMENTS) {
      if (!context.tf.getKernel(kernel, backend)) continue;
      if (keeps && xnnpack) context.changes.kept(kernel, backend, KEPT);
      else
        context.changes.kernel(
          kernel,
          backend,
          floatsOnly("x", forwarding(valueKernel(context.memories, f), parameters)),
        );
    }
    replaceSoftmax(context, backend, keeps);
    replacePrelu(context, backend, keeps);
  }
}

function forwarding(run: KernelFunction, parameters?: Replacement["parameters"]): KernelFunction {
  // Attributes that TensorFlow.js adds are not ours.
  return ({ inputs, attrs = {}, backend }) => run({ inputs, attrs: parameters?.(attrs), backend });
}

/** Leaves tensors that are not of floats to the kernel that was there. */
function floatsOnly(input: string, ours: KernelFunction) {
  return (call: KernelCall, before: KernelFunction | undefined) =>
    before && call.inputs[input]!.dtype !== "float32" ? before(call) : ours(call);
}

function replaceSoftmax({ tf, changes, memories }: Context, backend: string, keeps: boolean): void {
  if (!tf.getKernel("Softmax", backend)) return;
  if (keeps) {
    changes.kept("Softmax", backend, KEPT);
    return;
  }
  const ours: KernelFunction = ({ inputs, attrs, backend }) => {
    const logits = inputs.logits!;
    const memory = memories.of(backend);
    return filled(memory, logits.shape, (out) => {
      const shape = logits.shape.length > 0 ? logits.shape : [1];
      softmax(memory.floats(logits), { shape, axis: (attrs?.dim as number | undefined) ?? -1, out });
    });
  };
  changes.kernel("Softmax", backend, floatsOnly("logits", ours));
}

function replacePrelu({ tf, changes, memories }: Context, backend: string, keeps: boolean): void {
  if (!tf.getKernel("Prelu", backend)) return;
  const ours = preluKernel(memories);
  changes.kernel("Prelu", backend, (call, before) => {
    const [x, alpha] = [call.inputs.x!, call.inputs.alpha!];
    if (before && (x.dtype !== "float32" || alpha.dtype !== "float32")) return before(call);
    // XNNPACK is given alpha as a vector of the last dimension, whatever its shape: right if it is one.
    return before && keeps && isLastAxis(x.shape, alpha.shape) ? before(call) : ours(call);
  });
}

function isLastAxis(x: readonly number[], alpha: readonly number[]): boolean {
  return alpha.at(-1) === x.at(-1) && alpha.slice(0, -1).every((size) => size === 1) && alpha.length <= x.length;
}

/** Replaces gradients of TensorFlow.js. */
export function replaceGradients(context: Context): void {
  for (const { kernel, f, parameters } of REPLACEMENTS) replaceGradient(context, kernel, f, parameters);
  replaceSoftmaxGradient(context);
  replacePreluGradient(context);
}

/**
 * A gradient from x, also where TensorFlow.js keeps y: y has lost digits, and is not on the tape, so that second
 * derivatives would be refused.
 */
function replaceGradient(
  context: Context,
  kernel: string,
  f: ArrayFunction,
  parameters: Replacement["parameters"] = () => ({}),
): void {
  if (!context.tf.getGradient(kernel)) return;
  context.changes.gradient({
    kernelName: kernel,
    inputsToSave: ["x"],
    gradFunc: (dy, [x], attrs) => ({
      x: () => {
        const given = parameters(attrs);
        const slope = context.slope(f, given)!;
        return context.backward(gradientName(f.spec.name), { x: x!, dy }, given, () => slope(x!, dy));
      },
    }),
  });
}

function replaceSoftmaxGradient(context: Context): void {
  const { tf } = context;
  const before = tf.getGradient("Softmax");
  if (!before) return;
  const gradient = gradientName("softmax");
  const slope = context.slope(softmax as unknown as ArrayFunction, { axis: -1 })!;
  context.changes.gradient({
    kernelName: "Softmax",
    inputsToSave: ["logits"],
    gradFunc: (dy, [logits]) => ({
      logits: () => {
        const x = logits!;
        return context.backward(gradient, { x, dy }, { axis: -1 }, () => slope(x, dy));
      },
    }),
  });
}

function replacePreluGradient(context: Context): void {
  const before = context.tf.getGradient("Prelu");
  if (!before) return;
  const config: GradientConfig = {
    kernelName: "Prelu",
    inputsToSave: ["x", "alpha"],
    gradFunc: (dy, [x, alpha], attrs) =>
      usesOurs(context, x!, alpha!)
        ? preluGradients(context, x!, alpha!, dy)
        : before.gradFunc(dy, [x!, alpha!], attrs),
  };
  context.changes.gradient(config);
}
