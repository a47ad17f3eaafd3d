/** A program of a user: test/build/declarations.test.ts compiles it with several settings. */
import {
  elu,
  type FloatArray,
  init,
  prelu,
  relu,
  sigmoid,
  sigmoidCrossEntropy,
  softmax,
  softmaxCrossEntropy,
  swish,
  threshold,
  Workspace,
} from "lanewise";
import * as exact from "lanewise/exact";
import { createPool, type Pool } from "lanewise/pool";
import { activationStream } from "lanewise/stream";

// Declarations of these have to name types of the package.
export const fresh = <A extends FloatArray>(x: A) => sigmoid(x);
export const inPlace = <A extends FloatArray>(x: A): A => relu(x, { out: x });
export const squared = <A extends FloatArray>(x: A) => relu.grad(x, x);
export const added = <A extends FloatArray>(x: A) => relu.grad(x, sigmoid(x), { out: x, accumulate: true });
export const rows = <A extends FloatArray>(x: A) => softmax.gradFromOutput(x, softmax(x), { shape: [2, 2] });
export const sloped = <A extends FloatArray>(x: A) => prelu(x, x);
export const loss = <A extends FloatArray>(x: A) => sigmoidCrossEntropy(x, x);
export const classes = <A extends FloatArray>(x: A, labels: Int32Array) => softmaxCrossEntropy(x, labels);
export const both = <A extends FloatArray>(x: A) => elu.valueAndDerivative(x, { derivative: x });
export const learned = <A extends FloatArray>(x: A) => swish.gradBeta(x, x);
export const many = <A extends FloatArray>(x: readonly A[]) => sigmoid.grad.batch(x, x);
export const { grad, derivative, gradFromOutput, valueAndDerivative, spec, batch } = elu;
export const { gradBeta } = swish;
export const aliases = { threshold, softmax, softmaxCrossEntropy, sigmoidCrossEntropy, prelu, init, activationStream };

export const nearest = <A extends FloatArray>(x: A) => exact.sigmoid.grad(exact.softmax(x), exact.elu(x, { alpha: 2 }));

// Options that are undefined are left out.
const x = new Float32Array(4);
elu(x, { alpha: undefined, out: undefined });
softmax.grad(x, x, { shape: undefined, axis: undefined, accumulate: undefined });

export async function run(): Promise<Pool> {
  using workspace = new Workspace({ bytes: 1024 });
  sigmoid(workspace.float32(2));
  return createPool();
}
