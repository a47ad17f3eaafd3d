/** The functions of rows in float64, from their definitions. Row by row: `alongRows` finds the rows. */

const { abs, exp, max } = Math;

/** e^(x − m), with what rounding takes from the difference: far below m that is many units. */
export function expOfDifference(x: number, m: number): number {
  const difference = x - m;
  const back = difference - x;
  const rest = x - (difference - back) - (m + back);
  const e = exp(difference);
  return Number.isFinite(rest) ? e + e * rest : e;
}

/** One row of softmax. */
export function softmax(row: ArrayLike<number>): Float64Array {
  const m = maximum(row);
  const terms = Float64Array.from(row, (x) => expOfDifference(x, m));
  const sum = exactSum(terms);
  return terms.map((term) => term / sum);
}

/** One row of logSoftmax. */
export function logSoftmax(row: ArrayLike<number>): Float64Array {
  const m = maximum(row);
  const log = Math.log(exactSum(Float64Array.from(row, (x) => exp(x - m))));
  return Float64Array.from(row, (x) => x - m - log);
}

/** The gradient of one row of softmax. Less the dy of the largest element, no two numbers near 1 are subtracted. */
export function softmaxGrad(row: ArrayLike<number>, dy: ArrayLike<number>): Float64Array {
  const y = softmax(row);
  const largest = dy[Array.prototype.indexOf.call(row, maximum(row))]!;
  const d = Float64Array.from(dy, (value) => value - largest);
  const dot = exactSum(y.map((value, i) => value * d[i]!));
  return y.map((value, i) => value * (d[i]! - dot));
}

/** The gradient of one row of logSoftmax. */
export function logSoftmaxGrad(row: ArrayLike<number>, dy: ArrayLike<number>): Float64Array {
  const total = exactSum(Float64Array.from(dy));
  return softmax(row).map((value, i) => dy[i]! - value * total);
}

/** A function of rows. */
export interface RowReference {
  f(row: ArrayLike<number>): Float64Array;
  grad(row: ArrayLike<number>, dy: ArrayLike<number>): Float64Array;
  /** The sizes of the terms whose difference the gradient is: what its rounding errors go with. */
  terms(row: ArrayLike<number>, dy: ArrayLike<number>): Float64Array;
  /** Values smaller than this are differences, too: they have the unit of this number. */
  readonly least?: number;
  /** −1 for a function of −x, whose special values are those with the other sign. */
  readonly sign?: -1;
}

/** One row of sparsemax, by sorting (Martins and Astudillo, algorithm 1); relative to m, so that no digits are lost. */
export function sparsemax(row: ArrayLike<number>): Float64Array {
  const m = maximum(row);
  const z = Float64Array.from(row, (x) => x - m);
  if (z.some(Number.isNaN) || Math.abs(m) === Infinity) return z.fill(Number.NaN);
  const sorted = z.slice().sort().reverse();
  let sum = 0;
  let tau = 0;
  sorted.forEach((value, i) => {
    sum += value;
    if (1 + (i + 1) * value > sum) tau = (sum - 1) / (i + 1);
  });
  return z.map((value) => max(value - tau, 0));
}

/** The gradient of one row of sparsemax: dy less its mean over the support. */
export function sparsemaxGrad(row: ArrayLike<number>, dy: ArrayLike<number>): Float64Array {
  const y = sparsemax(row);
  const support = [...y.keys()].filter((i) => !(y[i]! <= 0));
  const mean = exactSum(Float64Array.from(support, (i) => dy[i]!)) / support.length;
  return y.map((value, i) => (value <= 0 ? 0 : dy[i]! - mean + 0 * value));
}

const negated = (row: ArrayLike<number>) => Float64Array.from(row, (x) => -x);

const softmaxReference: RowReference = {
  f: softmax,
  grad: softmaxGrad,
  // Only differences to the dy of the largest element count, so the gradient is made of these.
  terms: (row, dy) => {
    const y = softmax(row);
    const largest = maximum(row);
    const sizes = new Float64Array(row.length);
    for (let k = 0; k < row.length; k++) {
      if (row[k] !== largest) continue;
      const d = Float64Array.from(dy, (value) => abs(value - dy[k]!));
      const dot = exactSum(y.map((value, i) => value * d[i]!));
      for (const [i, value] of y.entries()) sizes[i] = max(sizes[i]!, value * (d[i]! + dot));
    }
    return sizes;
  },
};

export const rowReference: Readonly<Record<string, RowReference>> = {
  softmax: softmaxReference,
  softmin: {
    sign: -1,
    f: (row) => softmax(negated(row)),
    grad: (row, dy) => negated(softmaxGrad(negated(row), dy)),
    terms: (row, dy) => softmaxReference.terms(negated(row), dy),
  },
  logSoftmax: {
    least: 1,
    f: logSoftmax,
    grad: logSoftmaxGrad,
    terms: (row, dy) => {
      const total = exactSum(Float64Array.from(dy, abs));
      return softmax(row).map((value, i) => abs(dy[i]!) + value * total);
    },
  },
  sparsemax: {
    least: 1,
    f: sparsemax,
    grad: sparsemaxGrad,
    terms: (row, dy) => {
      const y = sparsemax(row);
      const support = Float64Array.from(y, (value, i) => (value <= 0 ? 0 : abs(dy[i]!)));
      const mean = exactSum(support) / y.filter((value) => value > 0).length;
      return support.map((size) => size + mean);
    },
  },
};

export function maximum(row: ArrayLike<number>): number {
  let m = -Infinity;
  for (let i = 0; i < row.length; i++) m = max(m, row[i]!);
  return m;
}

/** Neumaier's sum. */
export function exactSum(terms: Float64Array): number {
  let sum = 0;
  let lost = 0;
  for (const term of terms) {
    const next = sum + term;
    lost += abs(sum) >= abs(term) ? sum - next + term : term - next + sum;
    sum = next;
  }
  return sum + lost;
}
