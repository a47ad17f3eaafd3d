import { type Framework, option } from "./counterpart.js";

const DIM = { dim: option("axis") };
const CHOSEN = "without `dim`, PyTorch chooses one, and warns; ours is the last";

export const pytorch: Framework = {
  title: "PyTorch",
  version: "2.8",
  verified:
    "the pages of the stable version (`generated/torch.nn.*`), and `torch/nn/functional.py` at pytorch/pytorch@00012f4",
  documentation: "https://docs.pytorch.org/docs/stable/nn.functional.html",
  counterparts: [
    {
      name: "F.binary_cross_entropy_with_logits",
      ours: "sigmoidCrossEntropy",
      note: "returns one loss per element, as `reduction='none'`; no `weight` and `pos_weight`",
    },
    { name: "F.celu", ours: "celu", options: { alpha: option("alpha", 1) } },
    {
      name: "F.cross_entropy",
      ours: "softmaxCrossEntropy",
      options: { ignore_index: option("ignoreIndex", -100), label_smoothing: option("labelSmoothing", 0) },
      note: "returns one loss per row, as `reduction='none'`; no `weight`; classes are axis 1: pass `{ axis: 1 }`",
    },
    { name: "F.elu", ours: "elu", options: { alpha: option("alpha", 1) } },
    { name: "F.gelu", ours: "gelu", note: "`approximate='none'` is the default" },
    { name: 'F.gelu(x, approximate="tanh")', ours: "geluTanh" },
    { name: "F.glu", ours: "glu", options: { dim: option("axis", -1) } },
    { name: "F.hardshrink", ours: "hardShrink", options: { lambd: option("lambda", 0.5) } },
    { name: "F.hardsigmoid", ours: "hardSigmoid", note: "x/6 + 1/2" },
    { name: "F.hardswish", ours: "hardSwish" },
    { name: "F.hardtanh", ours: "hardTanh", options: { min_val: option("min", -1), max_val: option("max", 1) } },
    { name: "F.leaky_relu", ours: "leakyRelu", options: { negative_slope: option("negativeSlope", 0.01) } },
    { name: "F.log_softmax", ours: "logSoftmax", options: DIM, note: CHOSEN },
    { name: "F.logsigmoid", ours: "logSigmoid" },
    { name: "F.mish", ours: "mish" },
    {
      name: "F.prelu",
      ours: "prelu",
      note: "`weight` is the second argument, and `nn.PReLU` starts it at 0.25; channels are axis 1: pass `{ axis: 1 }`",
    },
    { name: "F.relu", ours: "relu" },
    { name: "F.relu6", ours: "relu6" },
    {
      name: "F.rrelu",
      ours: "rrelu",
      options: { lower: option("lower", 1 / 8), upper: option("upper", 1 / 3), training: option("training", false) },
      note: "slopes follow from `{ seed }`, not from a generator of the process",
    },
    { name: "F.selu", ours: "selu" },
    { name: "F.sigmoid", ours: "sigmoid" },
    { name: "F.silu", ours: "silu" },
    { name: "F.softmax", ours: "softmax", options: DIM, note: CHOSEN },
    { name: "F.softmin", ours: "softmin", options: DIM, note: CHOSEN },
    {
      name: "F.softplus",
      ours: "softplus",
      options: { beta: option("beta", 1) },
      note: "no `threshold` (there 20): accurate where PyTorch turns to x",
    },
    { name: "F.softshrink", ours: "softShrink", options: { lambd: option("lambda", 0.5) } },
    { name: "F.softsign", ours: "softsign" },
    { name: "F.tanh", ours: "tanh" },
    { name: "F.tanhshrink", ours: "tanhShrink" },
    {
      name: "F.threshold",
      ours: "threshold",
      options: { threshold: option("threshold"), value: option("value") },
    },
    { name: "nn.Identity", ours: "identity" },
    { name: "torch.exp", ours: "exp" },
    { name: "torch.heaviside", ours: "binaryStep", note: "with `values` = 1" },
    { name: "torch.logsumexp", ours: "logSumExp", options: DIM, note: "along one dimension, as `keepdim=False`" },
  ],
};
