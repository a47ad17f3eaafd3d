import { arithmetic } from "../decimal.js";
import { type ExactRow, rowDefinitions } from "../exact-rows.js";
import { DIGITS } from "./elementwise.js";
import { rowNumbers } from "./inputs.js";

/** The inputs of a case of rows, all numbers of f32; `solveRows` computes its values. */
export interface RowTask {
  readonly op: string;
  readonly shape: readonly number[];
  readonly options: {
    readonly axis?: number;
    readonly pieces?: number;
    readonly labelSmoothing?: number;
    readonly ignoreIndex?: number;
  };
  readonly x: readonly number[];
  /** None for rows with special values, nor for losses, whose gradients are for dy = 1. */
  readonly dy?: readonly number[];
  readonly alpha?: readonly number[];
  readonly labels?: readonly number[];
  readonly targets?: readonly number[];
}

type Layout = readonly [shape: readonly number[], axis: number];

const ROWS: readonly Layout[] = [
  [[7], -1],
  [[3, 5], -1],
  [[4, 7], 0],
  [[2, 3, 4], 1],
  [[2, 3, 4], -1],
  [[2, 5, 3, 3], 1],
  [[5, 1], -1],
  [[1, 1000], -1],
  [[3, 129], -1],
  [[16, 10], -1],
];
// Rows of small numbers, and rows that reach from e^−100 to e^100.
const SPREADS = [2.5, 25];

const HALVES: readonly Layout[] = [
  [[8], -1],
  [[4, 6], -1],
  [[2, 4, 3], 1],
  [[6, 5], 0],
  [[3, 258], -1],
];

const PIECES: readonly (readonly [...Layout, pieces: number])[] = [
  [[6], -1, 3],
  [[4, 6], -1, 2],
  [[2, 6, 3], 1, 3],
  [[8, 3], 0, 4],
];

const CHANNELS: readonly Layout[] = [
  [[4, 5], -1],
  [[2, 3, 4], 1],
  [[2, 3, 4], -1],
  [[2, 5, 3, 3], 1],
  [[6, 3], 0],
];

const LOGITS = [
  [1, 3],
  [4, 5],
  [16, 10],
  [2, 300],
] as const;

// A number that is off, underflow, a tie of huge numbers, and a row far below 0.
const SPECIAL = [-Infinity, 1, 2, 80, -80, 0, 1e30, 1e30, -1e30, -1000, -1001, -999].map(Math.fround);
const SPECIAL_AT = { shape: [4, 3], options: { axis: -1 }, x: SPECIAL };

export function rowTasks(): RowTask[] {
  return [
    ...Object.entries(rowDefinitions(DIGITS)).flatMap(([op, { f }]) => (isOfRows(op, f) ? rowTasksOf(op, f) : [])),
    ...PIECES.map(([shape, axis, pieces]) => rows("maxout", [shape, axis], 2.5, (n) => n / pieces, { pieces })),
    ...["softmax", "logSoftmax", "logSumExp"].map((op) => ({ op, ...SPECIAL_AT })),
    { op: "sparsemax", shape: [1, 3], options: { axis: -1 }, x: [5, 5, 0] },
    slopes([7], {}, 1),
    ...CHANNELS.map(([shape, axis]) => slopes(shape, { axis }, shape.at(axis)!)),
    ...LOGITS.flatMap(crossEntropies),
    ignored(),
    elements(),
  ];
}

/** Without a second operand, and without pieces. */
function isOfRows(op: string, f: ExactRow["f"]): boolean {
  return f.length === 1 && op !== "maxout";
}

/** Rows of any length, or, for functions that resize them, of even length. */
function rowTasksOf(op: string, f: ExactRow["f"]): RowTask[] {
  const { ZERO } = arithmetic(DIGITS);
  const made = (n: number) =>
    f(
      Array.from({ length: n }, () => ZERO),
      [],
    ).length;
  if (made(6) !== 6 && made(6) !== 1) return HALVES.map((layout) => rows(op, layout, 2.5, made));
  return SPREADS.flatMap((spread) => ROWS.map((layout) => rows(op, layout, spread, made)));
}

/** `made` is the length of a row's result, by the length of the row. */
function rows(
  op: string,
  [shape, axis]: Layout,
  spread: number,
  made: (n: number) => number,
  more: RowTask["options"] = {},
): RowTask {
  const { normal } = rowNumbers(`${op} ${shape} ${axis} ${spread}`);
  const n = shape.at(axis)!;
  const x = normal(sizeOf(shape), spread);
  return { op, shape, options: { axis, ...more }, x, dy: normal((x.length / n) * made(n)) };
}

function slopes(shape: readonly number[], options: RowTask["options"], count: number): RowTask {
  const { normal, uniform } = rowNumbers(`prelu ${shape} ${options.axis}`);
  const size = sizeOf(shape);
  return { op: "prelu", shape, options, x: normal(size, 2.5), dy: normal(size), alpha: uniform(count, 0.5) };
}

/** With labels, with smoothed ones, and with targets, whose sum is 1 except for rounding. */
function crossEntropies(shape: readonly [rows: number, classes: number]): RowTask[] {
  const op = "softmaxCrossEntropy";
  const [count, classes] = shape;
  const { normal, uniform, whole } = rowNumbers(`${op} ${shape}`);
  const task = (options: RowTask["options"]) => ({ op, shape, options, x: normal(count * classes, 2.5) });
  const raw = uniform(count * classes);
  const targets = raw.map((value, i) => {
    const first = i - (i % classes);
    return Math.fround(value / raw.slice(first, first + classes).reduce((total, each) => total + each, 0));
  });
  return [
    { ...task({}), labels: whole(count, classes) },
    { ...task({ labelSmoothing: 0.1 }), labels: whole(count, classes) },
    { ...task({}), targets },
  ];
}

function ignored(): RowTask {
  const { normal } = rowNumbers("softmaxCrossEntropy with ignored rows");
  const labels = [1, 2, -100, 3, 1, 3];
  return { op: "softmaxCrossEntropy", shape: [6, 4], options: { ignoreIndex: -100 }, x: normal(24, 2.5), labels };
}

function elements(): RowTask {
  const { normal, uniform } = rowNumbers("sigmoidCrossEntropy");
  return { op: "sigmoidCrossEntropy", shape: [40], options: {}, x: normal(40, 10), targets: uniform(40) };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((total, size) => total * size, 1);
}
