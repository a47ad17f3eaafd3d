import * as tf from "@tensorflow/tfjs";

/**
 * Kernels that the wasm backend of TensorFlow.js 4.22.0 lacks, or has as scalar loops, made of its fast ones: with them it
 * trains convolutions, and dense layers several times as fast.
 *
 * - BatchMatMul with a transposed operand: Transpose and then the product, which is XNNPACK's.
 * - Conv2DBackpropFilter: missing there. It is a convolution itself, with batch and channels exchanged.
 * - Conv2DBackpropInput with stride 1: the convolution of dy with the filter turned by 180 degrees.
 */

type Config = ReturnType<typeof tf.getKernel>;
type Info = tf.TensorInfo;
type Call = Parameters<Config["kernelFunc"]>[0];

interface Backend {
  disposeData(dataId: object): void;
}

const WASM = "wasm";

/** Replaces the kernels, and returns what puts the former ones back. */
export function trainOnWasm(): () => void {
  const undo = [
    replace("BatchMatMul", batchMatMul),
    replace("Conv2DBackpropFilter", convolutionFilterGradient),
    replace("Conv2DBackpropInput", convolutionInputGradient),
  ];
  return () => {
    for (const step of undo.reverse()) step();
  };
}

type Kernel = (call: Call, before: Config | undefined) => Info;

function replace(kernelName: string, run: Kernel): () => void {
  const before = tf.getKernel(kernelName, WASM) as Config | undefined;
  if (before) tf.unregisterKernel(kernelName, WASM);
  tf.registerKernel({ ...before, kernelName, backendName: WASM, kernelFunc: (call) => run(call, before) });
  return () => {
    tf.unregisterKernel(kernelName, WASM);
    if (before) tf.registerKernel(before);
  };
}

/** Runs another kernel of the backend. */
function run(name: string, inputs: Record<string, Info>, attrs: Call["attrs"], backend: object): Info {
  return tf.getKernel(name, WASM).kernelFunc({ inputs, attrs: attrs ?? {}, backend }) as Info;
}

function free(backend: object, ...tensors: readonly Info[]): void {
  for (const { dataId } of tensors) (backend as Backend).disposeData(dataId);
}

/** The same numbers with another shape. */
const shaped = ({ dataId, dtype }: Info, shape: number[]): Info => ({ dataId, dtype, shape });

function batchMatMul(call: Call, before: Config | undefined): Info {
  const { inputs, attrs, backend } = call;
  const [a, b] = [inputs.a!, inputs.b!];
  const { transposeA, transposeB } = attrs as unknown as { transposeA: boolean; transposeB: boolean };
  const isOne = ({ shape }: Info) => shape.slice(0, -2).every((size) => size === 1);
  if (!(transposeA || transposeB) || !isOne(a) || !isOne(b) || a.shape.length !== b.shape.length) {
    return before!.kernelFunc(call) as Info;
  }
  const matrix = (t: Info) => shaped(t, t.shape.slice(-2));
  const turned = (t: Info) => run("Transpose", { x: matrix(t) }, { perm: [1, 0] }, backend);
  const left = transposeA ? turned(a) : matrix(a);
  const right = transposeB ? turned(b) : matrix(b);
  const plain = { transposeA: false, transposeB: false };
  const product = before!.kernelFunc({ inputs: { a: left, b: right }, attrs: plain, backend }) as Info;
  if (transposeA) free(backend, left);
  if (transposeB) free(backend, right);
  return shaped(product, [...a.shape.slice(0, -2), ...product.shape.slice(-2)]);
}

interface Convolution {
  readonly strides: number | [number, number];
  readonly pad: number | "valid" | "same";
  readonly dataFormat?: string;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

type Pads = [[number, number], [number, number], [number, number], [number, number]];
type Shape4 = [number, number, number, number];

/** dW[i, j, c, f] = Σ x[b, i + u, j + v, c]·dy[b, u, v, f]: x with batch and channels exchanged, dy for a filter. */
function convolutionFilterGradient({ inputs, attrs, backend }: Call): Info {
  const [x, dy] = [inputs.x!, inputs.dy!];
  const { strides, pad, dimRoundingMode, filterShape } = attrs as unknown as Convolution & { filterShape: Shape4 };
  const info = tf.backend_util.computeConv2DInfo(x.shape as Shape4, filterShape, strides, 1, pad, dimRoundingMode);
  const { top, left, bottom, right } = info.padInfo;
  const [batch, height, width, channels] = x.shape as Shape4;
  const over = (size: number, kernel: number, count: number, stride: number, low: number, high: number) =>
    high - (size + low + high - ((count - 1) * stride + kernel));
  // Less than nothing to pad where strides leave a rest: then x is cut.
  const far = [
    over(height, filterShape[0], info.outHeight, info.strideHeight, top, bottom),
    over(width, filterShape[1], info.outWidth, info.strideWidth, left, right),
  ] as const;
  let exchanged = run("Transpose", { x }, { perm: [3, 1, 2, 0] }, backend);
  if (far.some((size) => size < 0)) {
    const size = [channels, height + Math.min(0, far[0]), width + Math.min(0, far[1]), batch];
    const cut = run("Slice", { x: exchanged }, { begin: [0, 0, 0, 0], size }, backend);
    free(backend, exchanged);
    exchanged = cut;
  }
  const filter = run("Transpose", { x: dy }, { perm: [1, 2, 0, 3] }, backend);
  const pads: Pads = [
    [0, 0],
    [top, Math.max(0, far[0])],
    [left, Math.max(0, far[1])],
    [0, 0],
  ];
  const dilations = [info.strideHeight, info.strideWidth];
  const geometry = { strides: [1, 1], pad: pads, dataFormat: "NHWC", dilations };
  const gradient = run("Conv2D", { x: exchanged, filter }, geometry, backend);
  const result = run("Transpose", { x: gradient }, { perm: [1, 2, 0, 3] }, backend);
  free(backend, exchanged, filter, gradient);
  return shaped(result, filterShape);
}

function convolutionInputGradient(call: Call, before: Config | undefined): Info {
  const { inputs, attrs, backend } = call;
  const [dy, filter] = [inputs.dy!, inputs.filter!];
  const { inputShape, strides, pad, dimRoundingMode } = attrs as unknown as Convolution & { inputShape: Shape4 };
  const sizes = filter.shape as Shape4;
  const info = tf.backend_util.computeConv2DInfo(inputShape, sizes, strides, 1, pad, dimRoundingMode);
  if (info.strideHeight !== 1 || info.strideWidth !== 1) return before!.kernelFunc(call) as Info;
  const { top, left, bottom, right } = info.padInfo;
  const turned = run("Reverse", { x: filter }, { dims: [0, 1] }, backend);
  const exchanged = run("Transpose", { x: turned }, { perm: [0, 1, 3, 2] }, backend);
  // All that the filter reaches, less the padding of the forward pass.
  const [h, w] = [sizes[0] - 1, sizes[1] - 1];
  const pads: Pads = [
    [0, 0],
    [h - top, h - bottom],
    [w - left, w - right],
    [0, 0],
  ];
  const geometry = { strides: [1, 1], pad: pads, dataFormat: "NHWC", dilations: [1, 1] };
  const result = run("Conv2D", { x: dy, filter: exchanged }, geometry, backend);
  free(backend, turned, exchanged);
  return result;
}
