import type { FloatArray } from "lanewise";
import { loopsOf, ROW_LOOPS } from "../../catalogue/timing/loops.js";
import { plainPrelu, plainPreluGrad, plainPreluGradAlpha } from "../../catalogue/timing/plain.js";
import { Failure } from "../../cli/core/failure.js";
import { exactSum, prelu, rowReference } from "../../test/reference/index.js";
import { Tally } from "./accuracy.js";
import type { Arrays, Batch } from "./batch.js";
import type { ShapedFunction } from "./functions.js";
import type { Line, Pass } from "./lines.js";
import { crossEntropyLines, elementLossLines, logSumExpLines } from "./losses.js";
import { rreluLines, splitLines } from "./split.js";

export function shapedLines(f: ShapedFunction, batch: Batch): Line[] {
  return LINES[f.spec.kind](f, batch);
}

const LINES: Readonly<Record<ShapedFunction["spec"]["kind"], (f: ShapedFunction, batch: Batch) => Line[]>> = {
  rowwise: rowLines,
  prelu: preluLines,
  rrelu: rreluLines,
  resizing: splitLines,
  reduction: logSumExpLines,
  "cross-entropy": crossEntropyLines,
  "element-loss": elementLossLines,
};

function rowLines(f: ShapedFunction, batch: Batch): Line[] {
  const { type, workspace, own, rows, n } = batch;
  const { name, errorBounds } = f.spec;
  const exact = rowReference[name];
  if (!exact) throw new Failure(`no float64 reference for ${name}: add one to test/reference/index.ts`);
  const plain = loopsOf(ROW_LOOPS, name);
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
        plain: (share) => plain.forward(own.rowsX, own.rowsOut, Math.ceil(share * rows), n),
        check: (got, slack) =>
          eachRow(new Tally(type, limit + slack), own, n, (tally, start, x) =>
            tally.add(got, start, exact.f(x), least),
          ),
      },
      gradient: {
        elements: rows * n,
        inWorkspace: () => grad(workspace),
        dropIn: () => grad(own),
        plain: (share) => plain.backward(own.rowsX, own.rowsDy, own.rowsOut, Math.ceil(share * rows), n),
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
