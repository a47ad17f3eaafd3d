/** Our functions as operations of TensorFlow.js, or composed of them as its users do. */

export interface Tensor {
  dataSync(): Float32Array;
  dispose(): void;
}
type Operation = (...operands: readonly (Tensor | number)[]) => Tensor;
export type Operations = Readonly<
  Record<
    | ("abs" | "add" | "clipByValue" | "div" | "elu" | "erf" | "exp" | "greaterEqual" | "leakyRelu")
    | ("logSigmoid" | "logSoftmax" | "logSumExp" | "maximum" | "minimum" | "mul" | "neg" | "prelu" | "relu" | "relu6")
    | ("selu" | "sigmoid" | "sign" | "softmax" | "softplus" | "sqrt" | "square" | "step" | "sub" | "tanh" | "where"),
    Operation
  > & {
    readonly split: (x: Tensor, pieces: number, axis: number) => readonly [Tensor, Tensor];
    readonly concat: (tensors: readonly Tensor[], axis: number) => Tensor;
  }
>;

export type Composition = (x: Tensor, tf: Operations, alpha: Tensor | undefined) => Tensor;

const silu: Composition = (x, tf) => tf.mul(x, tf.sigmoid(x));
const gelu = (x: Tensor, tf: Operations) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.div(x, Math.SQRT2)), 1));

/** The product of one half of the last dimension and a function of the other. */
const gated =
  (of: (a: Tensor, b: Tensor, tf: Operations) => Tensor): Composition =>
  (x, tf) => {
    const [a, b] = tf.split(x, 2, -1);
    return of(a, b, tf);
  };

/** Composed with step instead of greater, which has no gradient. */
export const FUNCTIONS: Readonly<Record<string, Composition>> = {
  binaryStep: (x, tf) => tf.step(x),
  relu: (x, tf) => tf.relu(x),
  relu6: (x, tf) => tf.relu6(x),
  leakyRelu: (x, tf) => tf.leakyRelu(x, 0.01),
  leakyRelu6: (x, tf) => tf.minimum(tf.leakyRelu(x, 0.01), 6),
  reluSquared: (x, tf) => tf.square(tf.relu(x)),
  thresholdedRelu: (x, tf) => tf.mul(x, tf.step(tf.sub(x, 1))),
  threshold: (x, tf) => {
    const on = tf.step(tf.sub(x, 0.5));
    return tf.add(tf.mul(x, on), tf.mul(tf.sub(on, 1), 2));
  },
  prelu: (x, tf, alpha) => tf.prelu(x, alpha!),
  elu: (x, tf) => tf.elu(x),
  celu: (x, tf) => tf.elu(x),
  selu: (x, tf) => tf.selu(x),
  exp: (x, tf) => tf.exp(x),
  sigmoid: (x, tf) => tf.sigmoid(x),
  logSigmoid: (x, tf) => tf.logSigmoid(x),
  sparseSigmoid: (x, tf) => tf.clipByValue(tf.mul(tf.add(x, 1), 0.5), 0, 1),
  softplus: (x, tf) => tf.softplus(x),
  squareplus: (x, tf) => tf.mul(tf.add(x, tf.sqrt(tf.add(tf.square(x), 4))), 0.5),
  sparsePlus: (x, tf) => tf.where(tf.greaterEqual(x, 1), x, tf.mul(tf.square(tf.relu(tf.add(x, 1))), 0.25)),
  tanh: (x, tf) => tf.tanh(x),
  hardTanh: (x, tf) => tf.clipByValue(x, -1, 1),
  tanhShrink: (x, tf) => tf.sub(x, tf.tanh(x)),
  hardSigmoid: (x, tf) => tf.clipByValue(tf.add(tf.mul(x, 1 / 6), 0.5), 0, 1),
  hardSwish: (x, tf) => tf.mul(x, tf.mul(tf.relu6(tf.add(x, 3)), 1 / 6)),
  softsign: (x, tf) => tf.div(x, tf.add(tf.abs(x), 1)),
  silu,
  swish: silu,
  quickGelu: (x, tf) => tf.mul(x, tf.sigmoid(tf.mul(x, 1.702))),
  mish: (x, tf) => tf.mul(x, tf.tanh(tf.softplus(x))),
  gelu,
  geluTanh: (x, tf) => {
    const cube = tf.mul(x, tf.square(x));
    const bent = tf.mul(tf.add(x, tf.mul(cube, 0.044715)), Math.sqrt(2 / Math.PI));
    return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(bent), 1));
  },
  hardShrink: (x, tf) => tf.mul(x, tf.step(tf.sub(tf.abs(x), 0.5))),
  softShrink: (x, tf) => tf.mul(tf.sign(x), tf.relu(tf.sub(tf.abs(x), 0.5))),
  softmax: (x, tf) => tf.softmax(x),
  softmin: (x, tf) => tf.softmax(tf.neg(x)),
  logSoftmax: (x, tf) => tf.logSoftmax(x),
  logSumExp: (x, tf) => tf.logSumExp(x, -1),
  glu: gated((a, b, tf) => tf.mul(a, tf.sigmoid(b))),
  swiglu: gated((a, b, tf) => tf.mul(silu(a, tf, undefined), b)),
  geglu: gated((a, b, tf) => tf.mul(gelu(a, tf), b)),
  reglu: gated((a, b, tf) => tf.mul(tf.relu(a), b)),
  crelu: (x, tf) => tf.relu(tf.concat([x, tf.neg(x)], -1)),
  maxout: gated((a, b, tf) => tf.maximum(a, b)),
};
