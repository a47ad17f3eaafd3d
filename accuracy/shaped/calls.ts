import * as lanewise from "lanewise";
import type { ElementType, FloatArray } from "../../bindings/core/types.js";
import { arrayOf } from "../../test/support/arrays.js";
import { arithmetic, type Real } from "../decimal.js";
import type { Row, Sample } from "./samples.js";
import { gradients, PIECES, type Reals, type Results, slopeGradient, values } from "./terms.js";

/** How each function is called on the rows of a sample, and the results it should have. */

export type Member = "value" | "gradient" | "gradAlpha";
type Axis = 0 | 1;

/** A call of a member, and its exact results. */
export interface Way {
  readonly member: Member;
  /** Rows of results, and results in a row. */
  readonly rows: number;
  readonly length: number;
  readonly exact: (row: number) => Results;
  /** The results with the rows along an axis, by row and place in it. */
  readonly run: (axis: Axis) => (row: number, i: number) => number;
}

/** A second operand, or another choice that value and gradient share. */
interface Form {
  /** The second operand of a row. */
  readonly other: (row: number) => Reals;
  readonly value: (lay: Lay, options: object) => FloatArray;
  readonly gradient: (lay: Lay, options: object) => FloatArray;
}
/** An operand of the whole call, from one of each row. */
type Lay = (pick: (row: Row) => FloatArray) => FloatArray;

type Call = (...operands: readonly unknown[]) => FloatArray;
interface Callable extends Call {
  readonly grad: Call;
  readonly gradAlpha: Call;
  readonly slopes: Call;
}

const { real, ONE } = arithmetic(60);
const SMOOTHING = 0.1;

/** Functions that divide a row into halves. */
const HALVED: ReadonlySet<string> = new Set(["glu", "swiglu", "geglu", "reglu", "maxout"]);
/** Functions of single elements, which have no axis. */
const FLAT: ReadonlySet<string> = new Set(["rrelu", "sigmoidCrossEntropy"]);

export const NAMES: readonly string[] = Object.keys(gradients);

/** The number that the length of a row must be a multiple of. */
export function multipleOf(op: string): number {
  return HALVED.has(op) ? PIECES : 1;
}

export function axesOf(op: string): readonly Axis[] {
  return FLAT.has(op) ? [1] : [1, 0];
}

/** Results of a row of n elements. */
function madeOf(op: string, n: number): number {
  if (op === "logSumExp" || op === "softmaxCrossEntropy") return 1;
  if (op === "crelu") return 2 * n;
  return HALVED.has(op) ? n / PIECES : n;
}

const known = new Map<number, Real>();

/** The number itself. Elements recur. */
function exactly(x: number): Real {
  if (known.size > 100_000) known.clear();
  const made = known.get(x) ?? real(x);
  known.set(x, made);
  return made;
}

const rowsKnown = new WeakMap<FloatArray, Reals>();

/** The same array each time, so that results computed from it are remembered. */
function exactRow(row: FloatArray): Reals {
  const made = rowsKnown.get(row) ?? Array.from(row, exactly);
  rowsKnown.set(row, made);
  return made;
}

/** Rows one after the other, or interleaved. */
function laid(type: ElementType, rows: readonly FloatArray[], axis: Axis): FloatArray {
  const n = rows[0]!.length;
  const flat = arrayOf(type, n * rows.length);
  rows.forEach((row, r) => {
    for (let i = 0; i < n; i++) flat[axis === 1 ? r * n + i : i * rows.length + r] = row[i]!;
  });
  return flat;
}

const resized = new WeakMap<FloatArray, FloatArray>();

/** As many dy as the function has results; the second half of crelu has the opposites of the first. */
function dyOf({ dy }: Row, made: number): FloatArray {
  if (made === dy.length) return dy;
  const before = resized.get(dy);
  if (before?.length === made) return before;
  const type = dy instanceof Float32Array ? "f32" : "f64";
  const fresh = arrayOf(
    type,
    Array.from({ length: made }, (_, i) => (i < dy.length ? dy[i]! : -dy[i - dy.length]!)),
  );
  resized.set(dy, fresh);
  return fresh;
}

const x = (row: Row) => row.x;
const other = (row: Row) => row.other;

