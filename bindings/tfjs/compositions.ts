import { rrelu } from "../index.js";
import { type Operations, sizeOf, type Tensor } from "./tensorflow.js";

/** A number, or a tensor of one element where a parameter is learned. */
type Parameter = Tensor | number;

/** The parameters of all functions: a composition takes the ones of its function, which were checked before. */
export type Given = Readonly<
  { axis: number; pieces: number } & Record<
    "alpha" | "b" | "beta" | "lambda" | "max" | "maxValue" | "min" | "negativeSlope" | "theta" | "threshold" | "value",
    Parameter
  >
>;

const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;

/** For rows of n elements, 12 + log₂(n) steps end below the precision of f32, and most rows need five. */
const NEWTON_STEPS = 24;

/**
 * The functions in operations of TensorFlow.js, by name: slower and less exact, but they run on any backend, and can be
 * differentiated again and again. Comparisons are such that NaN is taken for x.
 */
export function compositionsOf(tf: Operations): Readonly<Record<string, (x: Tensor, parameters: Given) => Tensor>> {
  const { abs, add, div, exp, greaterEqual, lessEqual, logSumExp, max, maximum, minimum } = tf;
  const { mul, neg, relu, sigmoid, softplus, split, square, sub, sum, tanh, where } = tf;
  const upTo = (x: Tensor, bound: Parameter, then: Parameter, otherwise: Parameter) =>
    where(lessEqual(x, bound), then, otherwise);
  const from = (x: Tensor, bound: Parameter, then: Parameter, otherwise: Parameter) =>
    where(greaterEqual(x, bound), then, otherwise);
  const clip = (x: Tensor, low: Parameter, high: Parameter) => upTo(x, low, low, from(x, high, high, x));
  const leaky = (x: Tensor, slope: Parameter) => upTo(x, 0, mul(x, slope), x);
  const elu = (x: Tensor, scale: Parameter, factor: Parameter, positive = x) =>
    upTo(x, 0, mul(sub(exp(div(minimum(x, 0), scale)), 1), factor), positive);
  const gated = (x: Tensor, gate: Tensor) => mul(x, sigmoid(gate));
  const gelu = (x: Tensor) => mul(mul(x, 0.5), add(tf.erf(mul(x, Math.SQRT1_2)), 1));
  const hardSigmoid = (x: Tensor, slope: Parameter, offset: Parameter) => clip(add(mul(x, slope), offset), 0, 1);
  const softmax = (x: Tensor, axis: number) => {
    const e = exp(sub(x, max(x, axis, true)));
    return div(e, sum(e, axis, true));
  };
  // Both are the halves of x.
  const product =
    (f: (a: Tensor) => Tensor, at: 0 | 1) =>
    (x: Tensor, { axis }: Given) => {
      const parts = split(x, 2, axis);
      return mul(parts[1 - at]!, f(parts[at]!));
    };
  return {
    identity: (x) => tf.clone(x),
    binaryStep: (x) => from(x, 0, 1, upTo(x, 0, 0, x)),
    relu: (x, { maxValue, negativeSlope, threshold }) => {
      // ∞·0 is NaN.
      const below = negativeSlope === 0 ? 0 : mul(sub(x, threshold), negativeSlope);
      return upTo(x, threshold, below, maxValue === Infinity ? x : from(x, maxValue, maxValue, x));
    },
    relu6: (x) => clip(x, 0, 6),
    leakyRelu: (x, { negativeSlope }) => leaky(x, negativeSlope),
    leakyRelu6: (x, { negativeSlope }) => from(x, 6, 6, leaky(x, negativeSlope)),
    thresholdedRelu: (x, { theta }) => upTo(x, theta, 0, x),
    threshold: (x, { threshold, value }) => upTo(x, threshold, value, x),
    reluSquared: (x) => square(relu(x)),
    hardTanh: (x, { min, max: most }) => clip(x, min, most),
    hardSigmoid: (x, { alpha, beta }) => hardSigmoid(x, alpha, beta),
    sparseSigmoid: (x) => hardSigmoid(x, 0.5, 0.5),
    sparsePlus: (x) => upTo(x, -1, 0, from(x, 1, x, mul(square(add(x, 1)), 0.25))),
    hardShrink: (x, { lambda }) => upTo(abs(x), lambda, 0, x),
    softShrink: (x, { lambda }) => upTo(abs(x), lambda, 0, sub(x, mul(tf.sign(x), lambda))),
    silu: (x) => gated(x, x),
    swish: (x, { beta }) => gated(x, mul(x, beta)),
    hardSwish: (x) => mul(x, hardSigmoid(x, 1 / 6, 0.5)),
    quickGelu: (x) => gated(x, mul(x, 1.702)),
    mish: (x) => mul(x, tanh(softplus(x))),
    gelu,
    geluTanh: (x) => gated(x, mul(add(x, mul(mul(x, square(x)), 0.044715)), Math.sqrt(8 / Math.PI))),
    elu: (x, { alpha }) => elu(x, 1, alpha),
    selu: (x) => elu(x, 1, SELU_SCALE * SELU_ALPHA, mul(x, SELU_SCALE)),
    celu: (x, { alpha }) => elu(x, alpha, alpha),
    exp,
    sigmoid,
    tanh,
    softsign: (x) => div(x, add(abs(x), 1)),
    softplus: (x, { beta }) => div(softplus(mul(x, beta)), beta),
    logSigmoid: (x) => neg(softplus(neg(x))),
    squareplus: (x, { b }) => mul(add(x, tf.sqrt(add(square(x), b))), 0.5),
    tanhShrink: (x) => sub(x, tanh(x)),
    softmax: (x, { axis }) => softmax(x, axis),
    softmin: (x, { axis }) => softmax(neg(x), axis),
    logSoftmax: (x, { axis }) => sub(x, logSumExp(x, axis, true)),
    logSumExp: (x, { axis }) => logSumExp(x, axis),
    sparsemax: (x, { axis }) => {
      // Newton's method for Σ relu(z − τ) = 1, from below the root: it does not pass it, and its last step has the gradient.
      const z = sub(x, max(x, axis, true));
      let tau: Tensor | undefined;
      for (let step = 0; step < NEWTON_STEPS; step++) {
        const rest = sub(z, tau ?? -1);
        const count = sum(tf.cast(tf.greater(rest, 0), "float32"), axis, true);
        tau = add(tau ?? -1, div(sub(sum(relu(rest), axis, true), 1), count));
      }
      return relu(sub(z, tau!));
    },
    glu: product(sigmoid, 1),
    swiglu: product((a) => gated(a, a), 0),
    geglu: product(gelu, 0),
    reglu: product(relu, 0),
    crelu: (x, { axis }) => tf.concat([relu(x), relu(neg(x))], axis),
    maxout: (x, { axis, pieces }) => split(x, pieces, axis).reduce((most, piece) => maximum(most, piece)),
    rrelu: (x, parameters) => {
      const slopes = rrelu(new Float32Array(sizeOf(x.shape)).fill(-1), parameters as object);
      return leaky(x, neg(tf.tensor(slopes, x.shape)));
    },
  };
}

/**
 * f′(x) of the functions that TensorFlow.js has a kernel for, whose gradient would otherwise ask for itself. The slopes of
 * all others follow from their compositions.
 */
export function slopesOf(tf: Operations): Readonly<Record<string, (x: Tensor, parameters: Given) => Tensor>> {
  const { mul, neg, sigmoid, square, sub, tanh } = tf;
  return {
    exp: tf.exp,
    sigmoid: (x) => mul(sigmoid(x), sigmoid(neg(x))),
    softplus: (x, { beta }) => sigmoid(mul(x, beta)),
    tanh: (x) => sub(1, square(tanh(x))),
  };
}
