import { type Framework, option } from "./counterpart.js";

const AXIS = { axis: option("axis", -1) };
const ALPHA = { alpha: option("alpha", 1) };

export const jax: Framework = {
  title: "JAX",
  version: "0.11",
  verified: "`jax/_src/nn/functions.py` and `jax/_src/ops/special.py` at jax-ml/jax@cec06d1",
  documentation: "https://docs.jax.dev/en/latest/jax.nn.html",
  counterparts: [
    { name: "celu", ours: "celu", options: ALPHA },
    { name: "elu", ours: "elu", options: ALPHA },
    { name: "gelu", ours: "geluTanh", note: "`approximate=True` is the default" },
    { name: "gelu(x, approximate=False)", ours: "gelu" },
    { name: "glu", ours: "glu", options: AXIS },
    { name: "hard_sigmoid", ours: "hardSigmoid", note: "relu6(x + 3)/6" },
    { name: "hard_silu", ours: "hardSwish" },
    { name: "hard_swish", ours: "hardSwish" },
    { name: "hard_tanh", ours: "hardTanh" },
    { name: "identity", ours: "identity" },
    { name: "jnp.exp", ours: "exp" },
    { name: "jnp.heaviside", ours: "binaryStep", note: "with `x2` = 1" },
    { name: "leaky_relu", ours: "leakyRelu", options: { negative_slope: option("negativeSlope", 0.01) } },
    { name: "log_sigmoid", ours: "logSigmoid" },
    { name: "log_softmax", ours: "logSoftmax", options: AXIS },
    {
      name: "logsumexp",
      ours: "logSumExp",
      options: { axis: option("axis") },
      note: "along one axis; without `axis`, along all of them there",
    },
    { name: "mish", ours: "mish" },
    { name: "relu", ours: "relu" },
    { name: "relu6", ours: "relu6" },
    { name: "selu", ours: "selu" },
    { name: "sigmoid", ours: "sigmoid" },
    { name: "silu", ours: "silu" },
    { name: "soft_sign", ours: "softsign" },
    { name: "softmax", ours: "softmax", options: AXIS },
    { name: "softplus", ours: "softplus" },
    { name: "sparse_plus", ours: "sparsePlus" },
    { name: "sparse_sigmoid", ours: "sparseSigmoid" },
    { name: "squareplus", ours: "squareplus", options: { b: option("b", 4) } },
    { name: "swish", ours: "silu" },
    { name: "tanh", ours: "tanh" },
  ],
};
