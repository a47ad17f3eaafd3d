export type { FloatArray, ValueAndDerivative } from "./core/arrays.js";
export type { ShapeOptions } from "./core/options.js";
export type { Parameter, Parameters, Range, Values } from "./core/parameters.js";
export * from "./functions/index.js";
export {
  exp as exponential,
  hardSwish as hardSilu,
  identity as linear,
  sigmoid as logistic,
} from "./functions/index.js";
export type { Binary, Total, Unary } from "./kinds/signatures/calls.js";
export type {
  BothOptions,
  Elementwise,
  GradientOptions,
  Options,
  OutputDifferentiable,
  ParameterGradients,
} from "./kinds/signatures/elementwise.js";
export type { CrossEntropy, ElementLoss, LossOptions } from "./kinds/signatures/losses.js";
export type { Prelu } from "./kinds/signatures/prelu.js";
export type { Reduction } from "./kinds/signatures/reduction.js";
export type { Maxout, MaxoutOptions, Resizing, SplitOptions } from "./kinds/signatures/resizing.js";
export type { RowGradientOptions, RowOptions, Rowwise } from "./kinds/signatures/rowwise.js";
export type { Rrelu, RreluOptions } from "./kinds/signatures/rrelu.js";
export type { ErrorBounds, ShapedSpec, Spec } from "./kinds/spec.js";
export { Workspace } from "./memory/workspace.js";
export { init, initSync } from "./wasm/module.js";
