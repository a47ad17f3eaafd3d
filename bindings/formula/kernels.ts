import { exp } from "../wasm/families/exponential.js";
import * as arithmetic from "../wasm/formula-families/arithmetic.js";
import * as circular from "../wasm/formula-families/circular.js";
import * as errorFunctions from "../wasm/formula-families/error-functions.js";
import * as hyperbolic from "../wasm/formula-families/hyperbolic.js";
import * as logarithms from "../wasm/formula-families/logarithms.js";
import * as powers from "../wasm/formula-families/power.js";
import { type Exports, exportsOf } from "../wasm/kernels.js";

/** The kernels of formulas, by the names that programs have for them. */
const all = () => ({
  affine: exportsOf(arithmetic.affine),
  ratio: exportsOf(arithmetic.ratio),
  combine: exportsOf(arithmetic.combine),
  multiply: exportsOf(arithmetic.multiply),
  divide: exportsOf(arithmetic.divide),
  product: exportsOf(arithmetic.product),
  fused_combine: exportsOf(arithmetic.fused_combine),
  fused_multiply: exportsOf(arithmetic.fused_multiply),
  fused_divide: exportsOf(arithmetic.fused_divide),
  maximum: exportsOf(arithmetic.maximum),
  minimum: exportsOf(arithmetic.minimum),
  less: exportsOf(arithmetic.less),
  less_equal: exportsOf(arithmetic.less_equal),
  greater: exportsOf(arithmetic.greater),
  greater_equal: exportsOf(arithmetic.greater_equal),
  equal: exportsOf(arithmetic.equal),
  unequal: exportsOf(arithmetic.unequal),
  negation: exportsOf(arithmetic.negation),
  choice: exportsOf(arithmetic.choice),
  keep: exportsOf(arithmetic.keep),
  gate: exportsOf(arithmetic.gate),
  taint: exportsOf(arithmetic.taint),
  weighted: exportsOf(arithmetic.weighted),
  abs: exportsOf(arithmetic.magnitude),
  sign: exportsOf(arithmetic.signum),
  floor: exportsOf(arithmetic.floor),
  sqrt: exportsOf(arithmetic.root),
  exp: exportsOf(exp),
  expm1: exportsOf(powers.expm1),
  power: exportsOf(powers.power),
  log: exportsOf(logarithms.log),
  log1p: exportsOf(logarithms.log1p),
  log2: exportsOf(logarithms.log2),
  sin: exportsOf(circular.sin),
  cos: exportsOf(circular.cos),
  tan: exportsOf(circular.tan),
  atan: exportsOf(circular.atan),
  sinh: exportsOf(hyperbolic.sinh),
  cosh: exportsOf(hyperbolic.cosh),
  asinh: exportsOf(hyperbolic.asinh),
  erf: exportsOf(errorFunctions.erf),
  erfc: exportsOf(errorFunctions.erfc),
  bell: exportsOf(errorFunctions.bell),
});

export const KERNELS: Readonly<Record<KernelName, Exports>> = /* @__PURE__ */ all();

export type KernelName = keyof ReturnType<typeof all>;
