import { FINITE, NOT_NEGATIVE } from "../checks/ranges.js";
import { elementwise } from "../kinds/elementwise.js";

/**
 * Identity: `x`.
 *
 * @param x inputs, any batch shape, flattened; f32 or f64
 * @param options.out where to write, same type and length as `x`; may be `x`; default a new array
 * @returns `out`
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, a partial overlap, a parameter out of range
 * @remarks Exact.
 * @see https://keras.io/api/layers/activations/#linear-function
 */
export const identity = /* @__PURE__ */ elementwise(
  {
    name: "identity",
    aliases: ["linear"],
    formula: "x",
    derivative: "1",
    source: "https://keras.io/api/layers/activations/#linear-function",
    parameters: {},
    errorBounds: { f32: { value: 0, derivative: 0 }, f64: { value: 0, derivative: 0 } },
  },
  { kernel: "identity" },
);

/**
 * Binary step: 1 if `x ≥ 0`, else 0.
 *
 * @param x inputs, any batch shape, flattened; f32 or f64
 * @param options.out where to write, same type and length as `x`; may be `x`; default a new array
 * @returns `out`
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, a partial overlap, a parameter out of range
 * @remarks f(0) = 1; f′ = 0 everywhere, at 0 too. Exact.
 * @see McCulloch and Pitts 1943, https://doi.org/10.1007/BF02478259
 */
export const binaryStep = /* @__PURE__ */ elementwise(
  {
    name: "binaryStep",
    formula: "x ≥ 0 ? 1 : 0",
    derivative: "0",
    source: "McCulloch and Pitts 1943, https://doi.org/10.1007/BF02478259",
    parameters: {},
    errorBounds: { f32: { value: 0, derivative: 0 }, f64: { value: 0, derivative: 0 } },
  },
  { kernel: "binary_step" },
);

/** relu without a cap, a slope or a threshold. */
const isPlain = (values: readonly number[]): boolean =>
  values[0] === Number.POSITIVE_INFINITY && values[1] === 0 && values[2] === 0;

/**
 * Rectified linear unit: `x` if `x > threshold`, else `negativeSlope·(x − threshold)`; at most `maxValue`.
 *
 * @param x inputs, any batch shape, flattened; f32 or f64
 * @param options.maxValue largest value; Infinity for no cap, dimensionless; default Infinity
 * @param options.negativeSlope slope up to the threshold, dimensionless; default 0
 * @param options.threshold the kink, dimensionless; default 0
 * @param options.out where to write, same type and length as `x`; may be `x`; default a new array
 * @returns `out`
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, a partial overlap, a parameter out of range
 * @remarks f′(threshold) = negativeSlope, f′(maxValue) = 0. Max error: 1 ULP (value), 1 ULP (derivative).
 * @see Nair and Hinton 2010, https://icml.cc/Conferences/2010/papers/432.pdf
 */
export const relu = /* @__PURE__ */ elementwise(
  {
    name: "relu",
    formula: "x > threshold ? min(x, maxValue) : negativeSlope·(x − threshold)",
    derivative: "x > threshold ? (x < maxValue ? 1 : 0) : negativeSlope",
    source: "Nair and Hinton 2010, https://icml.cc/Conferences/2010/papers/432.pdf",
    parameters: {
      maxValue: {
        description: "largest value; Infinity for no cap",
        default: Number.POSITIVE_INFINITY,
        range: NOT_NEGATIVE,
      },
      negativeSlope: { description: "slope up to the threshold", default: 0, range: FINITE },
      threshold: { description: "the kink", default: 0, range: FINITE },
    },
    errorBounds: { f32: { value: 1, derivative: 1 }, f64: { value: 1, derivative: 1 } },
  },
  {
    kernel: "bounded_relu",
    faster: { kernel: "relu", when: isPlain },
    fromOutput: "relu_grad",
    requires: { parameter: "options", text: "the default parameters", holds: isPlain },
  },
);

/**
 * Rectified linear unit capped at 6: `min(max(x, 0), 6)`.
 *
 * @param x inputs, any batch shape, flattened; f32 or f64
 * @param options.out where to write, same type and length as `x`; may be `x`; default a new array
 * @returns `out`
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, a partial overlap, a parameter out of range
 * @remarks f′(0) = f′(6) = 0. Exact.
 * @see Krizhevsky 2010, https://www.cs.toronto.edu/~kriz/conv-cifar10-aug2010.pdf
 */
export const relu6 = /* @__PURE__ */ elementwise(
  {
    name: "relu6",
    formula: "min(max(x, 0), 6)",
    derivative: "0 < x < 6 ? 1 : 0",
    source: "Krizhevsky 2010, https://www.cs.toronto.edu/~kriz/conv-cifar10-aug2010.pdf",
    parameters: {},
    errorBounds: { f32: { value: 0, derivative: 0 }, f64: { value: 0, derivative: 0 } },
  },
  { kernel: "relu6", fromOutput: "relu6_grad" },
);

/**
 * Leaky rectified linear unit: `x` if `x > 0`, else `negativeSlope·x`.
 *
 * @param x inputs, any batch shape, flattened; f32 or f64
 * @param options.negativeSlope slope for x ≤ 0, dimensionless; default 0.01
 * @param options.out where to write, same type and length as `x`; may be `x`; default a new array
 * @returns `out`
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, a partial overlap, a parameter out of range
 * @remarks f′(0) = negativeSlope. Max error: 0.5 ULP (value), 0.5 ULP (derivative).
 *   `gradNegativeSlope`: Σ dy·x over x ≤ 0.
 * @see Maas et al. 2013, https://ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf
 */
