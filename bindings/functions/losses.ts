import { SHARE, WHOLE } from "../checks/ranges.js";
import { crossEntropy } from "../kinds/cross-entropy.js";
import { elementLoss } from "../kinds/element-loss.js";
import { logarithmOfSum } from "../kinds/reduction.js";

/**
 * Logarithm of the sum of the exponentials of each row: `m + ln Σ e^(x − m)`, m the row's maximum.
 *
 * @param x inputs, row-major; f32 or f64
 * @param options.shape sizes of the dimensions, slowest first; default `[x.length]`, one row
 * @param options.axis the dimension that a row runs along, negative from the end; default the last
 * @param options.out where to write, of x's type, one value a row; default a new array
 * @returns `out`: one value a row, in the order of the other dimensions
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, a partial overlap, a shape or axis that does not fit
 * @remarks `grad(x, dy)` takes one dy a row: dx = dy·softmax(x). A row with NaN gives NaN, else one
 *   with +∞ gives +∞, and of −∞ only, or of nothing, −∞; their gradients are NaN, as softmax is.
 *   Max error: 1 ULP (f64: 2) of the
 *   largest of |y|, |m| and 1.
 * @see https://pytorch.org/docs/stable/generated/torch.logsumexp.html
 */
export const logSumExp = /* @__PURE__ */ logarithmOfSum({
  name: "logSumExp",
  aliases: [],
  formula: "m + ln Σ e^(x − m), m = max x",
  gradient: "dy·e^(x − y)",
  source: "https://pytorch.org/docs/stable/generated/torch.logsumexp.html",
  errorBounds: { f32: 1, f64: 2 },
});

/**
 * Cross-entropy of the softmax of each row against its label, or against targets.
 *
 * With labels `ln Σ e^x − x[label]`; with `labelSmoothing` ε against the targets ε/n, and 1 − ε more for
 * the label. With targets `Σ t·(ln Σ e^x − x)`, whatever they sum to.
 *
 * @param logits inputs, row-major; f32 or f64
 * @param labelsOrTargets an Int32Array of one class (index along the axis) a row, in the order of the
 *   other dimensions; or targets ≥ 0, same type and length as `logits`
 * @param options.shape sizes of the dimensions, slowest first; default `[logits.length]`, one row
 * @param options.axis the dimension of the classes, negative from the end; default the last
 * @param options.labelSmoothing share of a label that goes to all classes alike, 0 to 1; default 0
 * @param options.ignoreIndex the label of rows that do not count: their loss and gradient are 0; default −100
 * @param options.out where to write, of the logits' type, one loss a row; for `grad` as long as `logits`,
 *   and may be `logits`; default a new array
 * @returns `out`: one loss a row; `grad`: the gradient of their sum, `softmax(x)·Σ t − t`
 * @throws {TypeError} not float arrays, nor an Int32Array, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, a label that is no class, labels' options with targets, a partial
 *   overlap, a shape or axis that does not fit
 * @remarks A row with NaN or +∞, or of −∞ only, has loss NaN. A target of 0 adds 0, whatever the logit.
 *   Max error: 3 ULP (f64: 4), also of the smallest losses, as long as e^(x − m) is a normal number.
 *   The targets that smoothed labels are take new memory, a block at a time.
 * @see Szegedy et al. 2016, https://arxiv.org/abs/1512.00567 (label smoothing)
 */
export const softmaxCrossEntropy = /* @__PURE__ */ crossEntropy({
  name: "softmaxCrossEntropy",
  aliases: [],
  formula: "ln Σ eˣ − x[label]; Σ t·(ln Σ eˣ − x)",
  gradient: "softmax(x)·Σ t − t, t = 1 at the label",
  source: "https://arxiv.org/abs/1512.00567",
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
  errorBounds: { f32: 3, f64: 4 },
});

/**
 * Cross-entropy of sigmoid(x) of each element against its target: `max(x, 0) − x·t + log1p(e^−|x|)`.
 *
 * @param logits inputs, any shape, flattened; f32 or f64
 * @param targets probabilities from 0 to 1, same type and length as `logits`
 * @param options.out where to write, same type and length as `logits`; may be an operand; default a new array
 * @returns `out`: one loss an element; `grad`: the gradient of their sum, `σ(x) − t`
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, a partial overlap
 * @remarks Of ±∞ the limit: 0 where the target says so, else ∞. Max error: 3.5 ULP.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html
 */
export const sigmoidCrossEntropy = /* @__PURE__ */ elementLoss(
  {
    name: "sigmoidCrossEntropy",
    aliases: [],
    formula: "max(x, 0) − x·t + log1p(e^−|x|)",
    gradient: "σ(x) − t",
    source: "https://pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html",
    errorBounds: { f32: 3.5, f64: 4 },
  },
  "sigmoid_cross_entropy",
);
