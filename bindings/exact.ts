/**
 * The same functions with correctly rounded f32 results: `lanewise/exact`. Each result is the f32 nearest to the exact one,
 * ties to even, at default parameters (docs/exact.md: how many inputs have been compared); with others the error is at most 0.5 + 2⁻¹⁰ ULP. Gradients are
 * dy·f′(x) computed in f64 and rounded once. Functions of rows are computed in f64 and rounded once, too. All take
 * Float32Arrays, and two to three times as long as in the main entry.
 */

export * from "./exact/elementwise.js";
export {
  exp as exponential,
  hardSwish as hardSilu,
  sigmoid as logistic,
} from "./exact/elementwise.js";
export { init, initSync } from "./exact/init.js";
export * from "./exact/rows.js";
// No result of these needs more than one rounding.
export {
  binaryStep,
  hardShrink,
  hardTanh,
  identity,
  identity as linear,
  leakyRelu,
  leakyRelu6,
  relu,
  relu6,
  reluSquared,
  softShrink,
  sparseSigmoid,
  threshold,
  thresholdedRelu,
} from "./index.js";
