import { FINITE, NOT_NEGATIVE } from "../checks/ranges.js";
import { elementwise } from "../kinds/elementwise.js";
import { learned } from "../kinds/learned.js";
import * as kernels from "../wasm/families/index.js";

/** Identity: `x`. */
export const identity = /* @__PURE__ */ elementwise(
  {
    name: "identity",
    aliases: ["linear"],
    formula: "x",
    derivative: "1",
    range: [-Infinity, Infinity],
    kinks: [],
    source: "https://keras.io/api/layers/activations/#linear-function",
    parameters: {},
    errorBounds: { f32: { value: 0, derivative: 0 }, f64: { value: 0, derivative: 0 } },
  },
  { kernel: kernels.identity },
);

/** Binary step: 1 if `x ≥ 0`, else 0. Its derivative is 0 everywhere, at 0 too. */
export const binaryStep = /* @__PURE__ */ elementwise(
  {
    name: "binaryStep",
    formula: "x ≥ 0 ? 1 : 0",
    derivative: "0",
    range: [0, 1],
    kinks: [0],
    source: "McCulloch and Pitts 1943, https://doi.org/10.1007/BF02478259",
    parameters: {},
    errorBounds: { f32: { value: 0, derivative: 0 }, f64: { value: 0, derivative: 0 } },
  },
  { kernel: kernels.binary_step },
);

/** relu without a cap, a slope or a threshold. */
const isPlain = (values: readonly number[]): boolean => values[0] === Infinity && values[1] === 0 && values[2] === 0;

/** Rectified linear unit: `x` if `x > threshold`, else `negativeSlope·(x − threshold)`; at most `maxValue`. */
export const relu = /* @__PURE__ */ elementwise(
  {
    name: "relu",
    formula: "x > threshold ? min(x, maxValue) : negativeSlope·(x − threshold)",
    derivative: "x > threshold ? (x < maxValue ? 1 : 0) : negativeSlope",
    range: ({ maxValue, negativeSlope, threshold }) => [
      negativeSlope > 0 ? -Infinity : Math.min(0, threshold),
      negativeSlope < 0 ? Infinity : maxValue,
    ],
    kinks: ({ maxValue, threshold }) => [threshold, maxValue].filter(Number.isFinite),
    source: "Nair and Hinton 2010, https://icml.cc/Conferences/2010/papers/432.pdf",
    parameters: {
      maxValue: {
        description: "largest value; Infinity for no cap",
        default: Infinity,
        range: NOT_NEGATIVE,
      },
      negativeSlope: { description: "slope up to the threshold", default: 0, range: FINITE },
      threshold: { description: "the kink", default: 0, range: FINITE },
    },
    errorBounds: { f32: { value: 1, derivative: 1 }, f64: { value: 1, derivative: 1 } },
  },
  {
    kernel: kernels.bounded_relu,
    read: ({ maxValue, negativeSlope, threshold }) => [maxValue, negativeSlope, threshold],
    faster: { kernel: kernels.relu, when: isPlain },
    fromOutput: kernels.relu_grad,
    requires: { parameter: "options", text: "the default parameters", holds: isPlain },
  },
);

/** Rectified linear unit capped at 6: `min(max(x, 0), 6)`. */
export const relu6 = /* @__PURE__ */ elementwise(
  {
    name: "relu6",
    formula: "min(max(x, 0), 6)",
    derivative: "0 < x < 6 ? 1 : 0",
    range: [0, 6],
    kinks: [0, 6],
    source: "Krizhevsky 2010, https://www.cs.toronto.edu/~kriz/conv-cifar10-aug2010.pdf",
    parameters: {},
    errorBounds: { f32: { value: 0, derivative: 0 }, f64: { value: 0, derivative: 0 } },
  },
  { kernel: kernels.relu6, fromOutput: kernels.relu6_grad },
);

