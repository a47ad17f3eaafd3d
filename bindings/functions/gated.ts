import { FINITE } from "../checks/ranges.js";
import { elementwise } from "../kinds/elementwise.js";
import { learned } from "../kinds/learned.js";
import * as kernels from "../wasm/families/index.js";

/** Sigmoid linear unit: `x·σ(x)`, swish with beta 1. */
export const silu = /* @__PURE__ */ elementwise(
  {
    name: "silu",
    formula: "x·σ(x)",
    derivative: "s·(1 + x·(1 − s)), s = σ(x)",
    range: [-0.2785, Infinity],
    kinks: [],
    source: "Elfwing et al. 2017, https://arxiv.org/abs/1702.03118",
    parameters: {},
    errorBounds: {
      f32: { value: 3, derivative: 4 },
      f64: { value: 3, derivative: 4 },
      absolute: { derivative: true },
    },
  },
  { kernel: kernels.silu },
);

/** Swish: `x·σ(beta·x)`. */
export const swish = /* @__PURE__ */ elementwise(
  {
    name: "swish",
    formula: "x·σ(beta·x)",
    derivative: "s·(1 + beta·x·(1 − s)), s = σ(beta·x)",
    range: ({ beta }) => [beta > 0 ? -0.2785 / beta : -Infinity, beta < 0 ? -0.2785 / beta : Infinity],
    kinks: [],
    source: "Ramachandran et al. 2017, https://arxiv.org/abs/1710.05941",
    parameters: {
      beta: {
        description: "steepness of the gate; either sign",
        default: 1,
        range: FINITE,
        gradient: "Σ dy·x²·s·(1 − s), s = σ(beta·x)",
      },
    },
    errorBounds: {
      f32: { value: 3.5, derivative: 4 },
      f64: { value: 3.5, derivative: 4 },
      absolute: { derivative: true },
    },
  },
  {
    kernel: kernels.swish,
    read: ({ beta }) => [beta],
    faster: { kernel: kernels.silu, when: (values) => values[0] === 1 },
    gradOf: /* @__PURE__ */ learned({ beta: kernels.swish_grad_beta }),
  },
);

/** Hard swish: `x·min(max(x/6 + ½, 0), 1)`. */
export const hardSwish = /* @__PURE__ */ elementwise(
  {
    name: "hardSwish",
    aliases: ["hardSilu"],
    formula: "x·clip(x/6 + ½, 0, 1)",
    derivative: "x ≤ −3 ? 0 : x ≥ 3 ? 1 : x/3 + ½",
    range: [-0.375, Infinity],
    kinks: [-3, 3],
    source: "Howard et al. 2019, https://arxiv.org/abs/1905.02244",
    parameters: {},
    errorBounds: {
      f32: { value: 1.5, derivative: 1 },
      f64: { value: 1.5, derivative: 1 },
      absolute: { value: true, derivative: true },
    },
  },
  { kernel: kernels.hard_swish },
);

/** Quick GELU: `x·σ(1.702x)`. */
export const quickGelu = /* @__PURE__ */ elementwise(
  {
    name: "quickGelu",
    formula: "x·σ(1.702x)",
    derivative: "s·(1 + 1.702x·(1 − s)), s = σ(1.702x)",
    range: [-0.1637, Infinity],
    kinks: [],
    source: "Hendrycks and Gimpel 2016, https://arxiv.org/abs/1606.08415",
    parameters: {},
    errorBounds: {
      f32: { value: 3, derivative: 4 },
      f64: { value: 3, derivative: 4 },
      absolute: { derivative: true },
    },
  },
  { kernel: kernels.quick_gelu },
);

/** Mish: `x·tanh(softplus(x))`. */
export const mish = /* @__PURE__ */ elementwise(
  {
    name: "mish",
    formula: "x·tanh(ln(1 + eˣ))",
    derivative: "t + x·σ(x)·(1 − t²), t = tanh(ln(1 + eˣ))",
    range: [-0.3089, Infinity],
    kinks: [],
    source: "Misra 2019, https://arxiv.org/abs/1908.08681",
    parameters: {},
    errorBounds: {
      f32: { value: 3.5, derivative: 3.5 },
      f64: { value: 3.5, derivative: 3.5 },
      absolute: { derivative: true },
    },
  },
  { kernel: kernels.mish },
);

/**
 * Gaussian error linear unit: `x·Φ(x)`, Φ the normal distribution function. It is computed with erfc, not 1 + erf, and
 * so keeps its digits far below 0.
 */
export const gelu = /* @__PURE__ */ elementwise(
  {
    name: "gelu",
    formula: "x·Φ(x) = ½·x·erfc(−x/√2)",
    derivative: "Φ(x) + x·φ(x)",
    range: [-0.17, Infinity],
    kinks: [],
    source: "Hendrycks and Gimpel 2016, https://arxiv.org/abs/1606.08415",
    parameters: {},
    errorBounds: {
      f32: { value: 4, derivative: 3 },
      f64: { value: 4.5, derivative: 3 },
      absolute: { derivative: true },
    },
  },
  { kernel: kernels.gelu },
);

/** Gaussian error linear unit, approximated with tanh: `x·σ(√(8/π)·(x + 0.044715x³))`, at most 5e-4 from gelu. */
export const geluTanh = /* @__PURE__ */ elementwise(
  {
    name: "geluTanh",
    formula: "x·σ(2u), u = √(2/π)·(x + 0.044715x³)",
    derivative: "s + 2x·s·(1 − s)·√(2/π)·(1 + 0.134145x²), s = σ(2u)",
    range: [-0.1701, Infinity],
    kinks: [],
    source: "Hendrycks and Gimpel 2016, https://arxiv.org/abs/1606.08415",
    parameters: {},
    errorBounds: {
      f32: { value: 3.5, derivative: 4 },
      f64: { value: 3.5, derivative: 4 },
      absolute: { derivative: true },
    },
  },
  { kernel: kernels.gelu_tanh },
);