/** All calls of a function on a sample. */
export function waysOf(op: string, sample: Sample): readonly Way[] {
  const { type, rows } = sample;
  const n = rows[0]!.x.length;
  const made = madeOf(op, n);
  const run = (call: Form["value"], length: number) => (axis: Axis) => {
    const shape = axis === 1 ? [rows.length, n] : [n, rows.length];
    const options = FLAT.has(op) ? {} : { shape, axis, ...(op === "maxout" && { pieces: PIECES }) };
    const results = call((pick) => laid(type, rows.map(pick), axis), options);
    return (r: number, i: number) => results[axis === 1 ? r * length + i : i * rows.length + r]!;
  };
  const ways = formsOf(op, sample).flatMap((form): Way[] => [
    {
      member: "value",
      rows: rows.length,
      length: made,
      exact: (r) => values[op]!(exactRow(rows[r]!.x), form.other(r)),
      run: run(form.value, made),
    },
    {
      member: "gradient",
      rows: rows.length,
      length: n,
      exact: (r) => gradients[op]!(exactRow(rows[r]!.x), exactRow(dyOf(rows[r]!, made)), form.other(r)),
      run: run(form.gradient, n),
    },
  ]);
  return op === "prelu" ? [...ways, ...slopeWays(sample)] : ways;
}

function functionOf(op: string): Callable {
  return (lanewise as unknown as Readonly<Record<string, Callable>>)[op]!;
}

function formsOf(op: string, sample: Sample): readonly Form[] {
  const { type, rows } = sample;
  const f = functionOf(op);
  const n = rows[0]!.x.length;
  const dy = (row: Row) => dyOf(row, madeOf(op, n));
  const given = (r: number) => exactRow(rows[r]!.other);
  switch (op) {
    case "prelu": {
      // One slope for each place, the same in all rows.
      const slopes = rows[0]!.other;
      return [
        {
          other: () => exactRow(slopes),
          value: (lay, options) => f(lay(x), slopes, options),
          gradient: (lay, options) => f.grad(lay(x), slopes, lay(dy), options),
        },
      ];
    }
    case "rrelu":
      return [false, true].map((training) => {
        const slopes = f.slopes(laid(type, rows.map(x), 1), { training });
        return {
          other: (r) => exactRow(slopes.slice(r * n, (r + 1) * n)),
          value: (lay) => f(lay(x), { training }),
          gradient: (lay) => f.grad(lay(x), lay(dy), { training }),
        };
      });
    case "sigmoidCrossEntropy":
      return [{ other: given, value: (lay) => f(lay(x), lay(other)), gradient: (lay) => f.grad(lay(x), lay(other)) }];
    case "softmaxCrossEntropy":
      return crossEntropyForms(f, sample, given);
    default:
      return [
        {
          other: () => [],
          value: (lay, options) => f(lay(x), options),
          gradient: (lay, options) => f.grad(lay(x), lay(dy), options),
        },
      ];
  }
}

/** Targets, labels and smoothed labels. */
function crossEntropyForms(f: Callable, { type, rows }: Sample, given: Form["other"]): readonly Form[] {
  const n = rows[0]!.x.length;
  const labels = Int32Array.from(rows, ({ label }) => label);
  const targets: Form = {
    other: given,
    value: (lay, options) => f(lay(x), lay(other), options),
    gradient: (lay, options) => f.grad(lay(x), lay(other), options),
  };
  const labelled = [0, SMOOTHING].map((labelSmoothing): Form => {
    const smoothing = real(type === "f32" ? Math.fround(labelSmoothing) : labelSmoothing);
    const share = smoothing.div(n);
    const whole = share.plus(ONE.minus(smoothing));
    return {
      other: (r) => Array.from({ length: n }, (_, i) => (i === labels[r] ? whole : share)),
      value: (lay, options) => f(lay(x), labels, { ...options, labelSmoothing }),
      gradient: (lay, options) => f.grad(lay(x), labels, { ...options, labelSmoothing }),
    };
  });
  return [targets, ...labelled];
}

/** `gradAlpha` of one slope for each place, and of one slope for all. */
function slopeWays({ type, rows }: Sample): readonly Way[] {
  const f = functionOf("prelu");
  const n = rows[0]!.x.length;
  const dy = (row: Row) => row.dy;
  const exact = (places: readonly number[]) => {
    const column = (pick: (row: Row) => FloatArray) =>
      rows.flatMap((row) => places.map((i) => exactRow(pick(row))[i]!));
    return slopeGradient(column(x), column(dy));
  };
  const everywhere = Array.from({ length: n }, (_, i) => i);
  return [n, 1].map(
    (length): Way => ({
      member: "gradAlpha",
      rows: 1,
      length,
      exact: () => (i) => exact(length === 1 ? everywhere : [i]),
      run: (axis) => {
        const shape = axis === 1 ? [rows.length, n] : [n, rows.length];
        const [inputs, gradients] = [laid(type, rows.map(x), axis), laid(type, rows.map(dy), axis)];
        const sums = f.gradAlpha(inputs, arrayOf(type, length), gradients, { shape, axis });
        return (_, i) => sums[i]!;
      },
    }),
  );
}
