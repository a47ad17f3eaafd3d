import { FINITE } from "../checks/ranges.js";
import { randomSlope, SEED } from "../kinds/rrelu.js";

/**
 * Randomized leaky rectified linear unit: `x` if `x > 0`, else `slope·x`. In training each element
 * has a slope of its own, uniform in [lower, upper), that depends on seed and index alone: the same
 * for any length, and in `grad` again without being stored. Else all slopes are (lower + upper)/2.
 *
 * @param x inputs, any batch shape, flattened; f32 or f64
 * @param options.training whether slopes are random; default false
 * @param options.seed another seed makes other slopes; a whole number from 0 to 2³² − 1; default 0
 * @param options.lower the least slope, dimensionless; default 1/8
 * @param options.upper what slopes stay below, ≥ lower, dimensionless; default 1/3
 * @param options.offset index of the first element, for a part of a longer array: it has the slopes of its
 *   place there; a whole number from 0 to 2⁵²; default 0
 * @param options.out where to write, same type and length as `x`; may be `x`; default a new array
 * @returns `out`; `slopes`: those of all elements, also where x > 0
 * @throws {TypeError} not float arrays, mixed element types, a detached buffer, an unknown option
 * @throws {RangeError} different lengths, a partial overlap, a parameter out of its range
 * @remarks f′(0) is the slope. With it correctly rounded. The slopes of an f32 and of an f64 array differ.
 *   If lower and upper are equal, so are all slopes.
 * @see Xu et al. 2015, https://arxiv.org/abs/1505.00853
 */
export const rrelu = /* @__PURE__ */ randomSlope({
  name: "rrelu",
  aliases: [],
  formula: "x > 0 ? x : slope·x, slope in [lower, upper), or (lower + upper)/2",
  gradient: "x > 0 ? dy : slope·dy",
  source: "https://arxiv.org/abs/1505.00853",
  parameters: {
    seed: { description: "What the slopes depend on beside the index.", default: 0, range: SEED },
    lower: { description: "The least slope, dimensionless.", default: 0.125, range: FINITE },
    upper: { description: "What slopes stay below, dimensionless.", default: 0.3333333333333333, range: FINITE },
  },
  errorBounds: { f32: 0.5, f64: 0.5 },
});
