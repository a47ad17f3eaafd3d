import { FINITE, MODERATE, NOT_ZERO, POSITIVE } from "../checks/ranges.js";
import { elementwise } from "../kinds/elementwise.js";
import { learned } from "../kinds/learned.js";
import * as kernels from "../wasm/families/index.js";

/** Exponential linear unit: `x` if `x > 0`, else `alpha·(eˣ − 1)`. */
export const elu = /* @__PURE__ */ elementwise(
  {
    name: "elu",
    formula: "x > 0 ? x : alpha·expm1(x)",
    derivative: "x > 0 ? 1 : alpha·eˣ",
    range: ({ alpha }) => [Math.min(-alpha, 0), Infinity],
    kinks: [0],
    source: "Clevert et al. 2015, https://arxiv.org/abs/1511.07289",
    parameters: {
      alpha: {
        description: "minus the limit for x → −∞",
        default: 1,
        range: FINITE,
        gradient: "Σ dy·expm1(x) over x ≤ 0",
      },
    },
    errorBounds: { f32: { value: 2, derivative: 2 }, f64: { value: 2, derivative: 2 } },
  },
  {
    kernel: kernels.elu,
    read: ({ alpha }) => [alpha],
    fromOutput: kernels.elu_from_output,
    requires: { parameter: "alpha", text: "a number > 0", holds: (values) => values[0]! > 0 },
    gradOf: /* @__PURE__ */ learned({ alpha: kernels.elu_grad_alpha }),
  },
);

/** Scaled exponential linear unit: `λ·elu(x; α)`, λ = 1.0507…, α = 1.6732…. */
export const selu = /* @__PURE__ */ elementwise(
  {
    name: "selu",
    formula: "x > 0 ? λ·x : λα·expm1(x), λ = 1.0507009873554805, α = 1.6732632423543772",
    derivative: "x > 0 ? λ : λα·eˣ",
    range: [-1.7580993408473768, Infinity],
    kinks: [0],
    source: "Klambauer et al. 2017, https://arxiv.org/abs/1706.02515",
    parameters: {},
    errorBounds: { f32: { value: 2, derivative: 2 }, f64: { value: 2, derivative: 2 } },
  },
  { kernel: kernels.selu, fromOutput: kernels.selu_from_output },
);

/** Logistic sigmoid: `1/(1 + e⁻ˣ)`, never outside [0, 1]. Results below the smallest normal number are 0. */
export const sigmoid = /* @__PURE__ */ elementwise(
  {
    name: "sigmoid",
    aliases: ["logistic"],
    formula: "x ≥ 0 ? 1/(1 + e⁻ˣ) : eˣ/(1 + eˣ)",
    derivative: "e^−|x|/(1 + e^−|x|)²",
    range: [0, 1],
    kinks: [],
    source: "https://keras.io/api/layers/activations/#sigmoid-function",
    parameters: {},
    errorBounds: { f32: { value: 2.5, derivative: 2.5 }, f64: { value: 2.5, derivative: 2.5 } },
  },
  { kernel: kernels.sigmoid, fromOutput: kernels.sigmoid_from_output },
);

/** Hyperbolic tangent, never outside [−1, 1]. */
export const tanh = /* @__PURE__ */ elementwise(
  {
    name: "tanh",
    formula: "tanh x",
    derivative: "4e^−2|x|/(1 + e^−2|x|)²",
    range: [-1, 1],
    kinks: [],
    source: "LeCun et al. 1998, http://yann.lecun.com/exdb/publis/pdf/lecun-98b.pdf",
    parameters: {},
    errorBounds: { f32: { value: 1.5, derivative: 2.5 }, f64: { value: 1.5, derivative: 2.5 } },
  },
  { kernel: kernels.tanh, fromOutput: kernels.tanh_from_output },
);

/** Exponential: `eˣ`. */
export const exp = /* @__PURE__ */ elementwise(
  {
    name: "exp",
    aliases: ["exponential"],
    formula: "eˣ",
    derivative: "eˣ",
    range: [0, Infinity],
    kinks: [],
    source: "https://keras.io/api/layers/activations/#exponential-function",
    parameters: {},
    errorBounds: { f32: { value: 1, derivative: 1 }, f64: { value: 1, derivative: 1 } },
  },
  { kernel: kernels.exp, fromOutput: kernels.exp_from_output },
);

/** Softsign: `x/(1 + |x|)`. */
export const softsign = /* @__PURE__ */ elementwise(
  {
    name: "softsign",
    formula: "x/(1 + |x|)",
    derivative: "1/(1 + |x|)²",
    range: [-1, 1],
    kinks: [],
    source: "Turian et al. 2009, https://aclanthology.org/N09-2062",
    parameters: {},
    errorBounds: { f32: { value: 1.5, derivative: 3.5 }, f64: { value: 1.5, derivative: 3.5 } },
  },
  { kernel: kernels.softsign, fromOutput: kernels.softsign_from_output },
);

