export type { Parameter, Parameters, Range, Values } from "./checks/options.js";
export type { ShapeOptions } from "./checks/shape.js";
export type { FloatArray } from "./core/types.js";
export type { ValueAndDerivative } from "./dispatch/value-and-derivative.js";
export * from "./functions/index.js";
export {
  exp as exponential,
  hardSwish as hardSilu,
  identity as linear,
  sigmoid as logistic,
} from "./functions/index.js";
export type { CrossEntropy, LossOptions } from "./kinds/cross-entropy.js";
export type { ElementLoss } from "./kinds/element-loss.js";
export type {
  BothOptions,
  Elementwise,
  GradientOptions,
  Options,
  OutputDifferentiable,
  ParameterGradients,
} from "./kinds/elementwise.js";
export type { Prelu } from "./kinds/prelu.js";
export type { Reduction } from "./kinds/reduction.js";
export type { Maxout, MaxoutOptions, Resizing, SplitOptions } from "./kinds/resizing.js";
export type { RowGradientOptions, RowOptions, Rowwise } from "./kinds/rowwise.js";
export type { Rrelu, RreluOptions } from "./kinds/rrelu.js";
export type { Binary, Total, Unary } from "./kinds/signatures.js";
export type { ErrorBounds, ShapedSpec, Spec } from "./kinds/spec.js";
export { Workspace } from "./memory/workspace.js";
export { init, initSync } from "./wasm/module.js";
