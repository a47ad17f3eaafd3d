export * from "./activations.js";
export { exp as exponential, hardSwish as hardSilu, identity as linear, sigmoid as logistic } from "./activations.js";
export type { FloatArray } from "./arrays.js";
export type { ValueAndDerivative } from "./both.js";
export type { Binary, Total, Unary } from "./calls.js";
export type { CrossEntropy, LossOptions } from "./cross-entropy.js";
export type {
  BothOptions,
  Elementwise,
  GradientOptions,
  Options,
  OutputDifferentiable,
  ParameterGradients,
} from "./elementwise.js";
export type { Reduction } from "./log-sum-exp.js";
export { init, initSync } from "./module.js";
export type { Parameter, Parameters, Range, Values } from "./parameters.js";
export type { Prelu } from "./prelu.js";
export type { Rrelu, RreluOptions } from "./rrelu.js";
export type { ShapeOptions } from "./shape.js";
export type { ElementLoss } from "./sigmoid-cross-entropy.js";
export type { RowGradientOptions, RowOptions, Rowwise } from "./softmax.js";
export type { ErrorBounds, ShapedSpec, Spec } from "./spec.js";
export type { Maxout, MaxoutOptions, Resizing, SplitOptions } from "./split.js";
export { Workspace } from "./workspace.js";
