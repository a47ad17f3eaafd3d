import { type Framework, option } from "./counterpart.js";

const LAST = "the last axis is the only one there";
const REDUCED = "targets come first there, and the losses are reduced to one number; no `weights`";

export const tfjs: Framework = {
  title: "TensorFlow.js",
  version: "4.22",
  verified: "`tfjs-core/src/ops` and `tfjs-layers/src` at tensorflow/tfjs@0fc04d9",
  documentation: "https://js.tensorflow.org/api/latest/",
  counterparts: [
    { name: "gelu, of a layer", ours: "gelu" },
    { name: "gelu_new, of a layer", ours: "geluTanh" },
    { name: "hardSigmoid, of a layer", ours: "hardSigmoid", fixed: { alpha: 0.2 }, note: "0.2·x + 0.5" },
    { name: "linear, of a layer", ours: "identity" },
    { name: "mish, of a layer", ours: "mish" },
    { name: "softsign, of a layer", ours: "softsign" },
    { name: "swish, of a layer", ours: "swish", options: { alpha: option("beta", 1) }, note: "with alpha = 1: `silu`" },
    { name: "tf.elu", ours: "elu" },
    { name: "tf.exp", ours: "exp" },
    { name: "tf.layers.elu", ours: "elu", options: { alpha: option("alpha", 1) }, note: "takes only 1 there" },
    { name: "tf.layers.leakyReLU", ours: "leakyRelu", options: { alpha: option("negativeSlope", 0.3) } },
    {
      name: "tf.layers.prelu",
      ours: "prelu",
      note: "slopes start at 0, one for each element of an item; with `sharedAxes`, one for each channel, as here",
    },
    { name: "tf.layers.reLU", ours: "relu", options: { maxValue: option("maxValue") } },
    {
      name: "tf.layers.softmax",
      ours: "softmax",
      options: { axis: option("axis", 1) },
      note: "its documentation says −1, its source 1",
    },
    { name: "tf.layers.thresholdedReLU", ours: "thresholdedRelu", options: { theta: option("theta", 1) } },
    { name: "tf.leakyRelu", ours: "leakyRelu", options: { alpha: option("negativeSlope", 0.2) } },
    { name: "tf.logSigmoid", ours: "logSigmoid" },
    { name: "tf.logSoftmax", ours: "logSoftmax", options: { axis: option("axis", -1) }, note: LAST },
    {
      name: "tf.logSumExp",
      ours: "logSumExp",
      options: { axis: option("axis") },
      note: "along one axis; without `axis`, along all of them there",
    },
    {
      name: "tf.losses.sigmoidCrossEntropy",
      ours: "sigmoidCrossEntropy",
      note: `${REDUCED} and no \`labelSmoothing\``,
    },
    {
      name: "tf.losses.softmaxCrossEntropy",
      ours: "softmaxCrossEntropy",
      options: { labelSmoothing: option("labelSmoothing", 0) },
      note: `${REDUCED}; \`labelSmoothing\` here is of labels, an Int32Array`,
    },
    { name: "tf.prelu", ours: "prelu", note: "alpha is the second argument" },
    { name: "tf.relu", ours: "relu" },
    { name: "tf.relu6", ours: "relu6" },
    { name: "tf.selu", ours: "selu" },
    { name: "tf.sigmoid", ours: "sigmoid" },
    { name: "tf.softmax", ours: "softmax", options: { dim: option("axis", -1) }, note: LAST },
    { name: "tf.softplus", ours: "softplus" },
    { name: "tf.step", ours: "binaryStep", note: "with alpha = 0, the default; at 0 it is 0 there, and 1 here" },
    { name: "tf.tanh", ours: "tanh" },
  ],
};
