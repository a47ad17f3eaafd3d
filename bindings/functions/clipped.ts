import { DISTANCE, FINITE, ORDERED } from "../checks/ranges.js";
import { elementwise } from "../kinds/elementwise.js";
import * as kernels from "../wasm/families/index.js";

/** Hard tanh: `x` kept between `min` and `max`. */
export const hardTanh = /* @__PURE__ */ elementwise(
  {
    name: "hardTanh",
    formula: "clip(x, min, max)",
    derivative: "min < x < max ? 1 : 0",
    range: ({ min, max }) => [min, max],
    kinks: ({ min, max }) => [min, max].filter(Number.isFinite),
    source: "Collobert 2004, https://ronan.collobert.com/pub/2004_phdthesis_lip6.pdf",
    parameters: {
      min: { description: "lower bound", default: -1, range: ORDERED },
      max: { description: "upper bound, above min", default: 1, range: ORDERED },
    },
    errorBounds: { f32: { value: 0, derivative: 0 }, f64: { value: 0, derivative: 0 } },
  },
  {
    kernel: kernels.hard_tanh,
    read: ({ min, max }) => [min, max],
    valid: { parameter: "max", text: "a bound above min", holds: (values) => values[0]! < values[1]! },
    fromOutput: kernels.hard_tanh_grad,
  },
);

/** Hard sigmoid: `alpha·x + beta` kept between 0 and 1. */
export const hardSigmoid = /* @__PURE__ */ elementwise(
  {
    name: "hardSigmoid",
    formula: "clip(alpha·x + beta, 0, 1)",
    derivative: "0 < alpha·x + beta < 1 ? alpha : 0",
    range: [0, 1],
    kinks: ({ alpha, beta }) => (alpha === 0 ? [] : [-beta / alpha, (1 - beta) / alpha]),
    source: "Courbariaux et al. 2015, https://arxiv.org/abs/1511.00363",
    parameters: {
      alpha: { description: "slope", default: 0.16666666666666666, range: FINITE },
      beta: { description: "value at 0", default: 0.5, range: FINITE },
    },
    errorBounds: { f32: { value: 2, derivative: 1 }, f64: { value: 2, derivative: 1 }, absolute: { value: true } },
  },
  {
    kernel: kernels.hard_sigmoid,
    read: ({ alpha, beta }) => [alpha, beta],
    fromOutput: kernels.hard_sigmoid_from_output,
  },
);

/** Sparse sigmoid: `(x + 1)/2` kept between 0 and 1. */
export const sparseSigmoid = /* @__PURE__ */ elementwise(
  {
    name: "sparseSigmoid",
    formula: "clip((x + 1)/2, 0, 1)",
    derivative: "−1 < x < 1 ? ½ : 0",
    range: [0, 1],
    kinks: [-1, 1],
    source: "https://docs.jax.dev/en/latest/_autosummary/jax.nn.sparse_sigmoid.html",
    parameters: {},
    errorBounds: { f32: { value: 0.5, derivative: 0 }, f64: { value: 0.5, derivative: 0 } },
  },
  { kernel: kernels.sparse_sigmoid },
);

/** Sparse plus: 0 up to −1, `(x + 1)²/4` up to 1, then `x`. */
export const sparsePlus = /* @__PURE__ */ elementwise(
  {
    name: "sparsePlus",
    formula: "x ≤ −1 ? 0 : x < 1 ? (x + 1)²/4 : x",
    derivative: "x ≤ −1 ? 0 : x < 1 ? (x + 1)/2 : 1",
    range: [0, Infinity],
    kinks: [],
    source: "https://docs.jax.dev/en/latest/_autosummary/jax.nn.sparse_plus.html",
    parameters: {},
    errorBounds: { f32: { value: 1.25, derivative: 1 }, f64: { value: 1.25, derivative: 1 } },
  },
  { kernel: kernels.sparse_plus },
);

/** Hard shrinkage: `x` if `|x| > lambda`, else 0. */
export const hardShrink = /* @__PURE__ */ elementwise(
  {
    name: "hardShrink",
    formula: "|x| > lambda ? x : 0",
    derivative: "|x| > lambda ? 1 : 0",
    range: [-Infinity, Infinity],
    kinks: ({ lambda }) => (lambda === 0 ? [] : [-lambda, lambda]),
    source: "https://pytorch.org/docs/stable/generated/torch.nn.Hardshrink.html",
    parameters: {
      lambda: { description: "half width of the gap", default: 0.5, range: DISTANCE },
    },
    errorBounds: { f32: { value: 0, derivative: 0 }, f64: { value: 0, derivative: 0 } },
  },
  { kernel: kernels.hard_shrink, read: ({ lambda }) => [lambda] },
);

/** Soft shrinkage: `|x| − lambda`, not below 0, with the sign of `x`. */
export const softShrink = /* @__PURE__ */ elementwise(
  {
    name: "softShrink",
    formula: "sign(x)·max(|x| − lambda, 0)",
    derivative: "|x| > lambda ? 1 : 0",
    range: [-Infinity, Infinity],
    kinks: ({ lambda }) => (lambda === 0 ? [] : [-lambda, lambda]),
    source: "https://pytorch.org/docs/stable/generated/torch.nn.Softshrink.html",
    parameters: {
      lambda: { description: "half width of the gap", default: 0.5, range: DISTANCE },
    },
    errorBounds: { f32: { value: 0.5, derivative: 0 }, f64: { value: 0.5, derivative: 0 } },
  },
  { kernel: kernels.soft_shrink, read: ({ lambda }) => [lambda] },
);
