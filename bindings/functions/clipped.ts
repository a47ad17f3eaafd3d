import { DISTANCE, FINITE, ORDERED } from "../checks/ranges.js";
import { elementwise } from "../kinds/elementwise.js";

/**
 * Hard tanh: `x` kept between `min` and `max`.
 *
 * @param x inputs, any batch shape, flattened; f32 or f64
 * @param options.min lower bound, dimensionless; default -1
 * @param options.max upper bound, above min, dimensionless; default 1
 * @param options.out where to write, same type and length as `x`; may be `x`; default a new array
 * @returns `out`
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, a partial overlap, a parameter out of range
 * @remarks f′(min) = f′(max) = 0. Exact.
 * @see Collobert 2004, https://ronan.collobert.com/pub/2004_phdthesis_lip6.pdf
 */
export const hardTanh = /* @__PURE__ */ elementwise(
  {
    name: "hardTanh",
    formula: "clip(x, min, max)",
    derivative: "min < x < max ? 1 : 0",
    source: "Collobert 2004, https://ronan.collobert.com/pub/2004_phdthesis_lip6.pdf",
    parameters: {
      min: { description: "lower bound", default: -1, range: ORDERED },
      max: { description: "upper bound, above min", default: 1, range: ORDERED },
    },
    errorBounds: { f32: { value: 0, derivative: 0 }, f64: { value: 0, derivative: 0 } },
  },
  {
    kernel: "hard_tanh",
    valid: { parameter: "max", text: "a bound above min", holds: (values) => values[0]! < values[1]! },
    fromOutput: "hard_tanh_grad",
  },
);

/**
 * Hard sigmoid: `alpha·x + beta` kept between 0 and 1.
 *
 * @param x inputs, any batch shape, flattened; f32 or f64
 * @param options.alpha slope, dimensionless; default 1 / 6
 * @param options.beta value at 0, dimensionless; default 0.5
 * @param options.out where to write, same type and length as `x`; may be `x`; default a new array
 * @returns `out`
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, a partial overlap, a parameter out of range
 * @remarks f′ is 0 where the line meets 0 and 1. Max error: 2 ULP or 2·2⁻²⁴ (f64: 2⁻⁵³) absolute (value), 1 ULP (derivative).
 * @see Courbariaux et al. 2015, https://arxiv.org/abs/1511.00363
 */
export const hardSigmoid = /* @__PURE__ */ elementwise(
  {
    name: "hardSigmoid",
    formula: "clip(alpha·x + beta, 0, 1)",
    derivative: "0 < alpha·x + beta < 1 ? alpha : 0",
    source: "Courbariaux et al. 2015, https://arxiv.org/abs/1511.00363",
    parameters: {
      alpha: { description: "slope", default: 0.16666666666666666, range: FINITE },
      beta: { description: "value at 0", default: 0.5, range: FINITE },
    },
    errorBounds: { f32: { value: 2, derivative: 1 }, f64: { value: 2, derivative: 1 }, absolute: { value: true } },
  },
  { kernel: "hard_sigmoid", fromOutput: "hard_sigmoid_from_output" },
);

/**
 * Sparse sigmoid: `(x + 1)/2` kept between 0 and 1.
 *
 * @param x inputs, any batch shape, flattened; f32 or f64
 * @param options.out where to write, same type and length as `x`; may be `x`; default a new array
 * @returns `out`
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, a partial overlap, a parameter out of range
 * @remarks f′(−1) = f′(1) = 0. Max error: 0.5 ULP (value), 0 ULP (derivative).
 * @see https://docs.jax.dev/en/latest/_autosummary/jax.nn.sparse_sigmoid.html
 */
export const sparseSigmoid = /* @__PURE__ */ elementwise(
  {
    name: "sparseSigmoid",
    formula: "clip((x + 1)/2, 0, 1)",
    derivative: "−1 < x < 1 ? ½ : 0",
    source: "https://docs.jax.dev/en/latest/_autosummary/jax.nn.sparse_sigmoid.html",
    parameters: {},
    errorBounds: { f32: { value: 0.5, derivative: 0 }, f64: { value: 0.5, derivative: 0 } },
  },
  { kernel: "sparse_sigmoid" },
);

/**
 * Sparse plus: 0 up to −1, `(x + 1)²/4` up to 1, then `x`.
 *
 * @param x inputs, any batch shape, flattened; f32 or f64
 * @param options.out where to write, same type and length as `x`; may be `x`; default a new array
 * @returns `out`
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, a partial overlap, a parameter out of range
 * @remarks Max error: 1.25 ULP (value), 1 ULP (derivative).
 * @see https://docs.jax.dev/en/latest/_autosummary/jax.nn.sparse_plus.html
 */
export const sparsePlus = /* @__PURE__ */ elementwise(
  {
    name: "sparsePlus",
    formula: "x ≤ −1 ? 0 : x < 1 ? (x + 1)²/4 : x",
    derivative: "x ≤ −1 ? 0 : x < 1 ? (x + 1)/2 : 1",
    source: "https://docs.jax.dev/en/latest/_autosummary/jax.nn.sparse_plus.html",
    parameters: {},
    errorBounds: { f32: { value: 1.25, derivative: 1 }, f64: { value: 1.25, derivative: 1 } },
  },
  { kernel: "sparse_plus" },
);

/**
 * Hard shrinkage: `x` if `|x| > lambda`, else 0.
 *
 * @param x inputs, any batch shape, flattened; f32 or f64
 * @param options.lambda half width of the gap, dimensionless; default 0.5
 * @param options.out where to write, same type and length as `x`; may be `x`; default a new array
 * @returns `out`
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, a partial overlap, a parameter out of range
 * @remarks f′(±lambda) = 0. Exact.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Hardshrink.html
 */
export const hardShrink = /* @__PURE__ */ elementwise(
  {
    name: "hardShrink",
    formula: "|x| > lambda ? x : 0",
    derivative: "|x| > lambda ? 1 : 0",
    source: "https://pytorch.org/docs/stable/generated/torch.nn.Hardshrink.html",
    parameters: {
      lambda: { description: "half width of the gap", default: 0.5, range: DISTANCE },
    },
    errorBounds: { f32: { value: 0, derivative: 0 }, f64: { value: 0, derivative: 0 } },
  },
  { kernel: "hard_shrink" },
);

/**
 * Soft shrinkage: `|x| − lambda`, not below 0, with the sign of `x`.
 *
 * @param x inputs, any batch shape, flattened; f32 or f64
 * @param options.lambda half width of the gap, dimensionless; default 0.5
 * @param options.out where to write, same type and length as `x`; may be `x`; default a new array
 * @returns `out`
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, a partial overlap, a parameter out of range
 * @remarks f′(±lambda) = 0. Max error: 0.5 ULP (value), 0 ULP (derivative).
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Softshrink.html
 */
export const softShrink = /* @__PURE__ */ elementwise(
  {
    name: "softShrink",
    formula: "sign(x)·max(|x| − lambda, 0)",
    derivative: "|x| > lambda ? 1 : 0",
    source: "https://pytorch.org/docs/stable/generated/torch.nn.Softshrink.html",
    parameters: {
      lambda: { description: "half width of the gap", default: 0.5, range: DISTANCE },
    },
    errorBounds: { f32: { value: 0.5, derivative: 0 }, f64: { value: 0.5, derivative: 0 } },
  },
  { kernel: "soft_shrink" },
);
