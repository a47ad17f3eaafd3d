import { type FloatArray, prelu } from "lanewise";
import {
  type AnyFunction,
  isCrossEntropy,
  isElementLoss,
  isElementwise,
  isPrelu,
  isRandom,
  isReduction,
  isRowwise,
  samplesOf,
} from "./functions.js";
import { type Curves, curve } from "./sample.js";
import { rreluCurves, splitCurves } from "./split-curves.js";

/** Curves of the functions and their derivatives, from the kernels' own output, ready to be drawn. */

/** The curves of a function, or undefined if there is no way to draw it. */
export function curvesOf(f: AnyFunction): Curves | undefined {
  const { name } = f.spec;
  if (isElementwise(f)) {
    const options = samplesOf(f.spec);
    const value = [curve("", (x) => f(x, options))];
    return { value, derivative: [curve("", (x) => f.derivative(x, options))], titles: [`${name}(x)`, "derivative"] };
  }
  if (isPrelu(f)) {
    const slopes = [0.1, 0.25, 0.5];
    return {
      value: slopes.map((slope) => curve(`α = ${slope}`, (x) => prelu(x, Float64Array.of(slope)))),
      derivative: slopes.map((slope) =>
        curve(`α = ${slope}`, (x) => prelu.grad(x, Float64Array.of(slope), new Float64Array(x.length).fill(1))),
      ),
      titles: ["prelu(x, α)", "derivative in x"],
    };
  }
  // The row [x, 0, 1] as x varies, and the diagonal of its Jacobian.
  const rows = (x: Float64Array) => Float64Array.from({ length: 3 * x.length }, (_, i) => [x[i / 3]!, 0, 1][i % 3]!);
  const labels = ["at x", "at 0", "at 1"];
  const every = (values: FloatArray, k: number) =>
    Float64Array.from({ length: values.length / 3 }, (_, i) => values[3 * i + k]!);
  if (isCrossEntropy(f)) {
    const label = (x: Float64Array, k: number) => new Int32Array(x.length).fill(k);
    return {
      value: labels.map((text, k) => curve(text, (x) => f(rows(x), label(x, k), { shape: [x.length, 3] }))),
      derivative: labels.map((text, k) =>
        curve(text, (x) => every(f.grad(rows(x), label(x, k), { shape: [x.length, 3] }), 0)),
      ),
      titles: [`${name}([x, 0, 1], label)`, "derivative in x"],
    };
  }
  // Not `if (isElementLoss(f))`: to the compiler a reduction is one, too.
  const loss = isElementLoss(f) ? f : undefined;
  if (loss) {
    const all = (x: Float64Array, target: number) => new Float64Array(x.length).fill(target);
    const targets = [0, 0.5, 1];
    return {
      value: targets.map((target) => curve(`t = ${target}`, (x) => loss(x, all(x, target)))),
      derivative: targets.map((target) => curve(`t = ${target}`, (x) => loss.grad(x, all(x, target)))),
      titles: [`${name}(x, t)`, "derivative in x"],
    };
  }
  if (isReduction(f)) {
    const ones = (x: Float64Array) => new Float64Array(x.length).fill(1);
    return {
      value: [curve("", (x) => f(rows(x), { shape: [x.length, 3] }))],
      derivative: [curve("", (x) => every(f.grad(rows(x), ones(x), { shape: [x.length, 3] }), 0))],
      titles: [`${name}([x, 0, 1])`, "derivative in x"],
    };
  }
  if (isRandom(f)) return rreluCurves(f);
  if (!isRowwise(f)) return splitCurves(f);
  return {
    value: labels.map((label, k) => curve(label, (x) => every(f(rows(x), { shape: [x.length, 3] }), k))),
    derivative: labels.map((label, k) =>
      curve(label, (x) => {
        const unit = Float64Array.from({ length: 3 * x.length }, (_, i) => +(i % 3 === k));
        return every(f.grad(rows(x), unit, { shape: [x.length, 3] }), k);
      }),
    ),
    titles: [`${name}([x, 0, 1])`, "diagonal of the Jacobian"],
  };
}
