import type {
  CrossEntropy,
  ElementLoss,
  Elementwise,
  FloatArray,
  Maxout,
  Prelu,
  Reduction,
  Resizing,
  Rowwise,
  Rrelu,
} from "lanewise";
import { byKind, functionNamed, functions, samplesOf } from "../functions.js";
import { type Arrays, type Case, CHANNELS, type Operands, ROW } from "./inputs.js";
import { CROSS_ENTROPY_LOOPS, ELEMENT_LOSS_LOOPS, loopsOf, PRELU_LOOPS, ROW_LOOPS, RRELU_LOOPS } from "./loops.js";
import { plain } from "./plain.js";
import { plainSplit } from "./plain-split.js";

/** The names that can be run. */
export const runnable: readonly string[] = functions.map(({ spec }) => spec.name);

/** A function and its gradient, each way of computing them. */
export function cases(name: string, operands: Operands): readonly Case[] {
  return byKind(functionNamed(name), {
    elementwise: (f) => elementwiseCases(f, operands),
    rowwise: (f) => rowCases(f, operands),
    reduction: (f) => reductionCases(f, operands),
    prelu: (f) => preluCases(f, operands),
    rrelu: (f) => rreluCases(f, operands),
    resizing: (f) => resizingCases(f, operands),
    "cross-entropy": (f) => crossEntropyCases(f, operands),
    "element-loss": (f) => elementLossCases(f, operands),
  });
}

/** The arrays of a case: x and dx of one length, y and dy of another one. */
interface Parts {
  readonly x: FloatArray;
  readonly dx: FloatArray;
  readonly y: FloatArray;
  readonly dy: FloatArray;
  readonly alpha: FloatArray;
  /** Of x's length. */
  readonly targets: FloatArray;
}

type Call = (parts: Parts) => void;

interface Line {
  readonly name: string;
  readonly call: Call;
  readonly plain: Call;
}

/** The same calls with operands in a Workspace and outside of one. */
function lines(operands: Operands, elements: number, results: number, all: readonly Line[]): readonly Case[] {
  const parts = ({ x, dy, y, alpha }: Arrays): Parts => ({
    x: x.subarray(0, elements),
    dx: y.subarray(0, elements),
    y: y.subarray(0, results),
    dy: dy.subarray(0, results),
    alpha,
    targets: dy.subarray(0, elements),
  });
  const inside = parts(operands.inside);
  const outside = parts(operands.outside);
  return all.map(({ name, call, plain }) => ({
    name,
    elements,
    candidates: {
      workspace: () => call(inside),
      dropIn: () => call(outside),
      plain: () => plain(outside),
      copy: () => inside.dx.set(inside.x),
    },
  }));
}

function elementwiseCases(f: Elementwise, operands: Operands): readonly Case[] {
  const { name } = f.spec;
  const n = operands.outside.x.length;
  const loops = plain(name);
  const samples = samplesOf(f.spec);
  return lines(operands, n, n, [
    {
      name,
      call: ({ x, y }) => f(x, { ...samples, out: y }),
      plain: ({ x, y }) => loops.forward(x, y, n),
    },
    {
      name: `${name}.grad`,
      call: ({ x, dy, dx }) => f.grad(x, dy, { ...samples, out: dx }),
      plain: ({ x, dy, dx }) => loops.backward(x, dy, dx, n),
    },
  ]);
}

/** Rows of 1000, as many as fit. */
function rowCases(f: Rowwise, operands: Operands): readonly Case[] {
  const { name } = f.spec;
  const loops = loopsOf(ROW_LOOPS, name);
  const { rows, elements, shape } = rowsIn(operands);
  return lines(operands, elements, elements, [
    {
      name,
      call: ({ x, y }) => f(x, { shape, out: y }),
      plain: ({ x, y }) => loops.forward(x, y, rows, ROW),
    },
    {
      name: `${name}.grad`,
      call: ({ x, dy, dx }) => f.grad(x, dy, { shape, out: dx }),
      plain: ({ x, dy, dx }) => loops.backward(x, dy, dx, rows, ROW),
    },
  ]);
}

function reductionCases(f: Reduction, operands: Operands): readonly Case[] {
  const { name } = f.spec;
  const loops = loopsOf(ROW_LOOPS, name);
  const { rows, elements, shape } = rowsIn(operands);
  return lines(operands, elements, rows, [
    {
      name,
      call: ({ x, y }) => f(x, { shape, out: y }),
      plain: ({ x, y }) => loops.forward(x, y, rows, ROW),
    },
    {
      name: `${name}.grad`,
      call: ({ x, dy, dx }) => f.grad(x, dy, { shape, out: dx }),
      plain: ({ x, dy, dx }) => loops.backward(x, dy, dx, rows, ROW),
    },
  ]);
}