export const leakyRelu = /* @__PURE__ */ elementwise(
  {
    name: "leakyRelu",
    formula: "x > 0 ? x : negativeSlope·x",
    derivative: "x > 0 ? 1 : negativeSlope",
    source: "Maas et al. 2013, https://ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf",
    parameters: {
      negativeSlope: { description: "slope for x ≤ 0", default: 0.01, range: FINITE },
    },
    errorBounds: { f32: { value: 0.5, derivative: 0.5 }, f64: { value: 0.5, derivative: 0.5 } },
  },
  {
    kernel: "leaky_relu",
    faster: { kernel: "gentle_relu", when: (values) => values[0]! > 0 && values[0]! <= 1 },
    fromOutput: "leaky_relu_grad",
    requires: { parameter: "negativeSlope", text: "a slope > 0", holds: (values) => values[0]! > 0 },
    gradOf: { negativeSlope: "leaky_relu_grad_negative_slope" },
  },
);

/**
 * Leaky rectified linear unit capped at 6: `min(leakyRelu(x), 6)`.
 *
 * @param x inputs, any batch shape, flattened; f32 or f64
 * @param options.negativeSlope slope for x ≤ 0, dimensionless; default 0.01
 * @param options.out where to write, same type and length as `x`; may be `x`; default a new array
 * @returns `out`
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, a partial overlap, a parameter out of range
 * @remarks f′(0) = negativeSlope, f′(6) = 0. Max error: 0.5 ULP (value), 0.5 ULP (derivative).
 * @see the combination of leakyRelu and relu6
 */
export const leakyRelu6 = /* @__PURE__ */ elementwise(
  {
    name: "leakyRelu6",
    formula: "min(x > 0 ? x : negativeSlope·x, 6)",
    derivative: "x ≤ 0 ? negativeSlope : x < 6 ? 1 : 0",
    source: "the combination of leakyRelu and relu6",
    parameters: {
      negativeSlope: { description: "slope for x ≤ 0", default: 0.01, range: FINITE },
    },
    errorBounds: { f32: { value: 0.5, derivative: 0.5 }, f64: { value: 0.5, derivative: 0.5 } },
  },
  { kernel: "leaky_relu6" },
);

/**
 * Thresholded rectified linear unit: `x` if `x > theta`, else 0.
 *
 * @param x inputs, any batch shape, flattened; f32 or f64
 * @param options.theta the threshold, dimensionless; default 1
 * @param options.out where to write, same type and length as `x`; may be `x`; default a new array
 * @returns `out`
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, a partial overlap, a parameter out of range
 * @remarks f′(theta) = 0. Exact.
 * @see Konda et al. 2015, https://arxiv.org/abs/1402.3337
 */
export const thresholdedRelu = /* @__PURE__ */ elementwise(
  {
    name: "thresholdedRelu",
    formula: "x > theta ? x : 0",
    derivative: "x > theta ? 1 : 0",
    source: "Konda et al. 2015, https://arxiv.org/abs/1402.3337",
    parameters: {
      theta: { description: "the threshold", default: 1, range: FINITE },
    },
    errorBounds: { f32: { value: 0, derivative: 0 }, f64: { value: 0, derivative: 0 } },
  },
  { kernel: "thresholded_relu" },
);

/**
 * Threshold: `x` if `x > threshold`, else `value`.
 *
 * @param x inputs, any batch shape, flattened; f32 or f64
 * @param options.threshold up to here `value`, dimensionless; required
 * @param options.value what takes the place of x, dimensionless; required
 * @param options.out where to write, same type and length as `x`; may be `x`; default a new array
 * @returns `out`
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option, a missing parameter
 * @throws {RangeError} different lengths, a partial overlap, a parameter out of range
 * @remarks f′(threshold) = 0. Exact.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Threshold.html
 */
export const threshold = /* @__PURE__ */ elementwise(
  {
    name: "threshold",
    formula: "x > threshold ? x : value",
    derivative: "x > threshold ? 1 : 0",
    source: "https://pytorch.org/docs/stable/generated/torch.nn.Threshold.html",
    parameters: {
      threshold: { description: "up to here value", range: FINITE },
      value: { description: "what takes the place of x", range: FINITE },
    },
    errorBounds: { f32: { value: 0, derivative: 0 }, f64: { value: 0, derivative: 0 } },
  },
  { kernel: "threshold" },
);

/**
 * Squared rectified linear unit: `max(x, 0)²`.
 *
 * @param x inputs, any batch shape, flattened; f32 or f64
 * @param options.out where to write, same type and length as `x`; may be `x`; default a new array
 * @returns `out`
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, a partial overlap, a parameter out of range
 * @remarks Max error: 0.5 ULP (value), 0 ULP (derivative).
 * @see So et al. 2021, https://arxiv.org/abs/2109.08668
 */
export const reluSquared = /* @__PURE__ */ elementwise(
  {
    name: "reluSquared",
    formula: "max(x, 0)²",
    derivative: "2·max(x, 0)",
    source: "So et al. 2021, https://arxiv.org/abs/2109.08668",
    parameters: {},
    errorBounds: { f32: { value: 0.5, derivative: 0 }, f64: { value: 0.5, derivative: 0 } },
  },
  { kernel: "relu_squared", fromOutput: "relu_squared_from_output" },
);
