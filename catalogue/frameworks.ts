/**
 * The names and defaults of our functions in other frameworks. Pages and messages that speak of other frameworks read them
 * here. The sources of Keras, JAX and TensorFlow.js were read; most of PyTorch and ONNX was not compared with `source`.
 */

export type FrameworkId = "pytorch" | "keras" | "jax" | "tfjs" | "onnx";

export interface Framework {
  readonly title: string;
  /** The version with these names and defaults. */
  readonly version: string;
  readonly source: string;
}

/** A function of a framework, and how to call ours to get the same. */
export interface Counterpart {
  readonly name: string;
  /** Our options by their names there: `{ lambd: "lambda" }`. */
  readonly options?: Readonly<Record<string, string>>;
  /** The options to pass ours, where the defaults there are others. */
  readonly defaults?: Readonly<Record<string, number>>;
  readonly note?: string;
}

export const FRAMEWORKS: Readonly<Record<FrameworkId, Framework>> = {
  pytorch: {
    title: "PyTorch",
    version: "2.8",
    source: "https://docs.pytorch.org/docs/stable/nn.functional.html",
  },
  keras: { title: "Keras", version: "3", source: "https://keras.io/api/layers/activations/" },
  jax: { title: "JAX", version: "0.6", source: "https://docs.jax.dev/en/latest/jax.nn.html" },
  tfjs: { title: "TensorFlow.js", version: "4.22", source: "https://js.tensorflow.org/api/latest/" },
  onnx: { title: "ONNX", version: "opset 24", source: "https://onnx.ai/onnx/operators/" },
};

const DIM = { dim: "axis" };
const AXIS = { axis: "axis" };
const SUMMED = "returns one loss per row; average them yourself";

type Counterparts = Readonly<Partial<Record<FrameworkId, readonly Counterpart[]>>>;

