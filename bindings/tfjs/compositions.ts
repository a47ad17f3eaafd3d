import { hasOwn } from "../core/own.js";
import type { Attributes, Core, Operations, Tensor } from "./tensorflow.js";

/**
 * The functions in operations of TensorFlow.js: slower and less exact, but they run on any backend, and can be
 * differentiated again and again. Parameters are numbers, or tensors where they are learned.
 */
type Composition = (tf: Operations, x: Tensor, parameters: Attributes) => Tensor;

type Parameter = Tensor | number;

const clip = (tf: Operations, x: Tensor, low: Parameter, high: Parameter) => tf.minimum(tf.maximum(x, low), high);
const above = (tf: Operations, x: Tensor, bound: Parameter, then: Tensor, otherwise: Tensor) =>
  tf.where(tf.greater(x, bound), then, otherwise);
const leaky = (tf: Operations, x: Tensor, slope: Parameter) => above(tf, x, 0, x, tf.mul(x, slope));
const expm1OfNegative = (tf: Operations, x: Tensor) => tf.sub(tf.exp(tf.minimum(x, 0)), 1);
const gated = (tf: Operations, x: Tensor, gate: Tensor) => tf.mul(x, tf.sigmoid(gate));
const axisOf = ({ axis }: Attributes) => axis as number;
const halved = (tf: Operations, x: Tensor, given: Attributes, f: (a: Tensor, b: Tensor) => Tensor) =>
  f(...(tf.split(x, 2, axisOf(given)) as [Tensor, Tensor]));

const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;

function gelu(tf: Operations, x: Tensor): Tensor {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
}

function softmax(tf: Operations, x: Tensor, given: Attributes): Tensor {
  const e = tf.exp(tf.sub(x, tf.max(x, axisOf(given), true)));
  return tf.div(e, tf.sum(e, axisOf(given), true));
}

