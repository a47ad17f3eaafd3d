import { SHARE, WHOLE } from "../checks/ranges.js";
import { crossEntropy } from "../kinds/cross-entropy.js";
import { elementLoss } from "../kinds/element-loss.js";
import { logarithmOfSum } from "../kinds/reduction.js";
import * as kernels from "../wasm/families/index.js";

/**
 * Logarithm of the sum of the exponentials of each row: `m + ln Σ e^(x − m)`, m the row's maximum. There is one result
 * a row, in the order of the other dimensions, and `grad` takes one dy a row.
 *
 * A row with NaN gives NaN, else one with +∞ gives +∞, and one of −∞ only, or of nothing, −∞; their gradients are NaN,
 * as softmax is.
 */
export const logSumExp = /* @__PURE__ */ logarithmOfSum({
  name: "logSumExp",
  aliases: [],
  formula: "m + ln Σ e^(x − m), m = max x",
  gradient: "dy·e^(x − y)",
  range: [-Infinity, Infinity],
  source: "https://pytorch.org/docs/stable/generated/torch.logsumexp.html",
  errorBounds: { f32: 1, f64: 2, scope: "of the largest of |y|, |m| and 1", gradient: { f32: 4.5, f64: 5.5 } },
});

/**
 * Cross-entropy of the softmax of each row against its label, or against targets.
 *
 * With labels it is `ln Σ e^x − x[label]`; with `labelSmoothing` ε it takes the targets ε/n, and 1 − ε more for the
 * label, in new memory of one block at a time. With targets it is `Σ t·(ln Σ e^x − x)`, whatever they sum to; a target
 * of 0 adds 0, whatever the logit. A row with NaN or +∞, or of −∞ only, has loss NaN.
 */
export const softmaxCrossEntropy = /* @__PURE__ */ crossEntropy({
  name: "softmaxCrossEntropy",
  aliases: [],
  formula: "ln Σ eˣ − x[label]; Σ t·(ln Σ eˣ − x)",
  gradient: "softmax(x)·Σ t − t, t = 1 at the label",
  range: [0, Infinity],
  source: "Szegedy et al. 2016, https://arxiv.org/abs/1512.00567 (label smoothing)",
  parameters: {
    labelSmoothing: {
      description: "share of a label that goes to all classes alike; dimensionless",
      default: 0,
      range: SHARE,
    },
    ignoreIndex: {
      description: "the label of rows that do not count",
      default: -100,
      range: WHOLE,
    },
  },
  errorBounds: {
    f32: 3,
    f64: 4,
    scope: "where e^(x − m) is a normal number, also of the smallest losses",
    gradient: {
      f32: 4,
      f64: 5.5,
      scope: "or 2⁻²⁴ (2⁻⁵³) of p·Σ t of the others + t·Σ p of the others, p = softmax(x)",
    },
  },
});

/**
 * Cross-entropy of the sigmoid of each element against its target: `max(x, 0) − x·t + log1p(e^−|x|)`. A logit of ±∞
 * gives the limit: 0 where the target says so, else ∞.
 */
export const sigmoidCrossEntropy = /* @__PURE__ */ elementLoss(
  {
    name: "sigmoidCrossEntropy",
    aliases: [],
    formula: "max(x, 0) − x·t + log1p(e^−|x|)",
    gradient: "σ(x) − t",
    range: [0, Infinity],
    source: "https://pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html",
    errorBounds: { f32: 3.5, f64: 4, gradient: { f32: 4, f64: 4, scope: "or 2⁻²⁴ (2⁻⁵³) of (1 − t)·σ(x) + t·σ(−x)" } },
  },
  kernels.sigmoid_cross_entropy,
);
