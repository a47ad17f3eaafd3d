import type { CrossEntropy, ElementLoss, Elementwise, FloatArray, Prelu, Reduction, Rowwise } from "lanewise";
import type { Formula } from "lanewise/formula";
import { byKind, type Drawable, isFormula, samplesOf } from "./functions.js";
import { type Curves, curve } from "./sample.js";
import { resizingCurves, rreluCurves } from "./split-curves.js";

/** The curves of a function and its derivative, ready to be drawn, from the results of its kernels. */
export function curvesOf(f: Drawable): Curves {
  if (isFormula(f)) return formulaCurves(f);
  return byKind(f, {
    elementwise: elementwiseCurves,
    rowwise: rowCurves,
    reduction: reductionCurves,
    prelu: preluCurves,
    rrelu: rreluCurves,
    resizing: resizingCurves,
    "cross-entropy": crossEntropyCurves,
    "element-loss": elementLossCurves,
  });
}

function formulaCurves(f: Formula): Curves {
  return {
    value: [curve("", (x) => f(x))],
    derivative: [curve("", (x) => f.derivative(x))],
    titles: [f.spec.formula, "derivative"],
  };
}

function elementwiseCurves(f: Elementwise): Curves {
  const options = samplesOf(f.spec);
  return {
    value: [curve("", (x) => f(x, options))],
    derivative: [curve("", (x) => f.derivative(x, options))],
    titles: [`${f.spec.name}(x)`, "derivative"],
  };
}

function preluCurves(f: Prelu): Curves {
  const slopes = [0.1, 0.25, 0.5];
  return {
    value: slopes.map((slope) => curve(`α = ${slope}`, (x) => f(x, Float64Array.of(slope)))),
    derivative: slopes.map((slope) => curve(`α = ${slope}`, (x) => f.grad(x, Float64Array.of(slope), all(x, 1)))),
    titles: [`${f.spec.name}(x, α)`, "derivative in x"],
  };
}

/** At each place of the row, with the diagonal of the Jacobian. */
function rowCurves(f: Rowwise): Curves {
  const unit = (x: Float64Array, k: number) => Float64Array.from({ length: 3 * x.length }, (_, i) => +(i % 3 === k));
  return {
    value: PLACES.map((label, k) => curve(label, (x) => every(f(rows(x), { shape: [x.length, 3] }), k))),
    derivative: PLACES.map((label, k) =>
      curve(label, (x) => every(f.grad(rows(x), unit(x, k), { shape: [x.length, 3] }), k)),
    ),
    titles: [`${f.spec.name}([x, 0, 1])`, "diagonal of the Jacobian"],
  };
}

function reductionCurves(f: Reduction): Curves {
  return {
    value: [curve("", (x) => f(rows(x), { shape: [x.length, 3] }))],
    derivative: [curve("", (x) => every(f.grad(rows(x), all(x, 1), { shape: [x.length, 3] }), 0))],
    titles: [`${f.spec.name}([x, 0, 1])`, "derivative in x"],
  };
}

/** With each place of the row as the label. */
function crossEntropyCurves(f: CrossEntropy): Curves {
  const labels = (x: Float64Array, k: number) => new Int32Array(x.length).fill(k);
  return {
    value: PLACES.map((text, k) => curve(text, (x) => f(rows(x), labels(x, k), { shape: [x.length, 3] }))),
    derivative: PLACES.map((text, k) =>
      curve(text, (x) => every(f.grad(rows(x), labels(x, k), { shape: [x.length, 3] }), 0)),
    ),
    titles: [`${f.spec.name}([x, 0, 1], label)`, "derivative in x"],
  };
}

function elementLossCurves(f: ElementLoss): Curves {
  const targets = [0, 0.5, 1];
  return {
    value: targets.map((target) => curve(`t = ${target}`, (x) => f(x, all(x, target)))),
    derivative: targets.map((target) => curve(`t = ${target}`, (x) => f.grad(x, all(x, target)))),
    titles: [`${f.spec.name}(x, t)`, "derivative in x"],
  };
}

const PLACES = ["at x", "at 0", "at 1"];

/** The row [x, 0, 1] for each x. */
function rows(x: Float64Array): Float64Array {
  return Float64Array.from({ length: 3 * x.length }, (_, i) => [x[i / 3]!, 0, 1][i % 3]!);
}

/** The element at one place of each row. */
function every(values: FloatArray, place: number): Float64Array {
  return Float64Array.from({ length: values.length / 3 }, (_, i) => values[3 * i + place]!);
}

function all(x: Float64Array, value: number): Float64Array {
  return new Float64Array(x.length).fill(value);
}
