import {
  type Elementwise,
  type FloatArray,
  logSoftmax,
  type Maxout,
  type Prelu,
  type Resizing,
  type Rowwise,
  type Rrelu,
  softmax,
  softmin,
  sparsemax,
  Workspace,
} from "lanewise";
import {
  type AnyFunction,
  functions,
  isCrossEntropy,
  isElementLoss,
  isElementwise,
  isPrelu,
  isRandom,
  isReduction,
  isRowwise,
  isSplit,
  samplesOf,
} from "../catalogue/functions.js";
import { type Arrays, type Case, type ElementType, filled, type Operands, part, ROW } from "./inputs.js";
import { crossEntropyCases, elementLossCases, reductionCases } from "./loss-cases.js";
import {
  plain,
  plainLogSoftmax,
  plainLogSoftmaxGrad,
  plainPrelu,
  plainPreluGrad,
  plainSoftmax,
  plainSoftmaxGrad,
} from "./plain.js";
import { plainSoftmin, plainSoftminGrad, plainSparsemax, plainSparsemaxGrad } from "./plain-losses.js";
import { plainRrelu, plainRreluGrad, plainSplit } from "./plain-split.js";
import { uniforms } from "./random.js";

const CHANNELS = 64;

const PLAIN_ROWS = new Map([
  [softmax, { forward: plainSoftmax, backward: plainSoftmaxGrad }],
  [logSoftmax, { forward: plainLogSoftmax, backward: plainLogSoftmaxGrad }],
  [softmin, { forward: plainSoftmin, backward: plainSoftminGrad }],
  [sparsemax, { forward: plainSparsemax, backward: plainSparsemaxGrad }],
]);

/** x between −8 and 8, dy between −1 and 1, seeded. */
export function operands(type: ElementType, n: number): Operands & Disposable {
  const next = uniforms(1);
  const outside: Arrays = {
    x: filled(type, n, () => 16 * next() - 8),
    dy: filled(type, n, () => 2 * next() - 1),
    y: filled(type, n, () => 0),
    alpha: filled(type, CHANNELS, next),
  };
  const size = type === "f32" ? 4 : 8;
  const ws = new Workspace({ bytes: 3 * n * size + 2 ** 20 });
  const move = (array: FloatArray) => (type === "f32" ? ws.float32(array) : ws.float64(array));
  const { x, dy, y, alpha } = outside;
  const inside: Arrays = { x: move(x), dy: move(dy), y: move(y), alpha: move(alpha) };
  return { inside, outside, [Symbol.dispose]: () => ws.dispose() };
}

/** The names that can be run: of all functions that this file knows how to call. */
export const runnable: readonly string[] = functions.filter(isKnown).map((f) => f.spec.name);

/** The functions that are exported but that this file does not know how to call. */
export const unknown: readonly string[] = functions.filter((f) => !isKnown(f)).map((f) => f.spec.name);

export function cases(name: string, operands: Operands): readonly Case[] {
  const f = functions.find(({ spec }) => spec.name === name)!;
  if (isElementwise(f)) return elementwiseCases(f, operands);
  if (isPrelu(f)) return preluCases(f, operands);
  if (isRandom(f)) return rreluCases(f, operands);
  if (isSplit(f)) return splitCases(f, operands);
  if (isReduction(f)) return reductionCases(f, operands);
  if (isCrossEntropy(f)) return crossEntropyCases(f, operands);
  if (isElementLoss(f)) return elementLossCases(f, operands);
  return rowCases(f as Rowwise, operands);
}

function isKnown(f: AnyFunction): boolean {
  if (
    isElementwise(f) ||
    isPrelu(f) ||
    isRandom(f) ||
    isSplit(f) ||
    isReduction(f) ||
    isCrossEntropy(f) ||
    isElementLoss(f)
  )
    return true;
  return isRowwise(f) && PLAIN_ROWS.has(f);
}

function elementwiseCases(f: Elementwise, { inside, outside }: Operands): readonly Case[] {
  const { name } = f.spec;
  const loops = plain(name);
  const { x, dy, y } = outside;
  const elements = x.length;
  const samples = samplesOf(f.spec);
  const copy = () => inside.y.set(inside.x);
  return [
    {
      name,
      elements,
      candidates: {
        workspace: () => f(inside.x, { ...samples, out: inside.y }),
        dropIn: () => f(x, { ...samples, out: y }),
        plain: () => loops.forward(x, y, elements),
        copy,
      },
    },
    {
      name: `${name}.grad`,
      elements,
      candidates: {
        workspace: () => f.grad(inside.x, inside.dy, { ...samples, out: inside.y }),
        dropIn: () => f.grad(x, dy, { ...samples, out: y }),
        plain: () => loops.backward(x, dy, y, elements),
        copy,
      },
    },
  ];
}

