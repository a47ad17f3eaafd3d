import * as fast from "../functions/index.js";
import { widened } from "../kinds/exact.js";

const ROUNDED = { f32: 0.51, f64: 0.51 };

/** Softmax of each row. */
export const softmax = /* @__PURE__ */ widened(fast.softmax, {
  ...ROUNDED,
  scope: "for rows of up to 65,536 elements, whatever their spread",
  gradient: { ...ROUNDED, scope: "or 2⁻⁵⁰ of y·(|d| + Σ |d|·y), d = dy less dy at the largest" },
});

/** Logarithm of the softmax of each row. */
export const logSoftmax = /* @__PURE__ */ widened(fast.logSoftmax, {
  ...ROUNDED,
  scope: "or 2⁻⁵⁰ where that is more",
  gradient: { ...ROUNDED, scope: "or 2⁻⁵⁰ of |dy|·(1 − e^y) + e^y·Σ |dy| of the others" },
});

/** Logarithm of the sum of the exponentials of each row. */
export const logSumExp = /* @__PURE__ */ widened(fast.logSumExp, {
  ...ROUNDED,
  scope: "or 2⁻⁵⁰ where that is more",
  gradient: ROUNDED,
});