/** 64 channels along the last axis. */
function preluCases(f: Prelu, operands: Operands): readonly Case[] {
  const { name } = f.spec;
  const loops = loopsOf(PRELU_LOOPS, name);
  const n = operands.outside.x.length;
  const rows = n / CHANNELS;
  const shape = [rows, CHANNELS];
  return lines(operands, n, n, [
    {
      name,
      call: ({ x, alpha, y }) => f(x, alpha, { shape, out: y }),
      plain: ({ x, alpha, y }) => loops.forward(x, alpha, y, rows, CHANNELS),
    },
    {
      name: `${name}.grad`,
      call: ({ x, alpha, dy, dx }) => f.grad(x, alpha, dy, { shape, out: dx }),
      plain: ({ x, alpha, dy, dx }) => loops.backward(x, alpha, dy, dx, rows, CHANNELS),
    },
  ]);
}

/** In training. */
function rreluCases(f: Rrelu, operands: Operands): readonly Case[] {
  const { name } = f.spec;
  const loops = loopsOf(RRELU_LOOPS, name);
  const n = operands.outside.x.length;
  const training = true;
  return lines(operands, n, n, [
    {
      name,
      call: ({ x, y }) => f(x, { training, out: y }),
      plain: ({ x, y }) => loops.forward(x, y, n),
    },
    {
      name: `${name}.grad`,
      call: ({ x, dy, dx }) => f.grad(x, dy, { training, out: dx }),
      plain: ({ x, dy, dx }) => loops.backward(x, dy, dx, n),
    },
  ]);
}

/** Rows of 1000 on the longer side, whether x or y; two pieces of maxout. */
function resizingCases(f: Resizing | Maxout, operands: Operands): readonly Case[] {
  const { name } = f.spec;
  const loops = plainSplit(name);
  const samples = samplesOf(f.spec) as { pieces: number };
  const layout = f.spec.layout(2, samples);
  const [n, made] = layout.made > layout.n ? [ROW / 2, ROW] : [ROW, ROW / 2];
  const { rows } = rowsIn(operands);
  const options = { shape: [rows, n], ...samples };
  return lines(operands, rows * n, rows * made, [
    {
      name,
      call: ({ x, y }) => f(x, { ...options, out: y }),
      plain: ({ x, y }) => loops.forward(x, y, rows, n),
    },
    {
      name: `${name}.grad`,
      call: ({ x, dy, dx }) => f.grad(x, dy, { ...options, out: dx }),
      plain: ({ x, dy, dx }) => loops.backward(x, dy, dx, rows, n),
    },
  ]);
}

/** With labels, and with targets, whose signs change nothing. */
function crossEntropyCases(f: CrossEntropy, operands: Operands): readonly Case[] {
  const { name } = f.spec;
  const loops = loopsOf(CROSS_ENTROPY_LOOPS, name);
  const { rows, elements, shape } = rowsIn(operands);
  const labels = Int32Array.from({ length: rows }, (_, r) => (r * 389) % ROW);
  return lines(operands, elements, rows, [
    {
      name,
      call: ({ x, y }) => f(x, labels, { shape, out: y }),
      plain: ({ x, y }) => loops.forward(x, labels, y, rows, ROW),
    },
    {
      name: `${name}.grad`,
      call: ({ x, dx }) => f.grad(x, labels, { shape, out: dx }),
      plain: ({ x, dx }) => loops.backward(x, labels, dx, rows, ROW),
    },
    {
      name: `${name}, targets`,
      call: ({ x, targets, y }) => f(x, targets, { shape, out: y }),
      plain: ({ x, targets, y }) => loops.forwardOfTargets(x, targets, y, rows, ROW),
    },
    {
      name: `${name}.grad, targets`,
      call: ({ x, targets, dx }) => f.grad(x, targets, { shape, out: dx }),
      plain: ({ x, targets, dx }) => loops.backwardOfTargets(x, targets, dx, rows, ROW),
    },
  ]);
}

function elementLossCases(f: ElementLoss, operands: Operands): readonly Case[] {
  const { name } = f.spec;
  const loops = loopsOf(ELEMENT_LOSS_LOOPS, name);
  const n = operands.outside.x.length;
  return lines(operands, n, n, [
    {
      name,
      call: ({ x, targets, y }) => f(x, targets, { out: y }),
      plain: ({ x, targets, y }) => loops.forward(x, targets, y, n),
    },
    {
      name: `${name}.grad`,
      call: ({ x, targets, dx }) => f.grad(x, targets, { out: dx }),
      plain: ({ x, targets, dx }) => loops.backward(x, targets, dx, n),
    },
  ]);
}

function rowsIn({ outside }: Operands) {
  const rows = Math.floor(outside.x.length / ROW);
  return { rows, elements: rows * ROW, shape: [rows, ROW] };
}