/** Rows of 1000, as many as fit. */
function rowCases(f: Rowwise, all: Operands): readonly Case[] {
  const { name } = f.spec;
  const loops = PLAIN_ROWS.get(f)!;
  const rows = Math.floor(all.outside.x.length / ROW);
  const elements = rows * ROW;
  const inside = part(all.inside, elements);
  const { x, dy, y } = part(all.outside, elements);
  const shape = [rows, ROW];
  const copy = () => inside.y.set(inside.x);
  return [
    {
      name,
      elements,
      candidates: {
        workspace: () => f(inside.x, { shape, out: inside.y }),
        dropIn: () => f(x, { shape, out: y }),
        plain: () => loops.forward(x, y, rows, ROW),
        copy,
      },
    },
    {
      name: `${name}.grad`,
      elements,
      candidates: {
        workspace: () => f.grad(inside.x, inside.dy, { shape, out: inside.y }),
        dropIn: () => f.grad(x, dy, { shape, out: y }),
        plain: () => loops.backward(x, dy, y, rows, ROW),
        copy,
      },
    },
  ];
}

/** 64 channels along the last axis. */
function preluCases(f: Prelu, { inside, outside }: Operands): readonly Case[] {
  const { name } = f.spec;
  const { x, dy, y, alpha } = outside;
  const elements = x.length;
  const rows = elements / CHANNELS;
  const shape = [rows, CHANNELS];
  const copy = () => inside.y.set(inside.x);
  return [
    {
      name,
      elements,
      candidates: {
        workspace: () => f(inside.x, inside.alpha, { shape, out: inside.y }),
        dropIn: () => f(x, alpha, { shape, out: y }),
        plain: () => plainPrelu(x, alpha, y, rows, CHANNELS),
        copy,
      },
    },
    {
      name: `${name}.grad`,
      elements,
      candidates: {
        workspace: () => f.grad(inside.x, inside.alpha, inside.dy, { shape, out: inside.y }),
        dropIn: () => f.grad(x, alpha, dy, { shape, out: y }),
        plain: () => plainPreluGrad(x, alpha, dy, y, rows, CHANNELS),
        copy,
      },
    },
  ];
}

/** Rows of 1000, crelu's of 500: it doubles them; two pieces of maxout. */
function splitCases(f: Resizing | Maxout, all: Operands): readonly Case[] {
  const { name } = f.spec;
  const loops = plainSplit(name);
  const [n, made] = name === "crelu" ? [ROW / 2, ROW] : [ROW, ROW / 2];
  const rows = Math.floor(all.outside.x.length / ROW);
  const elements = rows * n;
  const arrays = ({ x, dy, y }: Arrays) => ({
    x: x.subarray(0, elements),
    dy: dy.subarray(0, rows * made),
    y: y.subarray(0, rows * made),
    dx: y.subarray(0, elements),
  });
  const inside = arrays(all.inside);
  const { x, dy, y, dx } = arrays(all.outside);
  const options = { shape: [rows, n], ...(f.spec.parameters?.pieces && { pieces: 2 }) } as { pieces: number };
  const copy = () => inside.dx.set(inside.x);
  return [
    {
      name,
      elements,
      candidates: {
        workspace: () => f(inside.x, { ...options, out: inside.y }),
        dropIn: () => f(x, { ...options, out: y }),
        plain: () => loops.forward(x, y, rows, n),
        copy,
      },
    },
    {
      name: `${name}.grad`,
      elements,
      candidates: {
        workspace: () => f.grad(inside.x, inside.dy, { ...options, out: inside.dx }),
        dropIn: () => f.grad(x, dy, { ...options, out: dx }),
        plain: () => loops.backward(x, dy, dx, rows, n),
        copy,
      },
    },
  ];
}

/** In training. */
function rreluCases(f: Rrelu, { inside, outside }: Operands): readonly Case[] {
  const { name } = f.spec;
  const { x, dy, y } = outside;
  const elements = x.length;
  const training = true;
  const copy = () => inside.y.set(inside.x);
  return [
    {
      name,
      elements,
      candidates: {
        workspace: () => f(inside.x, { training, out: inside.y }),
        dropIn: () => f(x, { training, out: y }),
        plain: () => plainRrelu(x, y, elements),
        copy,
      },
    },
    {
      name: `${name}.grad`,
      elements,
      candidates: {
        workspace: () => f.grad(inside.x, inside.dy, { training, out: inside.y }),
        dropIn: () => f.grad(x, dy, { training, out: y }),
        plain: () => plainRreluGrad(x, dy, y, elements),
        copy,
      },
    },
  ];
}