/** Softplus: `ln(1 + e^(beta·x))/beta`, a smooth relu. */
export const softplus = /* @__PURE__ */ elementwise(
  {
    name: "softplus",
    formula: "max(x, 0) + log1p(e^−|beta·x|)/beta",
    derivative: "σ(beta·x)",
    range: [0, Infinity],
    kinks: [],
    source:
      "Dugas et al. 2001, https://proceedings.neurips.cc/paper/2000/hash/44968aece94f667e4095002d140b5896-Abstract.html",
    parameters: {
      beta: {
        description: "steepness",
        default: 1,
        range: POSITIVE,
        gradient: "−Σ dy·(|z|·σ(−|z|) + log1p(e^−|z|))/beta², z = beta·x",
      },
    },
    errorBounds: { f32: { value: 2.5, derivative: 3 }, f64: { value: 2.5, derivative: 3 } },
  },
  {
    kernel: kernels.steep_softplus,
    read: ({ beta }) => [beta],
    faster: { kernel: kernels.softplus, when: (values) => values[0] === 1 },
    fromOutput: kernels.softplus_from_output,
    gradOf: /* @__PURE__ */ learned({ beta: kernels.softplus_grad_beta }),
  },
);

/** Logarithm of the sigmoid: `ln σ(x)`. */
export const logSigmoid = /* @__PURE__ */ elementwise(
  {
    name: "logSigmoid",
    formula: "min(x, 0) − log1p(e^−|x|)",
    derivative: "σ(−x)",
    range: [-Infinity, 0],
    kinks: [],
    source: "https://pytorch.org/docs/stable/generated/torch.nn.LogSigmoid.html",
    parameters: {},
    errorBounds: { f32: { value: 2.5, derivative: 2.5 }, f64: { value: 2.5, derivative: 2.5 } },
  },
  { kernel: kernels.log_sigmoid, fromOutput: kernels.log_sigmoid_from_output },
);

/** Continuously differentiable exponential linear unit: `x` if `x > 0`, else `alpha·(e^(x/alpha) − 1)`. */
export const celu = /* @__PURE__ */ elementwise(
  {
    name: "celu",
    formula: "x > 0 ? x : alpha·expm1(x/alpha)",
    derivative: "x > 0 ? 1 : e^(x/alpha)",
    range: ({ alpha }) => [alpha > 0 ? -alpha : -Infinity, Infinity],
    kinks: [],
    source: "Barron 2017, https://arxiv.org/abs/1704.07483",
    parameters: {
      alpha: {
        description: "minus the limit for x → −∞ if positive",
        default: 1,
        range: NOT_ZERO,
        gradient: "Σ dy·(expm1(z) − z·eᶻ) over x ≤ 0, z = x/alpha",
      },
    },
    errorBounds: { f32: { value: 2, derivative: 2 }, f64: { value: 2, derivative: 2 } },
  },
  {
    kernel: kernels.celu,
    read: ({ alpha }) => [alpha],
    faster: { kernel: kernels.elu, when: (values) => values[0] === 1 },
    fromOutput: kernels.celu_from_output,
    gradOf: /* @__PURE__ */ learned({ alpha: kernels.celu_grad_alpha }),
    requires: { parameter: "alpha", text: "a number > 0", holds: (values) => values[0]! > 0 },
  },
);

/** Squareplus: `(x + √(x² + b))/2`, a smooth relu without an exponential. */
export const squareplus = /* @__PURE__ */ elementwise(
  {
    name: "squareplus",
    formula: "s = √(x² + b): x ≥ 0 ? (x + s)/2 : (b/2)/(s − x)",
    derivative: "y/s",
    range: [0, Infinity],
    kinks: [],
    source: "Barron 2021, https://arxiv.org/abs/2112.11687",
    parameters: { b: { description: "width of the bend, squared", default: 4, range: MODERATE } },
    errorBounds: { f32: { value: 2.5, derivative: 3.5 }, f64: { value: 2.5, derivative: 4 } },
  },
  { kernel: kernels.squareplus, read: ({ b }) => [b] },
);

/** Tanh shrink: `x − tanh x`. It keeps its digits near 0, where it is about x³/3. */
export const tanhShrink = /* @__PURE__ */ elementwise(
  {
    name: "tanhShrink",
    formula: "x − tanh x",
    derivative: "tanh² x",
    range: [-Infinity, Infinity],
    kinks: [],
    source: "https://pytorch.org/docs/stable/generated/torch.nn.Tanhshrink.html",
    parameters: {},
    errorBounds: { f32: { value: 3.5, derivative: 3.5 }, f64: { value: 3.5, derivative: 3.5 } },
  },
  { kernel: kernels.tanh_shrink },
);
