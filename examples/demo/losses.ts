import type { FloatArray } from "lanewise";
import {
  plainCrossEntropy,
  plainCrossEntropyGrad,
  plainLogSumExp,
  plainLogSumExpGrad,
  plainSigmoidCrossEntropy,
  plainSigmoidCrossEntropyGrad,
  plainTargetCrossEntropy,
  plainTargetCrossEntropyGrad,
} from "../../catalogue/timing/plain-losses.js";
import * as exact from "../../test/reference/losses.js";
import { Tally } from "./accuracy.js";
import type { Arrays, Batch } from "./batch.js";
import type { ShapedFunction } from "./functions.js";
import type { Line, Pass } from "./lines.js";

/** The lines of logSumExp and the losses. The targets are |dy|, from 0 to 1. */
export function crossEntropyLines(f: ShapedFunction, batch: Batch): Line[] {
  return [...withLabels(f, batch), ...withTargets(f, batch)];
}

type Call = (arrays: Arrays) => FloatArray;
type Check = Pass["check"];

/** The limit of gradients: differences of two terms with a few roundings each, or products of softmax. */
const GRADIENT = 6;

/** Exact results of a row, and the numbers whose units errors are counted in. */
interface Exact {
  readonly values: ArrayLike<number>;
  readonly sizes: ArrayLike<number>;
}

export function logSumExpLines(f: ShapedFunction, batch: Batch): Line[] {
  const { type, own, rows, n } = batch;
  const shape = [rows, n];
  const firsts = (array: FloatArray) => array.subarray(0, rows);
  return [
    {
      name: f.spec.name,
      value: pass(
        batch,
        ({ rowsX, rowsOut }) => f(rowsX, { shape, out: firsts(rowsOut) }),
        (share) => plainLogSumExp(own.rowsX, own.rowsOut, Math.ceil(share * rows), n),
        checkRows(batch, f.spec.errorBounds[type], 1, (row) => {
          const value = exact.logSumExp(row);
          return { values: [value], sizes: [Math.max(Math.abs(value), Math.abs(value - Math.log(n)), 1)] };
        }),
      ),
      gradient: pass(
        batch,
        ({ rowsX, rowsDy, rowsOut }) => f.grad(rowsX, firsts(rowsDy), { shape, out: rowsOut }),
        (share) => plainLogSumExpGrad(own.rowsX, own.rowsDy, own.rowsOut, Math.ceil(share * rows), n),
        checkRows(batch, GRADIENT, n, (row, r) => {
          const values = exact.logSumExpGrad(row).map((y) => y * own.rowsDy[r]!);
          return { values, sizes: values };
        }),
      ),
    },
  ];
}

function withLabels(f: ShapedFunction, batch: Batch): Line[] {
  const { type, own, rows, n } = batch;
  const shape = [rows, n];
  const labels = Int32Array.from({ length: rows }, (_, r) => (r * 389) % n);
  const targets = (r: number) => exact.targetsOf(labels[r]!, n, 0);
  return [
    {
      name: f.spec.name,
      value: pass(
        batch,
        ({ rowsX, rowsOut }) => f(rowsX, labels, { shape, out: rowsOut.subarray(0, rows) }),
        (share) => plainCrossEntropy(own.rowsX, labels, own.rowsOut, Math.ceil(share * rows), n),
        checkRows(batch, f.spec.errorBounds[type], 1, (row, r) => loss(row, targets(r))),
      ),
      gradient: pass(
        batch,
        ({ rowsX, rowsOut }) => f.grad(rowsX, labels, { shape, out: rowsOut }),
        (share) => plainCrossEntropyGrad(own.rowsX, labels, own.rowsOut, Math.ceil(share * rows), n),
        checkRows(batch, GRADIENT, n, (row, r) => lossGrad(row, targets(r))),
      ),
    },
  ];
}

function withTargets(f: ShapedFunction, batch: Batch): Line[] {
  const { type, own, rows, n } = batch;
  const shape = [rows, n];
  const targets = (r: number) => Float64Array.from(own.targets.subarray(r * n, r * n + n));
  return [
    {
      name: "… with targets",
      value: pass(
        batch,
        ({ rowsX, targets, rowsOut }) => f(rowsX, targets, { shape, out: rowsOut.subarray(0, rows) }),
        (share) => plainTargetCrossEntropy(own.rowsX, own.targets, own.rowsOut, Math.ceil(share * rows), n),
        checkRows(batch, f.spec.errorBounds[type], 1, (row, r) => loss(row, targets(r))),
      ),
      gradient: pass(
        batch,
        ({ rowsX, targets, rowsOut }) => f.grad(rowsX, targets, { shape, out: rowsOut }),
        (share) => plainTargetCrossEntropyGrad(own.rowsX, own.targets, own.rowsOut, Math.ceil(share * rows), n),
        checkRows(batch, GRADIENT, n, (row, r) => lossGrad(row, targets(r))),
      ),
    },
  ];
}

function loss(row: FloatArray, targets: Float64Array): Exact {
  const values = [exact.softmaxCrossEntropy(row, targets)];
  return { values, sizes: values };
}

function lossGrad(row: FloatArray, targets: Float64Array): Exact {
  const values = exact.softmaxCrossEntropyGrad(row, targets);
  return { values, sizes: values.map((value, i) => Math.max(value + targets[i]!, targets[i]!)) };
}

export function elementLossLines(f: ShapedFunction, batch: Batch): Line[] {
  const { type, own } = batch;
  const { rowsX, targets, rowsOut } = own;
  const elements = rowsX.length;
  const check =
    (limit: number, value: (x: number, t: number) => number, size: (x: number, t: number) => number): Check =>
    (got, slack) => {
      const tally = new Tally(type, limit + slack);
      const of = (each: (x: number, t: number) => number) => Float64Array.from(rowsX, (x, i) => each(x, targets[i]!));
      tally.add(got, 0, of(value), of(size));
      return tally;
    };
  return [
    {
      name: f.spec.name,
      value: pass(
        batch,
        ({ rowsX, targets, rowsOut: out }) => f(rowsX, targets, { out }),
        (share) => plainSigmoidCrossEntropy(rowsX, targets, rowsOut, share * elements),
        check(f.spec.errorBounds[type], exact.sigmoidCrossEntropy, () => 0),
      ),
      gradient: pass(
        batch,
        ({ rowsX, targets, rowsOut: out }) => f.grad(rowsX, targets, { out }),
        (share) => plainSigmoidCrossEntropyGrad(rowsX, targets, rowsOut, share * elements),
        check(GRADIENT, exact.sigmoidCrossEntropyGrad, exact.sigmoidCrossEntropyTerms),
      ),
    },
  ];
}

function pass({ workspace, own }: Batch, call: Call, plain: Pass["plain"], check: Check): Pass {
  return {
    elements: own.rowsX.length,
    inWorkspace: () => call(workspace),
    dropIn: () => call(own),
    plain,
    check,
  };
}

/** Compares `width` results per row; in each, up to n terms may be flushed to 0. */
function checkRows(
  { type, own, n }: Batch,
  limit: number,
  width: number,
  of: (row: FloatArray, r: number) => Exact,
): Check {
  return (got, slack) => {
    const tally = new Tally(type, limit + slack, n);
    for (let start = 0, r = 0; start < own.rowsX.length; start += n, r++) {
      const { values, sizes } = of(own.rowsX.subarray(start, start + n), r);
      tally.add(got, r * width, Float64Array.from(values), Float64Array.from(sizes));
    }
    return tally;
  };
}