/** By our names. Functions that no framework has are not listed. */
export const COUNTERPARTS: Readonly<Record<string, Counterparts>> = {
  celu: {
    pytorch: [{ name: "F.celu", options: { alpha: "alpha" } }],
    keras: [{ name: "celu", options: { alpha: "alpha" } }],
    jax: [{ name: "celu", options: { alpha: "alpha" } }],
    onnx: [{ name: "Celu", options: { alpha: "alpha" } }],
  },
  crelu: { keras: [{ name: "crelu", options: AXIS }] },
  elu: {
    pytorch: [{ name: "F.elu", options: { alpha: "alpha" } }],
    keras: [{ name: "elu", options: { alpha: "alpha" } }],
    jax: [{ name: "elu", options: { alpha: "alpha" } }],
    tfjs: [{ name: "tf.elu" }],
    onnx: [{ name: "Elu", options: { alpha: "alpha" } }],
  },
  exp: {
    pytorch: [{ name: "torch.exp" }],
    keras: [{ name: "exponential" }],
    tfjs: [{ name: "tf.exp" }],
    onnx: [{ name: "Exp" }],
  },
  gelu: {
    pytorch: [{ name: "F.gelu" }],
    keras: [{ name: "gelu" }],
    jax: [{ name: "gelu(x, approximate=False)" }],
    onnx: [{ name: "Gelu" }],
  },
  geluTanh: {
    pytorch: [{ name: 'F.gelu(x, approximate="tanh")' }],
    keras: [{ name: "gelu(x, approximate=True)" }],
    jax: [{ name: "gelu", note: "JAX approximates by default" }],
    onnx: [{ name: 'Gelu, approximate = "tanh"' }],
  },
  glu: {
    pytorch: [{ name: "F.glu", options: DIM }],
    keras: [{ name: "glu", options: AXIS }],
    jax: [{ name: "glu", options: AXIS }],
  },
  hardShrink: {
    pytorch: [{ name: "F.hardshrink", options: { lambd: "lambda" } }],
    keras: [{ name: "hard_shrink", options: { threshold: "lambda" } }],
    onnx: [{ name: "Shrink", options: { lambd: "lambda" }, note: "with bias = 0, the default" }],
  },
  hardSigmoid: {
    pytorch: [{ name: "F.hardsigmoid" }],
    keras: [{ name: "hard_sigmoid", note: "0.2·x + 0.5 in Keras 2: pass { alpha: 0.2 }" }],
    jax: [{ name: "hard_sigmoid" }],
    tfjs: [{ name: "hardSigmoid, of a layer", defaults: { alpha: 0.2 } }],
    onnx: [{ name: "HardSigmoid", options: { alpha: "alpha", beta: "beta" }, defaults: { alpha: 0.2 } }],
  },
  hardSwish: {
    pytorch: [{ name: "F.hardswish" }],
    keras: [{ name: "hard_silu" }, { name: "hard_swish" }],
    jax: [{ name: "hard_silu" }, { name: "hard_swish" }],
    onnx: [{ name: "HardSwish" }],
  },
  hardTanh: {
    pytorch: [{ name: "F.hardtanh", options: { min_val: "min", max_val: "max" } }],
    keras: [{ name: "hard_tanh" }],
    jax: [{ name: "hard_tanh" }],
  },
  identity: {
    pytorch: [{ name: "nn.Identity" }],
    keras: [{ name: "linear" }],
    jax: [{ name: "identity" }],
    tfjs: [{ name: "linear, of a layer" }],
    onnx: [{ name: "Identity" }],
  },
  leakyRelu: {
    pytorch: [{ name: "F.leaky_relu", options: { negative_slope: "negativeSlope" } }],
    keras: [
      { name: "leaky_relu", options: { negative_slope: "negativeSlope" }, defaults: { negativeSlope: 0.2 } },
      { name: "layers.LeakyReLU", options: { negative_slope: "negativeSlope" }, defaults: { negativeSlope: 0.3 } },
    ],
    jax: [{ name: "leaky_relu", options: { negative_slope: "negativeSlope" } }],
    tfjs: [
      { name: "tf.leakyRelu", options: { alpha: "negativeSlope" }, defaults: { negativeSlope: 0.2 } },
      { name: "tf.layers.leakyReLU", options: { alpha: "negativeSlope" }, defaults: { negativeSlope: 0.3 } },
    ],
    onnx: [{ name: "LeakyRelu", options: { alpha: "negativeSlope" } }],
  },
  logSigmoid: {
    pytorch: [{ name: "F.logsigmoid" }],
    keras: [{ name: "log_sigmoid" }],
    jax: [{ name: "log_sigmoid" }],
    tfjs: [{ name: "tf.logSigmoid" }],
  },
  logSoftmax: {
    pytorch: [{ name: "F.log_softmax", options: DIM }],
    keras: [{ name: "log_softmax", options: AXIS }],
    jax: [{ name: "log_softmax", options: AXIS }],
    tfjs: [{ name: "tf.logSoftmax", options: AXIS }],
    onnx: [{ name: "LogSoftmax", options: AXIS }],
  },
  logSumExp: {
    pytorch: [{ name: "torch.logsumexp", options: DIM }],
    keras: [{ name: "ops.logsumexp", options: AXIS }],
    jax: [{ name: "logsumexp", options: AXIS }],
    tfjs: [{ name: "tf.logSumExp", options: AXIS }],
    onnx: [{ name: "ReduceLogSumExp", options: { axes: "axis" }, note: "along one axis" }],
  },
  mish: {
    pytorch: [{ name: "F.mish" }],
    keras: [{ name: "mish" }],
    jax: [{ name: "mish" }],
    onnx: [{ name: "Mish" }],
  },
  prelu: {
    pytorch: [{ name: "F.prelu", note: "weight is the second argument; channels are axis 1: pass { axis: 1 }" }],
    keras: [{ name: "layers.PReLU" }],
    tfjs: [{ name: "tf.prelu", note: "alpha is the second argument" }],
    onnx: [{ name: "PRelu", note: "slope is the second argument" }],
  },
  relu: {
    pytorch: [{ name: "F.relu" }],
    keras: [
      {
        name: "relu",
        options: { negative_slope: "negativeSlope", max_value: "maxValue", threshold: "threshold" },
      },
    ],
    jax: [{ name: "relu" }],
    tfjs: [{ name: "tf.relu" }, { name: "tf.layers.reLU", options: { maxValue: "maxValue" } }],
    onnx: [{ name: "Relu" }],
  },
  relu6: {
    pytorch: [{ name: "F.relu6" }],
    keras: [{ name: "relu6" }],
    jax: [{ name: "relu6" }],
    tfjs: [{ name: "tf.relu6" }],
  },
  rrelu: {
    pytorch: [
      {
        name: "F.rrelu",
        options: { lower: "lower", upper: "upper", training: "training" },
        note: "slopes follow from { seed }, not from a generator of the process",
      },
    ],
  },
  selu: {
    pytorch: [{ name: "F.selu" }],
    keras: [{ name: "selu" }],
    jax: [{ name: "selu" }],
    tfjs: [{ name: "tf.selu" }],
    onnx: [{ name: "Selu", note: "with its default alpha and gamma" }],
  },
  sigmoid: {
    pytorch: [{ name: "F.sigmoid" }],
    keras: [{ name: "sigmoid" }],
    jax: [{ name: "sigmoid" }],
    tfjs: [{ name: "tf.sigmoid" }],
    onnx: [{ name: "Sigmoid" }],
  },
  sigmoidCrossEntropy: {
    pytorch: [
      { name: "F.binary_cross_entropy_with_logits", note: "returns one loss per element; average them yourself" },
    ],
    tfjs: [{ name: "tf.losses.sigmoidCrossEntropy", note: "targets come second; one loss per element" }],
  },
  silu: {
    pytorch: [{ name: "F.silu" }],
    keras: [{ name: "silu" }, { name: "swish" }],
    jax: [{ name: "silu" }, { name: "swish" }],
    tfjs: [{ name: "swish, of a layer" }],
  },
  softmax: {
    pytorch: [{ name: "F.softmax", options: DIM }],
    keras: [{ name: "softmax", options: AXIS }],
    jax: [{ name: "softmax", options: AXIS }],
    tfjs: [{ name: "tf.softmax", options: { dim: "axis" } }],
    onnx: [{ name: "Softmax", options: AXIS }],
  },
  softmaxCrossEntropy: {
    pytorch: [
      {
        name: "F.cross_entropy",
        options: { label_smoothing: "labelSmoothing", ignore_index: "ignoreIndex" },
        note: `${SUMMED}; classes are axis 1: pass { axis: 1 }`,
      },
    ],
    tfjs: [
      {
        name: "tf.losses.softmaxCrossEntropy",
        options: { labelSmoothing: "labelSmoothing" },
        note: `logits come first; ${SUMMED}`,
      },
    ],
    onnx: [{ name: "SoftmaxCrossEntropyLoss", options: { ignore_index: "ignoreIndex" }, note: SUMMED }],
  },
  softmin: { pytorch: [{ name: "F.softmin", options: DIM }] },
  softplus: {
    pytorch: [
      { name: "F.softplus", options: { beta: "beta" }, note: "no threshold: accurate where PyTorch turns to x" },
    ],
    keras: [{ name: "softplus" }],
    jax: [{ name: "softplus" }],
    tfjs: [{ name: "tf.softplus" }],
    onnx: [{ name: "Softplus" }],
  },
  softShrink: {
    pytorch: [{ name: "F.softshrink", options: { lambd: "lambda" } }],
    keras: [{ name: "soft_shrink", options: { threshold: "lambda" } }],
    onnx: [{ name: "Shrink", options: { lambd: "lambda" }, note: "with bias = lambd" }],
  },
  softsign: {
    pytorch: [{ name: "F.softsign" }],
    keras: [{ name: "softsign" }],
    jax: [{ name: "soft_sign" }],
    tfjs: [{ name: "softsign, of a layer" }],
    onnx: [{ name: "Softsign" }],
  },
  sparsemax: { keras: [{ name: "sparsemax", options: AXIS }] },
  sparsePlus: { keras: [{ name: "sparse_plus" }], jax: [{ name: "sparse_plus" }] },
  sparseSigmoid: { keras: [{ name: "sparse_sigmoid" }], jax: [{ name: "sparse_sigmoid" }] },
  squareplus: {
    keras: [{ name: "squareplus", options: { b: "b" } }],
    jax: [{ name: "squareplus", options: { b: "b" } }],
  },
  swish: {
    tfjs: [{ name: "swish, of a layer", options: { alpha: "beta" } }],
    onnx: [{ name: "Swish", options: { alpha: "beta" } }],
  },
  tanh: {
    pytorch: [{ name: "F.tanh" }],
    keras: [{ name: "tanh" }],
    jax: [{ name: "tanh" }],
    tfjs: [{ name: "tf.tanh" }],
    onnx: [{ name: "Tanh" }],
  },
  tanhShrink: { pytorch: [{ name: "F.tanhshrink" }], keras: [{ name: "tanh_shrink" }] },
  threshold: {
    pytorch: [{ name: "F.threshold", options: { threshold: "threshold", value: "value" } }],
    keras: [{ name: "threshold", options: { threshold: "threshold", default_value: "value" } }],
  },
  thresholdedRelu: {
    tfjs: [{ name: "tf.layers.thresholdedReLU", options: { theta: "theta" } }],
    onnx: [{ name: "ThresholdedRelu", options: { alpha: "theta" } }],
  },
};
