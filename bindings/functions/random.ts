import { FINITE } from "../checks/ranges.js";
import { randomSlope, SEED } from "../kinds/rrelu.js";

/**
 * Randomized leaky rectified linear unit: `x` if `x > 0`, else `slope·x`.
 *
 * In training each element has a slope of its own, uniform in [lower, upper), which depends on seed and index alone: it
 * is the same for any length, and again in `grad`, without being stored. Otherwise all slopes are (lower + upper)/2.
 * The slopes of an f32 and of an f64 array differ.
 */
export const rrelu = /* @__PURE__ */ randomSlope({
  name: "rrelu",
  aliases: [],
  formula: "x > 0 ? x : slope·x, slope in [lower, upper), or (lower + upper)/2",
  gradient: "x > 0 ? dy : slope·dy",
  range: [-Infinity, Infinity],
  source: "Xu et al. 2015, https://arxiv.org/abs/1505.00853",
  parameters: {
    seed: { description: "number that the slopes depend on besides the index", default: 0, range: SEED },
    lower: { description: "least slope, dimensionless", default: 0.125, range: FINITE },
    upper: { description: "bound that slopes stay below, dimensionless", default: 0.3333333333333333, range: FINITE },
  },
  errorBounds: {
    f32: 0.5,
    f64: 0.5,
    scope: "for the slope of the element",
    gradient: { f32: 0.5, f64: 0.5 },
  },
});
