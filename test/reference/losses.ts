import { exactSum, expOfDifference, maximum, softmax } from "./rows.js";

/** logSumExp and the losses in float64, from their definitions. */

const { abs, exp, log1p, max } = Math;

/** ln Σ e^(x − m): of a row that is as good as certain it is the sum of what is not its maximum. */
function logOfSum(row: ArrayLike<number>, m: number): number {
  const terms = Float64Array.from(row, (x) => (x === m ? 1 : expOfDifference(x, m)));
  const below = terms.filter((term) => term !== 1);
  return log1p(exactSum(below) + (terms.length - below.length - 1));
}

/** One row of logSumExp. */
export function logSumExp(row: ArrayLike<number>): number {
  const m = maximum(row);
  return m + logOfSum(row, m);
}

/** Its gradient for dy = 1. */
export const logSumExpGrad = softmax;

/** The targets that a label is: 1 − ε at its place, and ε of all of them alike. */
export function targetsOf(label: number, n: number, smoothing: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => (i === label ? 1 - smoothing : 0) + smoothing / n);
}

/** The loss of one row: Σ t·(ln Σ e^x − x), each difference relative to the maximum. */
export function softmaxCrossEntropy(row: ArrayLike<number>, targets: ArrayLike<number>): number {
  const m = maximum(row);
  if (abs(m) === Infinity) return Number.NaN;
  const log = logOfSum(row, m);
  return exactSum(Float64Array.from(targets, (t, i) => (t === 0 ? 0 * log : t * (log + (m - row[i]!)))));
}

/** Its gradient: softmax·Σt − t. */
export function softmaxCrossEntropyGrad(row: ArrayLike<number>, targets: ArrayLike<number>): Float64Array {
  const total = exactSum(Float64Array.from(targets));
  return softmax(row).map((y, i) => y * total - targets[i]!);
}

/** max(x, 0) − x·t + log1p(e^−|x|), with 0 for a coefficient of 0. */
export function sigmoidCrossEntropy(x: number, t: number): number {
  const slope = x >= 0 ? 1 - t : t;
  return (slope === 0 ? 0 : abs(x) * slope) + log1p(exp(-abs(x)));
}

/** σ(x) − t */
export function sigmoidCrossEntropyGrad(x: number, t: number): number {
  return (x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x))) - t;
}

/** The sizes of what is subtracted in it. */
export function sigmoidCrossEntropyTerms(x: number, t: number): number {
  return max(sigmoidCrossEntropyGrad(x, 0), abs(t));
}

/** The losses that have references. */
export const lossReference = { logSumExp, softmaxCrossEntropy, sigmoidCrossEntropy };
