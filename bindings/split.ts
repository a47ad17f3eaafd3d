import { checkLike, checkOut, create, elementType, type FloatArray, type Fresh, type Like } from "./arrays.js";
import { callable, deepFreeze } from "./callable.js";
import { wrongValue } from "./errors.js";
import { exportsOf } from "./loader.js";
import { checkOverlap } from "./overlap.js";
import { checkOptions, type Parameter, type Range, readParameters } from "./parameters.js";
import { mapRuns } from "./runs.js";
import { type ShapeOptions, viewOf } from "./shape.js";
import type { ShapedSpec } from "./spec.js";
import { type Accumulate, checkTarget, settle } from "./target.js";

export interface SplitOptions<O> extends ShapeOptions {
  /** Where to write: of the type of x and the length of the result; default a new array. */
  out?: O;
}

export interface MaxoutOptions<O> extends SplitOptions<O> {
  /** How many runs along the axis compete; it divides the size. No default. */
  pieces: number;
}

/** A function that halves or doubles the dimension it works along. `shape` is that of x. */
export interface Resizing {
  /** Half or twice as many elements as x, of the same type. */
  <A extends FloatArray, O extends Like<A> = Fresh<A>>(x: A, options?: SplitOptions<O>): O;
  /** dx, as long as x, of dy, as long as the result; `out` may be `x`. */
  grad<A extends FloatArray, O extends Like<A> = Fresh<A>>(
    x: A,
    dy: Like<A>,
    options?: SplitOptions<O> & Accumulate,
  ): O;
  readonly spec: ShapedSpec;
}

/** The largest of `pieces` runs along an axis. `shape` is that of x. */
export interface Maxout {
  /** One element for every `pieces` of x. */
  <A extends FloatArray, O extends Like<A> = Fresh<A>>(x: A, options: MaxoutOptions<O>): O;
  /** dx, as long as x, of dy, as long as the result; `out` may be `x`. */
  grad<A extends FloatArray, O extends Like<A> = Fresh<A>>(
    x: A,
    dy: Like<A>,
    options: MaxoutOptions<O> & Accumulate,
  ): O;
  readonly spec: ShapedSpec;
}

/** How many runs of x make how many of the result. */
interface Pieces {
  readonly taken: number;
  readonly made: number;
}

const OPTIONS = ["shape", "axis"];

// All pieces of an element go through one staging block.
const MOST_PIECES = 8192;
export const PIECES: Range = {
  text: `a whole number from 1 to ${MOST_PIECES}`,
  holds: (value) => Number.isInteger(value) && value >= 1 && value <= MOST_PIECES,
};

/** Makes the callable of a function of two halves from the stem of its kernels' names. */
export function halving(spec: ShapedSpec, kernel: string): Resizing {
  return split(spec, kernel, OPTIONS, (op, n) => {
    if (n % 2 !== 0) throw wrongValue(op, "shape", "an even size along the axis", String(n));
    return { taken: 2, made: 1 };
  }) as never;
}

/** Makes the callable of a function with two results for each element. */
export function doubling(spec: ShapedSpec, kernel: string): Resizing {
  return split(spec, kernel, OPTIONS, () => ({ taken: 1, made: 2 })) as never;
}

/** Makes the callable of a function of as many pieces as the options say. */
export function competing(
  spec: ShapedSpec & { readonly parameters: { readonly pieces: Parameter } },
  kernel: string,
): Maxout {
  const parameters = Object.entries(spec.parameters);
  return split(spec, kernel, [...OPTIONS, "pieces"], (op, n, options) => {
    const [pieces] = readParameters<Values>(op, parameters, options, undefined);
    if (n % pieces !== 0) {
      throw wrongValue(op, "pieces", `a divisor of ${n}, the size along the axis`, String(pieces));
    }
    return { taken: pieces, made: 1 };
  }) as never;
}

type Values = readonly [pieces: number];
type Given = SplitOptions<unknown> & { readonly pieces?: unknown };

function split(
  spec: ShapedSpec,
  kernel: string,
  names: readonly string[],
  piecesOf: (op: string, n: number, options: Given) => Pieces,
) {
  const forward = exportsOf(kernel);
  const backward = exportsOf(`${kernel}_grad`);
  const optionNames = [...names, "out"];
  const gradientNames = [...names, "accumulate", "out"];
  const check = (op: string, x: FloatArray, options: Given, names: readonly string[]) => {
    checkOptions(op, options, names);
    const { outer, n, inner } = viewOf(op, x.length, options);
    const { taken, made } = piecesOf(op, n, options);
    const run = (n / taken) * inner;
    return { taken, made, layout: { outer, run }, length: outer * made * run };
  };

  const call = (x: FloatArray, options: Given = {}): FloatArray => {
    const op = spec.name;
    const type = elementType(op, "x", x);
    const { taken, made, layout, length } = check(op, x, options, optionNames);
    const out = checkOut(op, type, options, length) ?? create(type, length);
    checkOverlap(op, "x", type, x, out);
    const operands = [{ array: x, pieces: taken }];
    mapRuns(op, forward, type, layout, operands, { array: out, pieces: made }, ({ outer, run }) => [outer, run, taken]);
    return out;
  };

  const gradName = `${spec.name}.grad`;
  const grad = (x: FloatArray, dy: FloatArray, options: Given = {}): FloatArray => {
    const type = elementType(gradName, "x", x);
    const { taken, made, layout, length } = check(gradName, x, options, gradientNames);
    checkLike(gradName, "dy", dy, type, length);
    const target = checkTarget(gradName, type, options, x.length, { x, dy });
    const operands = [
      { array: x, pieces: taken },
      { array: dy, pieces: made },
    ];
    const numbers = ({ outer, run }: { outer: number; run: number }) => [outer, run, taken];
    mapRuns(gradName, backward, type, layout, operands, { array: target.into, pieces: taken }, numbers);
    return settle(gradName, type, target);
  };

  return callable(spec.name, call, { grad, spec: deepFreeze(spec) });
}