/** By the name of the function. `sparsemax` has none: it needs the gradient of a sort. */
const COMPOSITIONS: Readonly<Record<string, Composition>> = {
  identity: (tf, x) => tf.clone(x),
  binaryStep: (tf, x) => tf.cast(tf.lessEqual(0, x), "float32"),
  relu: (tf, x, { maxValue, negativeSlope, threshold }) => {
    const below = tf.mul(tf.sub(x, threshold as Parameter), negativeSlope as Parameter);
    return above(tf, x, threshold as Parameter, tf.minimum(x, maxValue as Parameter), below);
  },
  relu6: (tf, x) => clip(tf, x, 0, 6),
  leakyRelu: (tf, x, { negativeSlope }) => leaky(tf, x, negativeSlope as Parameter),
  leakyRelu6: (tf, x, { negativeSlope }) => tf.minimum(leaky(tf, x, negativeSlope as Parameter), 6),
  thresholdedRelu: (tf, x, { theta }) => above(tf, x, theta as Parameter, x, tf.zerosLike(x)),
  threshold: (tf, x, { threshold, value }) =>
    above(tf, x, threshold as Parameter, x, tf.mul(tf.onesLike(x), value as Parameter)),
  reluSquared: (tf, x) => tf.square(tf.relu(x)),
  hardTanh: (tf, x, { min, max }) => clip(tf, x, min as Parameter, max as Parameter),
  hardSigmoid: (tf, x, { alpha, beta }) => clip(tf, tf.add(tf.mul(x, alpha as Parameter), beta as Parameter), 0, 1),
  sparseSigmoid: (tf, x) => clip(tf, tf.mul(tf.add(x, 1), 0.5), 0, 1),
  sparsePlus: (tf, x) => tf.add(tf.mul(tf.square(clip(tf, tf.add(x, 1), 0, 2)), 0.25), tf.relu(tf.sub(x, 1))),
  hardShrink: (tf, x, { lambda }) => above(tf, tf.abs(x), lambda as Parameter, x, tf.zerosLike(x)),
  softShrink: (tf, x, { lambda }) =>
    tf.sub(tf.relu(tf.sub(x, lambda as Parameter)), tf.relu(tf.sub(tf.neg(x), lambda as Parameter))),
  silu: (tf, x) => gated(tf, x, x),
  swish: (tf, x, { beta }) => gated(tf, x, tf.mul(x, beta as Parameter)),
  hardSwish: (tf, x) => tf.mul(x, clip(tf, tf.add(tf.mul(x, 1 / 6), 0.5), 0, 1)),
  quickGelu: (tf, x) => gated(tf, x, tf.mul(x, 1.702)),
  mish: (tf, x) => tf.mul(x, tf.tanh(tf.softplus(x))),
  gelu,
  geluTanh: (tf, x) => {
    const cubic = tf.mul(tf.add(x, tf.mul(tf.mul(x, tf.square(x)), 0.044715)), Math.sqrt(8 / Math.PI));
    return gated(tf, x, cubic);
  },
  elu: (tf, x, { alpha }) => above(tf, x, 0, x, tf.mul(expm1OfNegative(tf, x), alpha as Parameter)),
  selu: (tf, x) => above(tf, x, 0, tf.mul(x, SELU_SCALE), tf.mul(expm1OfNegative(tf, x), SELU_SCALE * SELU_ALPHA)),
  celu: (tf, x, { alpha }) => {
    const below = tf.div(tf.minimum(x, 0), alpha as Parameter);
    return above(tf, x, 0, x, tf.mul(tf.sub(tf.exp(below), 1), alpha as Parameter));
  },
  exp: (tf, x) => tf.exp(x),
  sigmoid: (tf, x) => tf.sigmoid(x),
  tanh: (tf, x) => tf.tanh(x),
  softsign: (tf, x) => tf.div(x, tf.add(tf.abs(x), 1)),
  softplus: (tf, x, { beta }) => tf.div(tf.softplus(tf.mul(x, beta as Parameter)), beta as Parameter),
  logSigmoid: (tf, x) => tf.neg(tf.softplus(tf.neg(x))),
  squareplus: (tf, x, { b }) => tf.mul(tf.add(x, tf.sqrt(tf.add(tf.square(x), b as Parameter))), 0.5),
  tanhShrink: (tf, x) => tf.sub(x, tf.tanh(x)),
  softmax,
  softmin: (tf, x, given) => softmax(tf, tf.neg(x), given),
  logSoftmax: (tf, x, given) => tf.sub(x, tf.logSumExp(x, axisOf(given), true)),
  logSumExp: (tf, x, given) => tf.logSumExp(x, axisOf(given)),
  glu: (tf, x, given) => halved(tf, x, given, (a, b) => gated(tf, a, b)),
  swiglu: (tf, x, given) => halved(tf, x, given, (a, b) => tf.mul(gated(tf, a, a), b)),
  geglu: (tf, x, given) => halved(tf, x, given, (a, b) => tf.mul(gelu(tf, a), b)),
  reglu: (tf, x, given) => halved(tf, x, given, (a, b) => tf.mul(tf.relu(a), b)),
  crelu: (tf, x, given) => tf.concat([tf.relu(x), tf.relu(tf.neg(x))], axisOf(given)),
  maxout: (tf, x, { axis, pieces }) =>
    tf.split(x, pieces as number, axis as number).reduce((most, piece) => tf.maximum(most, piece)),
};

/**
 * dy·f′(x) of the functions that TensorFlow.js has a kernel for, whose gradient would otherwise ask for itself. All others
 * follow from their compositions.
 */
const SLOPES: Readonly<Record<string, (tf: Operations, x: Tensor, parameters: Attributes) => Tensor>> = {
  exp: (tf, x) => tf.exp(x),
  sigmoid: (tf, x) => tf.mul(tf.sigmoid(x), tf.sigmoid(tf.neg(x))),
  softplus: (tf, x, { beta }) => tf.sigmoid(tf.mul(x, beta as Parameter)),
  tanh: (tf, x) => tf.sub(1, tf.square(tf.tanh(x))),
};

/** dy·f′(x) as a composition, for a gradient that is differentiated itself. */
export function slopeOf(
  tf: Core,
  name: string,
): ((x: Tensor, dy: Tensor, parameters: Attributes) => Tensor) | undefined {
  const slope = hasOwn(SLOPES, name) ? SLOPES[name] : undefined;
  if (slope) return (x, dy, parameters) => tf.mul(dy, slope(tf, x, parameters));
  const composed = compositionOf(tf, name);
  return composed && ((x, dy, parameters) => tf.grad((x) => composed(x, parameters))(x, dy));
}

/** The composition of a function, with its parameters and their defaults filled in. */
export function compositionOf(tf: Core, name: string): ((x: Tensor, parameters: Attributes) => Tensor) | undefined {
  const composition = hasOwn(COMPOSITIONS, name) ? COMPOSITIONS[name] : undefined;
  return composition && ((x, parameters) => composition(tf, x, parameters));
}
