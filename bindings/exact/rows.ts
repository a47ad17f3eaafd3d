import * as fast from "../functions/index.js";
import { widened } from "../kinds/exact.js";

/** Softmax of each row. */
export const softmax = /* @__PURE__ */ widened(fast.softmax, {
  f32: 0.51,
  f64: 0.51,
  scope: "for rows of up to 65,536 elements, whatever their spread",
});

/** Logarithm of the softmax of each row. */
export const logSoftmax = /* @__PURE__ */ widened(fast.logSoftmax, {
  f32: 0.51,
  f64: 0.51,
  scope: "or 2⁻⁵⁰ where that is more",
});

/** Logarithm of the sum of the exponentials of each row. */
export const logSumExp = /* @__PURE__ */ widened(fast.logSumExp, {
  f32: 0.51,
  f64: 0.51,
  scope: "or 2⁻⁵⁰ where that is more",
});
