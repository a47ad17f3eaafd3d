import type { FloatArray } from "lanewise";
import {
  plainLogSoftmax,
  plainLogSoftmaxGrad,
  plainPrelu,
  plainPreluGrad,
  plainPreluGradAlpha,
  plainSoftmax,
  plainSoftmaxGrad,
} from "../../catalogue/timing/plain.js";
import {
  plainSoftmin,
  plainSoftminGrad,
  plainSparsemax,
  plainSparsemaxGrad,
} from "../../catalogue/timing/plain-losses.js";
import { Failure } from "../../cli/core/failure.js";
import { exactSum, prelu, type RowReference, rowReference } from "../../test/reference/index.js";
import { Tally } from "./accuracy.js";
import type { Arrays, Batch } from "./batch.js";
import type { ShapedFunction } from "./functions.js";
import type { Line, Pass } from "./lines.js";
import { LOSS_LINES } from "./losses.js";
import { isSplit, rreluLines, splitLines } from "./split.js";

type PlainRows = (x: FloatArray, y: FloatArray, rows: number, n: number) => void;
type PlainRowsGrad = (x: FloatArray, dy: FloatArray, dx: FloatArray, rows: number, n: number) => void;

/** Plain loops of the rowwise functions: value and gradient. */
const PLAIN: Readonly<Record<string, readonly [PlainRows, PlainRowsGrad]>> = {
  softmax: [plainSoftmax, plainSoftmaxGrad],
  logSoftmax: [plainLogSoftmax, plainLogSoftmaxGrad],
  softmin: [plainSoftmin, plainSoftminGrad],
  sparsemax: [plainSparsemax, plainSparsemaxGrad],
};

export function shapedLines(f: ShapedFunction, batch: Batch): Line[] {
  const { name } = f.spec;
  if (name === "prelu") return preluLines(f, batch);
  if ("slopes" in f) return rreluLines(f, batch);
  if (isSplit(f)) return splitLines(f, batch);
  const lossLines = LOSS_LINES[name];
  if (lossLines) return lossLines(f, batch);
  const exact = rowReference[name];
  const plain = PLAIN[name];
  if (!exact) throw new Failure(`no float64 reference for ${name}: add one to test/reference/index.ts`);
  if (!plain) {
    const where = "add one to catalogue/timing/plain.ts, and to PLAIN in examples/demo/shaped.ts";
    throw new Failure(`no plain loop to time ${name} against: ${where}`);
  }
  return rowLines(f, batch, exact, plain);
}

function rowLines(
  f: ShapedFunction,
  batch: Batch,
  exact: RowReference,
  [plain, plainGrad]: readonly [PlainRows, PlainRowsGrad],
): Line[] {
  const { type, workspace, own, rows, n } = batch;
  const { name, errorBounds } = f.spec;
  const shape = [rows, n];
  const limit = errorBounds[type];
  const least = new Float64Array(n).fill(exact.least ?? 0);
  const call = ({ rowsX, rowsOut: out }: Arrays) => f(rowsX, { shape, out });
  const grad = ({ rowsX, rowsDy, rowsOut: out }: Arrays) => f.grad(rowsX, rowsDy, { shape, out });
  return [
    {
      name,
      value: {
        elements: rows * n,
        inWorkspace: () => call(workspace),
        dropIn: () => call(own),
        plain: (share) => plain(own.rowsX, own.rowsOut, Math.ceil(share * rows), n),
        check: (got, slack) =>
          eachRow(new Tally(type, limit + slack), own, n, (tally, start, x) =>
            tally.add(got, start, exact.f(x), least),
          ),
      },
      gradient: {
        elements: rows * n,
        inWorkspace: () => grad(workspace),
        dropIn: () => grad(own),
        plain: (share) => plainGrad(own.rowsX, own.rowsDy, own.rowsOut, Math.ceil(share * rows), n),
        // A gradient is a difference of terms that may cancel, so errors are counted in units of the terms.
        // Their factor y errs by `limit` units, which a product may double; one more is for its rounding.
        // The other factor is at most 2, so twice as much of the gradient may be flushed as of y.
        check: (got, slack) =>
          eachRow(new Tally(type, 2 * limit + 1 + slack, 2), own, n, (tally, start, x, dy) =>
            tally.add(got, start, exact.grad(x, dy), exact.terms(x, dy)),
          ),
      },
    },
  ];
}

function preluLines(f: ShapedFunction, batch: Batch): Line[] {
  const { type, workspace, own, rows, n } = batch;
  const { name, errorBounds } = f.spec;
  const shape = [rows, n];
  const elements = rows * n;
  const limit = errorBounds[type];
  const { rowsX, rowsDy, rowsOut, alpha, alphaOut } = own;
  const pass = (run: (arrays: Arrays) => FloatArray, plain: Pass["plain"], check: Pass["check"]): Pass => ({
    elements,
    inWorkspace: () => run(workspace),
    dropIn: () => run(own),
    plain,
    check,
  });
  const { gradAlpha } = f as ShapedFunction & { readonly gradAlpha: ShapedFunction["grad"] };
  return [
    {
      name,
      value: pass(
        ({ rowsX, alpha, rowsOut: out }) => f(rowsX, alpha, { shape, out }),
        (share) => plainPrelu(rowsX, alpha, rowsOut, Math.ceil(share * rows), n),
        (got, slack) =>
          eachRow(new Tally(type, limit + slack), own, n, (tally, start, x) =>
            tally.add(
              got,
              start,
              Float64Array.from(x, (value, i) => prelu.f(value, alpha[i]!)),
            ),
          ),
      ),
      gradient: pass(
        ({ rowsX, alpha, rowsDy, rowsOut: out }) => f.grad(rowsX, alpha, rowsDy, { shape, out }),
        (share) => plainPreluGrad(rowsX, alpha, rowsDy, rowsOut, Math.ceil(share * rows), n),
        (got, slack) =>
          eachRow(new Tally(type, limit + slack), own, n, (tally, start, x, dy) =>
            tally.add(
              got,
              start,
              Float64Array.from(x, (value, i) => dy[i]! * prelu.dx(value, alpha[i]!)),
            ),
          ),
      ),
    },
    {
      name: `${name}.gradAlpha`,
      value: pass(
        ({ rowsX, alpha, rowsDy, alphaOut: out }) => gradAlpha(rowsX, alpha, rowsDy, { shape, out }),
        (share) => plainPreluGradAlpha(rowsX, rowsDy, alphaOut, Math.ceil(share * rows), n),
        (got, slack) => {
          const exact = new Float64Array(n);
          const terms = new Float64Array(rows);
          // The terms of an f64 sum have roundings of their own, however small the sum becomes.
          const least = type === "f64" ? new Float64Array(n) : undefined;
          for (let i = 0; i < n; i++) {
            for (let r = 0; r < rows; r++) terms[r] = prelu.dalpha(rowsX[r * n + i]!, rowsDy[r * n + i]!);
            exact[i] = exactSum(terms);
            if (least) least[i] = exactSum(terms.map(Math.abs));
          }
          const tally = new Tally(type, limit + slack);
          tally.add(got, 0, exact, least);
          return tally;
        },
      ),
    },
  ];
}

type EachRow = (tally: Tally, start: number, x: FloatArray, dy: FloatArray) => void;

function eachRow(tally: Tally, { rowsX, rowsDy }: Arrays, n: number, add: EachRow): Tally {
  for (let start = 0; start < rowsX.length; start += n) {
    add(tally, start, rowsX.subarray(start, start + n), rowsDy.subarray(start, start + n));
  }
  return tally;
}
