import { plainSoftmax } from "./plain.js";

/** The plain loops of softmin, sparsemax, logSumExp and the losses: see plain.ts. */

type Floats = Float32Array | Float64Array;

/** softmin of rows of n. */
export function plainSoftmin(x: Floats, y: Floats, rows: number, n: number): void {
  for (let r = 0; r < rows; r++) {
    const start = r * n;
    let m = Infinity;
    for (let i = start; i < start + n; i++) m = Math.min(m, x[i]!);
    let sum = 0;
    for (let i = start; i < start + n; i++) sum += y[i] = Math.exp(m - x[i]!);
    const scale = 1 / sum;
    for (let i = start; i < start + n; i++) y[i] = y[i]! * scale;
  }
}

/** The gradient of softmin of rows of n, from x. */
export function plainSoftminGrad(x: Floats, dy: Floats, dx: Floats, rows: number, n: number): void {
  plainSoftmin(x, dx, rows, n);
  for (let r = 0; r < rows; r++) {
    const start = r * n;
    let dot = 0;
    for (let i = start; i < start + n; i++) dot += dx[i]! * dy[i]!;
    for (let i = start; i < start + n; i++) dx[i] = dx[i]! * (dot - dy[i]!);
  }
}

/** sparsemax of rows of n: the threshold by Michelot's rounds, which are faster than sorting. */
export function plainSparsemax(x: Floats, y: Floats, rows: number, n: number): void {
  for (let r = 0; r < rows; r++) {
    const start = r * n;
    let m = -Infinity;
    for (let i = start; i < start + n; i++) m = Math.max(m, x[i]!);
    let tau = m - 1;
    for (let last = n + 1; ; ) {
      let count = 0;
      let sum = 0;
      for (let i = start; i < start + n; i++) {
        const v = x[i]!;
        if (v > tau) {
          sum += v - m;
          count++;
        }
      }
      if (count >= last) break;
      last = count;
      tau = m + (sum - 1) / count;
    }
    for (let i = start; i < start + n; i++) y[i] = Math.max(x[i]! - tau, 0);
  }
}

/** The gradient of sparsemax of rows of n, from x. */
export function plainSparsemaxGrad(x: Floats, dy: Floats, dx: Floats, rows: number, n: number): void {
  plainSparsemax(x, dx, rows, n);
  for (let r = 0; r < rows; r++) {
    const start = r * n;
    let sum = 0;
    let count = 0;
    for (let i = start; i < start + n; i++) {
      if (dx[i]! > 0) {
        sum += dy[i]!;
        count++;
      }
    }
    const mean = sum / count;
    for (let i = start; i < start + n; i++) dx[i] = dx[i]! > 0 ? dy[i]! - mean : 0;
  }
}

/** logSumExp of rows of n: one value a row. */
export function plainLogSumExp(x: Floats, y: Floats, rows: number, n: number): void {
  for (let r = 0; r < rows; r++) {
    const start = r * n;
    let m = -Infinity;
    for (let i = start; i < start + n; i++) m = Math.max(m, x[i]!);
    let sum = 0;
    for (let i = start; i < start + n; i++) sum += Math.exp(x[i]! - m);
    y[r] = m + Math.log(sum);
  }
}

/** Its gradient, from x, with one dy a row. */
export function plainLogSumExpGrad(x: Floats, dy: Floats, dx: Floats, rows: number, n: number): void {
  plainSoftmax(x, dx, rows, n);
  for (let r = 0; r < rows; r++) {
    const scale = dy[r]!;
    for (let i = r * n; i < r * n + n; i++) dx[i] = dx[i]! * scale;
  }
}

/** softmaxCrossEntropy of rows of n with labels. */
export function plainCrossEntropy(x: Floats, labels: Int32Array, y: Floats, rows: number, n: number): void {
  plainLogSumExp(x, y, rows, n);
  for (let r = 0; r < rows; r++) y[r] = y[r]! - x[r * n + labels[r]!]!;
}

/** Its gradient. */
export function plainCrossEntropyGrad(x: Floats, labels: Int32Array, dx: Floats, rows: number, n: number): void {
  plainSoftmax(x, dx, rows, n);
  for (let r = 0; r < rows; r++) {
    const at = r * n + labels[r]!;
    dx[at] = dx[at]! - 1;
  }
}

/** softmaxCrossEntropy of rows of n with targets. */
export function plainTargetCrossEntropy(x: Floats, targets: Floats, y: Floats, rows: number, n: number): void {
  plainLogSumExp(x, y, rows, n);
  for (let r = 0; r < rows; r++) {
    const log = y[r]!;
    let loss = 0;
    for (let i = r * n; i < r * n + n; i++) loss += targets[i]! * (log - x[i]!);
    y[r] = loss;
  }
}

/** Its gradient. */
export function plainTargetCrossEntropyGrad(x: Floats, targets: Floats, dx: Floats, rows: number, n: number): void {
  plainSoftmax(x, dx, rows, n);
  for (let r = 0; r < rows; r++) {
    let total = 0;
    for (let i = r * n; i < r * n + n; i++) total += targets[i]!;
    for (let i = r * n; i < r * n + n; i++) dx[i] = dx[i]! * total - targets[i]!;
  }
}

/** sigmoidCrossEntropy of n elements. */
export function plainSigmoidCrossEntropy(x: Floats, targets: Floats, y: Floats, n: number): void {
  for (let i = 0; i < n; i++) {
    const v = x[i]!;
    y[i] = Math.log(1 + Math.exp(v)) - v * targets[i]!;
  }
}

/** Its gradient. */
export function plainSigmoidCrossEntropyGrad(x: Floats, targets: Floats, dx: Floats, n: number): void {
  for (let i = 0; i < n; i++) dx[i] = 1 / (1 + Math.exp(-x[i]!)) - targets[i]!;
}
