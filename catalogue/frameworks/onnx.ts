import { type Framework, option } from "./counterpart.js";

const ALPHA = { alpha: option("alpha", 1) };
const LAST = "before opset 13, axis was 1, and all dimensions from it on were one row";

export const onnx: Framework = {
  title: "ONNX",
  version: "1.23, opset 28",
  verified: "`Operators.md` at onnx/onnx@f754691",
  documentation: "https://onnx.ai/onnx/operators/",
  counterparts: [
    { name: "Celu", ours: "celu", options: ALPHA },
    { name: "Elu", ours: "elu", options: ALPHA },
    { name: "Exp", ours: "exp" },
    { name: "Gelu", ours: "gelu", note: '`approximate = "none"` is the default' },
    { name: 'Gelu, approximate = "tanh"', ours: "geluTanh" },
    {
      name: "HardSigmoid",
      ours: "hardSigmoid",
      options: { alpha: option("alpha", 0.2), beta: option("beta", 0.5) },
    },
    { name: "HardSwish", ours: "hardSwish", note: "with alpha = 1/6, unlike HardSigmoid" },
    { name: "Identity", ours: "identity" },
    { name: "LeakyRelu", ours: "leakyRelu", options: { alpha: option("negativeSlope", 0.01) } },
    { name: "LogSoftmax", ours: "logSoftmax", options: { axis: option("axis", -1) }, note: LAST },
    { name: "Mish", ours: "mish" },
    {
      name: "PRelu",
      ours: "prelu",
      note: "`slope` is the second argument; it is broadcast there, so slopes of channels have the shape (C, 1, 1)",
    },
    {
      name: "ReduceLogSumExp",
      ours: "logSumExp",
      options: { axes: option("axis") },
      note: "along one axis, as `keepdims` = 0; without `axes`, along all of them there",
    },
    { name: "Relu", ours: "relu" },
    { name: "Selu", ours: "selu", note: "with its default alpha and gamma" },
    {
      name: "Shrink",
      ours: "hardShrink",
      options: { lambd: option("lambda", 0.5) },
      note: "with bias = 0, the default",
    },
    { name: "Shrink", ours: "softShrink", options: { lambd: option("lambda", 0.5) }, note: "with bias = lambd" },
    { name: "Sigmoid", ours: "sigmoid" },
    { name: "Softmax", ours: "softmax", options: { axis: option("axis", -1) }, note: LAST },
    {
      name: "SoftmaxCrossEntropyLoss",
      ours: "softmaxCrossEntropy",
      options: { ignore_index: option("ignoreIndex") },
      note: 'returns one loss per row, as `reduction = "none"`; no `weights`; classes are axis 1: pass `{ axis: 1 }`',
    },
    { name: "Softplus", ours: "softplus" },
    { name: "Softsign", ours: "softsign" },
    { name: "Swish", ours: "swish", options: { alpha: option("beta", 1) }, note: "since opset 24" },
    { name: "Tanh", ours: "tanh" },
    { name: "ThresholdedRelu", ours: "thresholdedRelu", options: { alpha: option("theta", 1) } },
  ],
};
