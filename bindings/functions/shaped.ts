import { learnedSlope } from "../kinds/prelu.js";
import { LOG_SOFTMAX, rowwise, SOFTMAX, SOFTMIN, SPARSEMAX } from "../kinds/rowwise.js";

/**
 * Softmax of each row: `e^(x − m)/Σ e^(x − m)`, m the row's maximum. Every row of the result sums to 1. A row with NaN
 * or +∞, or of −∞ only, gives NaN. Sums are in f64, in a fixed order.
 */
export const softmax = /* @__PURE__ */ rowwise(
  {
    name: "softmax",
    aliases: [],
    formula: "e^(x − m)/Σ e^(x − m), m = max x",
    gradient: "y·(dy − Σ dy·y)",
    range: [0, 1],
    source: "Bridle 1990, https://doi.org/10.1007/978-3-642-76153-9_28",
    errorBounds: {
      f32: 4,
      f64: 4.5,
      scope: "for rows of up to 65,536 elements, whatever their spread",
      gradient: { f32: 4, f64: 7, scope: "or 2⁻²⁴ (2⁻⁵³) of y·(|d| + Σ |d|·y), d = dy less dy at the largest" },
    },
  },
  SOFTMAX,
);

/**
 * Softmin of each row: bit for bit softmax of −x, `e^(m − x)/Σ e^(m − x)`, m the row's minimum. Every row of the result
 * sums to 1. A row with NaN or −∞, or of +∞ only, gives NaN.
 */
export const softmin = /* @__PURE__ */ rowwise(
  {
    name: "softmin",
    aliases: [],
    formula: "e^(m − x)/Σ e^(m − x), m = min x",
    gradient: "y·(Σ dy·y − dy)",
    range: [0, 1],
    source: "https://pytorch.org/docs/stable/generated/torch.nn.Softmin.html",
    errorBounds: {
      f32: 4,
      f64: 4.5,
      scope: "for rows of up to 65,536 elements, whatever their spread",
      gradient: { f32: 4, f64: 7, scope: "or 2⁻²⁴ (2⁻⁵³) of y·(|d| + Σ |d|·y), d = dy less dy at the smallest" },
    },
  },
  SOFTMIN,
);

/**
 * Logarithm of the softmax of each row: `x − m − ln Σ e^(x − m)`, m the row's maximum. A row with NaN or +∞, or of −∞
 * only, gives NaN.
 */
export const logSoftmax = /* @__PURE__ */ rowwise(
  {
    name: "logSoftmax",
    aliases: [],
    formula: "x − m − ln Σ e^(x − m), m = max x",
    gradient: "dy − e^y·Σ dy",
    range: [-Infinity, 0],
    source: "https://pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html",
    errorBounds: {
      f32: 4,
      f64: 4,
      scope: "of max(|y|, 1)",
      gradient: { f32: 4, f64: 5.5, scope: "or 2⁻²⁴ (2⁻⁵³) of |dy|·(1 − e^y) + e^y·Σ |dy| of the others" },
    },
  },
  LOG_SOFTMAX,
);

/**
 * Sparsemax of each row, its projection on the simplex: `max(x − τ, 0)`, with the τ for which the row sums to 1. Unlike
 * softmax it makes small values 0. A row with NaN or +∞, or of −∞ only, gives NaN. The gradient is 0 off the support,
 * also where x = τ: a unit that is off does not learn.
 */
export const sparsemax = /* @__PURE__ */ rowwise(
  {
    name: "sparsemax",
    aliases: [],
    formula: "max(x − τ, 0), τ such that Σ y = 1",
    gradient: "y > 0 ? dy − mean of dy where y > 0 : 0",
    range: [0, 1],
    source: "Martins and Astudillo 2016, https://arxiv.org/abs/1602.02068",
    errorBounds: {
      f32: 0.5,
      f64: 1,
      scope: "of 1, the sum of the row",
      gradient: { f32: 0.51, f64: 2, scope: "or 2⁻²⁴ (2⁻⁵³) of |dy| + mean of |dy|, where no x is next to τ" },
    },
  },
  SPARSEMAX,
);

/**
 * Parametric rectified linear unit: `x` if `x > 0`, else `alpha·x`, with learned slopes alpha: one for all, or one for
 * each index along the axis. `gradAlpha` sums in f64, in a fixed order.
 */
export const prelu = /* @__PURE__ */ learnedSlope({
  name: "prelu",
  aliases: [],
  formula: "x > 0 ? x : alpha·x",
  gradient: "dx = x > 0 ? dy : alpha·dy; dalpha = Σ dy·x over x ≤ 0",
  range: [-Infinity, Infinity],
  source: "He et al. 2015, https://arxiv.org/abs/1502.01852",
  errorBounds: {
    f32: 0.5,
    f64: 0.5,
    gradient: { f32: 0.5, f64: 0.5 },
    gradAlpha: { f32: 0.51, f64: 3, scope: "or 2⁻²⁴ (2⁻⁵³) of Σ |dy·x|" },
  },
});