/** Leaky rectified linear unit: `x` if `x > 0`, else `negativeSlope·x`. */
export const leakyRelu = /* @__PURE__ */ elementwise(
  {
    name: "leakyRelu",
    formula: "x > 0 ? x : negativeSlope·x",
    derivative: "x > 0 ? 1 : negativeSlope",
    range: ({ negativeSlope }) => [negativeSlope > 0 ? -Infinity : 0, Infinity],
    kinks: [0],
    source: "Maas et al. 2013, https://ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf",
    parameters: {
      negativeSlope: { description: "slope for x ≤ 0", default: 0.01, range: FINITE, gradient: "Σ dy·x over x ≤ 0" },
    },
    errorBounds: { f32: { value: 0.5, derivative: 0.5 }, f64: { value: 0.5, derivative: 0.5 } },
  },
  {
    kernel: kernels.leaky_relu,
    read: ({ negativeSlope }) => [negativeSlope],
    faster: { kernel: kernels.gentle_relu, when: (values) => values[0]! > 0 && values[0]! <= 1 },
    fromOutput: kernels.leaky_relu_grad,
    requires: { parameter: "negativeSlope", text: "a slope > 0", holds: (values) => values[0]! > 0 },
    gradOf: /* @__PURE__ */ learned({ negativeSlope: kernels.leaky_relu_grad_negative_slope }),
  },
);

/** Leaky rectified linear unit capped at 6: `min(leakyRelu(x), 6)`. */
export const leakyRelu6 = /* @__PURE__ */ elementwise(
  {
    name: "leakyRelu6",
    formula: "min(x > 0 ? x : negativeSlope·x, 6)",
    derivative: "x ≤ 0 ? negativeSlope : x < 6 ? 1 : 0",
    range: ({ negativeSlope }) => [negativeSlope > 0 ? -Infinity : 0, 6],
    kinks: [0, 6],
    source: "the combination of leakyRelu and relu6",
    parameters: {
      negativeSlope: { description: "slope for x ≤ 0", default: 0.01, range: FINITE },
    },
    errorBounds: { f32: { value: 0.5, derivative: 0.5 }, f64: { value: 0.5, derivative: 0.5 } },
  },
  { kernel: kernels.leaky_relu6, read: ({ negativeSlope }) => [negativeSlope] },
);

/** Thresholded rectified linear unit: `x` if `x > theta`, else 0. */
export const thresholdedRelu = /* @__PURE__ */ elementwise(
  {
    name: "thresholdedRelu",
    formula: "x > theta ? x : 0",
    derivative: "x > theta ? 1 : 0",
    range: ({ theta }) => [Math.min(theta, 0), Infinity],
    kinks: ({ theta }) => [theta],
    source: "Konda et al. 2015, https://arxiv.org/abs/1402.3337",
    parameters: {
      theta: { description: "the threshold", default: 1, range: FINITE },
    },
    errorBounds: { f32: { value: 0, derivative: 0 }, f64: { value: 0, derivative: 0 } },
  },
  { kernel: kernels.thresholded_relu, read: ({ theta }) => [theta] },
);

/** Threshold: `x` if `x > threshold`, else `value`. */
export const threshold = /* @__PURE__ */ elementwise(
  {
    name: "threshold",
    formula: "x > threshold ? x : value",
    derivative: "x > threshold ? 1 : 0",
    range: ({ threshold, value }) => [Math.min(threshold, value), Infinity],
    kinks: ({ threshold }) => [threshold],
    source: "https://pytorch.org/docs/stable/generated/torch.nn.Threshold.html",
    parameters: {
      threshold: { description: "up to here value", range: FINITE },
      value: { description: "what takes the place of x", range: FINITE },
    },
    errorBounds: { f32: { value: 0, derivative: 0 }, f64: { value: 0, derivative: 0 } },
  },
  { kernel: kernels.threshold, read: ({ threshold, value }) => [threshold, value] },
);

/** Squared rectified linear unit: `max(x, 0)²`. */
export const reluSquared = /* @__PURE__ */ elementwise(
  {
    name: "reluSquared",
    formula: "max(x, 0)²",
    derivative: "2·max(x, 0)",
    range: [0, Infinity],
    kinks: [],
    source: "So et al. 2021, https://arxiv.org/abs/2109.08668",
    parameters: {},
    errorBounds: { f32: { value: 0.5, derivative: 0 }, f64: { value: 0.5, derivative: 0 } },
  },
  { kernel: kernels.relu_squared, fromOutput: kernels.relu_squared_from_output },
);
