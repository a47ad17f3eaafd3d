import { learnedSlope } from "../kinds/prelu.js";
import { LOG_SOFTMAX, rowwise, SOFTMAX, SOFTMIN, SPARSEMAX } from "../kinds/rowwise.js";

/**
 * Softmax of each row: `e^(x − m)/Σ e^(x − m)`, m the row's maximum.
 *
 * @param x inputs, row-major; f32 or f64
 * @param options.shape sizes of the dimensions, slowest first; default `[x.length]`, one row
 * @param options.axis the dimension that a row runs along, negative from the end; default the last
 * @param options.out where to write, same type and length as `x`; may be `x`; default a new array
 * @returns `out`; every row sums to 1
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, a partial overlap, a shape or axis that does not fit
 * @remarks A row with NaN or +∞, or of −∞ only, is NaN. Max error: 4 ULP for rows up to 65,536,
 *   whatever the spread; sums are in f64 in a fixed order.
 * @see Bridle 1990, https://doi.org/10.1007/978-3-642-76153-9_28
 */
export const softmax = /* @__PURE__ */ rowwise(
  {
    name: "softmax",
    aliases: [],
    formula: "e^(x − m)/Σ e^(x − m), m = max x",
    gradient: "y·(dy − Σ dy·y)",
    source: "https://doi.org/10.1007/978-3-642-76153-9_28",
    errorBounds: { f32: 4, f64: 4 },
  },
  SOFTMAX,
);

/**
 * Softmin of each row: softmax of −x, `e^(m − x)/Σ e^(m − x)`, m the row's minimum.
 *
 * @param x inputs, row-major; f32 or f64
 * @param options.shape sizes of the dimensions, slowest first; default `[x.length]`, one row
 * @param options.axis the dimension that a row runs along, negative from the end; default the last
 * @param options.out where to write, same type and length as `x`; may be `x`; default a new array
 * @returns `out`; every row sums to 1
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, a partial overlap, a shape or axis that does not fit
 * @remarks A row with NaN or −∞, or of +∞ only, is NaN. To the bit softmax of −x: its max error, 4 ULP.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Softmin.html
 */
export const softmin = /* @__PURE__ */ rowwise(
  {
    name: "softmin",
    aliases: [],
    formula: "e^(m − x)/Σ e^(m − x), m = min x",
    gradient: "y·(Σ dy·y − dy)",
    source: "https://pytorch.org/docs/stable/generated/torch.nn.Softmin.html",
    errorBounds: { f32: 4, f64: 4 },
  },
  SOFTMIN,
);

/**
 * Logarithm of the softmax of each row: `x − m − ln Σ e^(x − m)`, m the row's maximum.
 *
 * @param x inputs, row-major; f32 or f64
 * @param options.shape sizes of the dimensions, slowest first; default `[x.length]`, one row
 * @param options.axis the dimension that a row runs along, negative from the end; default the last
 * @param options.out where to write, same type and length as `x`; may be `x`; default a new array
 * @returns `out`
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, a partial overlap, a shape or axis that does not fit
 * @remarks A row with NaN or +∞, or of −∞ only, is NaN. Max error: 4 ULP of max(|y|, 1).
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html
 */
export const logSoftmax = /* @__PURE__ */ rowwise(
  {
    name: "logSoftmax",
    aliases: [],
    formula: "x − m − ln Σ e^(x − m), m = max x",
    gradient: "dy − e^y·Σ dy",
    source: "https://pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html",
    errorBounds: { f32: 4, f64: 4 },
  },
  LOG_SOFTMAX,
);

/**
 * Sparsemax of each row, its projection on the simplex: `max(x − τ, 0)`, with the τ for which the row
 * sums to 1. Unlike softmax it makes small values 0.
 *
 * @param x inputs, row-major; f32 or f64
 * @param options.shape sizes of the dimensions, slowest first; default `[x.length]`, one row
 * @param options.axis the dimension that a row runs along, negative from the end; default the last
 * @param options.out where to write, same type and length as `x`; may be `x`; default a new array
 * @returns `out`; every row sums to 1
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, a partial overlap, a shape or axis that does not fit
 * @remarks A row with NaN or +∞, or of −∞ only, is NaN. The gradient is 0 off the support, also where
 *   x = τ: a unit that is off does not learn. Max error: 0.5 ULP of 1, the sum of the row (f64: 1).
 * @see Martins and Astudillo 2016, https://arxiv.org/abs/1602.02068
 */
export const sparsemax = /* @__PURE__ */ rowwise(
  {
    name: "sparsemax",
    aliases: [],
    formula: "max(x − τ, 0), τ such that Σ y = 1",
    gradient: "y > 0 ? dy − mean of dy where y > 0 : 0",
    source: "https://arxiv.org/abs/1602.02068",
    errorBounds: { f32: 0.5, f64: 1 },
  },
  SPARSEMAX,
);

/**
 * Parametric rectified linear unit: `x` if `x > 0`, else `alpha·x`, with learned slopes alpha.
 *
 * @param x inputs, row-major; f32 or f64
 * @param alpha one slope for all, or one for each index along the axis, dimensionless
 * @param options.shape sizes of the dimensions, slowest first; default `[x.length]`
 * @param options.axis the dimension of the channels, negative from the end; default the last
 * @param options.out where to write, same type and length as `x`; may be `x`; default a new array
 * @returns `out`; `gradAlpha`: Σ dy·x over the x ≤ 0 of each slope, as long as alpha
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, a partial overlap, a shape, axis or alpha that does not fit
 * @remarks f′(0) = alpha. Correctly rounded. `gradAlpha` adds up in f64 in a fixed order.
 * @see He et al. 2015, https://arxiv.org/abs/1502.01852
 */
export const prelu = /* @__PURE__ */ learnedSlope({
  name: "prelu",
  aliases: [],
  formula: "x > 0 ? x : alpha·x",
  gradient: "dx = x > 0 ? dy : alpha·dy; dalpha = Σ dy·x over x ≤ 0",
  source: "https://arxiv.org/abs/1502.01852",
  errorBounds: { f32: 0.5, f64: 0.5 },
});
