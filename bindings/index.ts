export type { FloatArray, Fresh, Like, Matching, ValueAndDerivative, Written } from "./core/arrays.js";
export type { Accumulate, ShapeOptions } from "./core/options.js";
export type { Parameter, Parameters, PresetParameter, Range, Values } from "./core/parameters.js";
export * from "./functions/index.js";
export {
  exp as exponential,
  hardSwish as hardSilu,
  identity as linear,
  sigmoid as logistic,
} from "./functions/index.js";
export { type ForeignArray, on, type ShapedArray } from "./interop/on.js";
export type {
  Added,
  Gradient,
  GradientFromOutput,
  Output,
  OutputOfBoth,
  ParameterGradient,
  Unary,
} from "./kinds/signatures/calls.js";
export type { ElementLoss, ElementLossGradient } from "./kinds/signatures/element-loss.js";
export type {
  BothOptions,
  Elementwise,
  GradientOptions,
  LearnedGradients,
  Options,
  OutputDifferentiable,
  ParameterGradients,
  WithDerivative,
} from "./kinds/signatures/elementwise.js";
export type {
  CrossEntropy,
  CrossEntropyGradient,
  CrossEntropySpec,
  LabelOptions,
  LabelsOrTargets,
  LossOptions,
  ManyLabelsOrTargets,
} from "./kinds/signatures/losses.js";
export type { Prelu, SlopeGradient } from "./kinds/signatures/prelu.js";
export type { Reduction } from "./kinds/signatures/reduction.js";
export type {
  RequiredElementwise,
  RequiredGradient,
  RequiredUnary,
  RequiredWithDerivative,
} from "./kinds/signatures/required.js";
export type { Maxout, MaxoutOptions, PiecesOptions, Resizing, SplitOptions } from "./kinds/signatures/resizing.js";
export type { RowGradientOptions, RowOptions, Rowwise } from "./kinds/signatures/rowwise.js";
export type { Rrelu, RreluOptions, SlopeOptions } from "./kinds/signatures/rrelu.js";
export type { ErrorBounds, Interval, ParameterValues, ShapedSpec, Spec } from "./kinds/spec.js";
export { init } from "./memory/init.js";
export { Workspace } from "./memory/workspace.js";
export { initSync } from "./wasm/module.js";
