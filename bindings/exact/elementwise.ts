import * as fast from "../functions/index.js";
import type { Requirement } from "../kinds/elementwise.js";
import { exactly } from "../kinds/exact.js";
import * as kernels from "../wasm/exact-families/index.js";

const POSITIVE_ALPHA: Requirement = { parameter: "alpha", text: "a number > 0", holds: (values) => values[0]! > 0 };
const isOne = (values: readonly number[]) => values[0] === 1;

/** Exponential linear unit. */
export const elu = /* @__PURE__ */ exactly(fast.elu, {
  kernel: kernels.elu,
  fromOutput: kernels.elu_from_output,
  requires: POSITIVE_ALPHA,
});

/** Scaled exponential linear unit. */
export const selu = /* @__PURE__ */ exactly(fast.selu, {
  kernel: kernels.selu,
  fromOutput: kernels.selu_from_output,
});

/** Continuously differentiable exponential linear unit. */
export const celu = /* @__PURE__ */ exactly(fast.celu, {
  kernel: kernels.celu,
  faster: { kernel: kernels.elu, when: isOne },
  fromOutput: kernels.celu_from_output,
  requires: POSITIVE_ALPHA,
});

/** Exponential. */
export const exp = /* @__PURE__ */ exactly(fast.exp, { kernel: kernels.exp, fromOutput: kernels.exp_from_output });

/** Logistic sigmoid. */
export const sigmoid = /* @__PURE__ */ exactly(fast.sigmoid, {
  kernel: kernels.sigmoid,
  fromOutput: kernels.sigmoid_from_output,
});

/** Logarithm of the sigmoid. */
export const logSigmoid = /* @__PURE__ */ exactly(fast.logSigmoid, {
  kernel: kernels.log_sigmoid,
  fromOutput: kernels.log_sigmoid_from_output,
});

/** Hard sigmoid. */
export const hardSigmoid = /* @__PURE__ */ exactly(fast.hardSigmoid, {
  kernel: kernels.hard_sigmoid,
  fromOutput: kernels.hard_sigmoid_from_output,
});

/** Hyperbolic tangent. */
export const tanh = /* @__PURE__ */ exactly(fast.tanh, { kernel: kernels.tanh, fromOutput: kernels.tanh_from_output });

/** Tanh shrink. */
export const tanhShrink = /* @__PURE__ */ exactly(fast.tanhShrink, { kernel: kernels.tanh_shrink });

/** Softsign. */
export const softsign = /* @__PURE__ */ exactly(fast.softsign, {
  kernel: kernels.softsign,
  fromOutput: kernels.softsign_from_output,
});

/** Softplus. */
export const softplus = /* @__PURE__ */ exactly(fast.softplus, {
  kernel: kernels.steep_softplus,
  faster: { kernel: kernels.softplus, when: isOne },
  fromOutput: kernels.softplus_from_output,
});

/** Squareplus. */
export const squareplus = /* @__PURE__ */ exactly(fast.squareplus, { kernel: kernels.squareplus });

/** Sparse plus. */
export const sparsePlus = /* @__PURE__ */ exactly(fast.sparsePlus, { kernel: kernels.sparse_plus });

/** Sigmoid linear unit. */
export const silu = /* @__PURE__ */ exactly(fast.silu, { kernel: kernels.silu });

/** Swish. */
export const swish = /* @__PURE__ */ exactly(fast.swish, {
  kernel: kernels.swish,
  faster: { kernel: kernels.silu, when: isOne },
});

/** Hard swish. */
export const hardSwish = /* @__PURE__ */ exactly(fast.hardSwish, { kernel: kernels.hard_swish });

/** Quick GELU. */
export const quickGelu = /* @__PURE__ */ exactly(fast.quickGelu, { kernel: kernels.quick_gelu });

/** Mish. */
export const mish = /* @__PURE__ */ exactly(fast.mish, { kernel: kernels.mish });

/** Gaussian error linear unit. */
export const gelu = /* @__PURE__ */ exactly(fast.gelu, { kernel: kernels.gelu });

/** Gaussian error linear unit, approximated with tanh. */
export const geluTanh = /* @__PURE__ */ exactly(fast.geluTanh, { kernel: kernels.gelu_tanh });
