import type { CrossEntropy, ElementLoss, FloatArray, Reduction } from "lanewise";
import type { Case, Operands } from "./inputs.js";
import { part, ROW } from "./inputs.js";
import {
  plainCrossEntropy,
  plainCrossEntropyGrad,
  plainLogSumExp,
  plainLogSumExpGrad,
  plainSigmoidCrossEntropy,
  plainSigmoidCrossEntropyGrad,
  plainTargetCrossEntropy,
  plainTargetCrossEntropyGrad,
} from "./plain-losses.js";

/** The cases of logSumExp and of the losses: rows of 1000, and dy for targets, whose signs change nothing. */

type Call = (x: FloatArray, dy: FloatArray, out: FloatArray) => void;

export function reductionCases(f: Reduction, all: Operands): readonly Case[] {
  const { rows, shape, inside, outside } = inRows(all);
  const values = (y: FloatArray) => y.subarray(0, rows);
  return [
    line(
      f.spec.name,
      inside,
      outside,
      (x, _dy, out) => f(x, { shape, out: values(out) }),
      (x, _dy, out) => plainLogSumExp(x, out, rows, ROW),
    ),
    line(
      `${f.spec.name}.grad`,
      inside,
      outside,
      (x, dy, out) => f.grad(x, values(dy), { shape, out }),
      (x, dy, out) => plainLogSumExpGrad(x, dy, out, rows, ROW),
    ),
  ];
}

/** With labels, and with targets. */
export function crossEntropyCases(f: CrossEntropy, all: Operands): readonly Case[] {
  const { rows, shape, inside, outside } = inRows(all);
  const { name } = f.spec;
  const labels = Int32Array.from({ length: rows }, (_, r) => (r * 389) % ROW);
  const values = (y: FloatArray) => y.subarray(0, rows);
  return [
    line(
      name,
      inside,
      outside,
      (x, _dy, out) => f(x, labels, { shape, out: values(out) }),
      (x, _dy, out) => plainCrossEntropy(x, labels, out, rows, ROW),
    ),
    line(
      `${name}.grad`,
      inside,
      outside,
      (x, _dy, out) => f.grad(x, labels, { shape, out }),
      (x, _dy, out) => plainCrossEntropyGrad(x, labels, out, rows, ROW),
    ),
    line(
      `${name}, targets`,
      inside,
      outside,
      (x, dy, out) => f(x, dy, { shape, out: values(out) }),
      (x, dy, out) => plainTargetCrossEntropy(x, dy, out, rows, ROW),
    ),
    line(
      `${name}.grad, targets`,
      inside,
      outside,
      (x, dy, out) => f.grad(x, dy, { shape, out }),
      (x, dy, out) => plainTargetCrossEntropyGrad(x, dy, out, rows, ROW),
    ),
  ];
}

export function elementLossCases(f: ElementLoss, { inside, outside }: Operands): readonly Case[] {
  const n = outside.x.length;
  return [
    line(
      f.spec.name,
      inside,
      outside,
      (x, dy, out) => f(x, dy, { out }),
      (x, dy, out) => plainSigmoidCrossEntropy(x, dy, out, n),
    ),
    line(
      `${f.spec.name}.grad`,
      inside,
      outside,
      (x, dy, out) => f.grad(x, dy, { out }),
      (x, dy, out) => plainSigmoidCrossEntropyGrad(x, dy, out, n),
    ),
  ];
}

/** As many rows as fit. */
function inRows(all: Operands) {
  const rows = Math.floor(all.outside.x.length / ROW);
  const elements = rows * ROW;
  return { rows, shape: [rows, ROW], inside: part(all.inside, elements), outside: part(all.outside, elements) };
}

function line(name: string, inside: Operands["inside"], outside: Operands["outside"], call: Call, plain: Call): Case {
  const { x, dy, y } = outside;
  return {
    name,
    elements: x.length,
    candidates: {
      workspace: () => call(inside.x, inside.dy, inside.y),
      dropIn: () => call(x, dy, y),
      plain: () => plain(x, dy, y),
      copy: () => inside.y.set(inside.x),
    },
  };
}
