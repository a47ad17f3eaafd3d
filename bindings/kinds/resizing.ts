import { batched } from "../batch/batched.js";
import { checkOverlap } from "../checks/aliasing.js";
import { checkLike, checkOut, elementType } from "../checks/arrays.js";
import { checkOptions, readParameters } from "../checks/options.js";
import { checkTarget } from "../checks/output.js";
import { viewOf } from "../checks/shape.js";
import { deepFreeze } from "../core/callable.js";
import { wrongValue } from "../core/errors.js";
import type { Parameter, Range } from "../core/parameters.js";
import { create, type FloatArray } from "../core/types.js";
import { settle } from "../dispatch/accumulate.js";
import { mapRuns } from "../dispatch/segments.js";
import { exportsOf } from "../wasm/kernels.js";
import type { Maxout, Resizing, SplitOptions } from "./signatures/resizing.js";
import type { ShapedSpec } from "./spec.js";

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
  const layoutOf = (op: string, count: number, options: Given) => {
    const { outer, n, inner } = viewOf(op, count, options);
    const { taken, made } = piecesOf(op, n, options);
    const run = (n / taken) * inner;
    return { taken, made, layout: { outer, run }, length: outer * made * run };
  };

  const value =
    (op: string) =>
    (x: FloatArray, options: Given = {}): FloatArray => {
      const type = elementType(op, "x", x);
      checkOptions(op, options, optionNames);
      const { taken, made, layout, length } = layoutOf(op, x.length, options);
      const out = checkOut(op, type, options, length) ?? create(type, length);
      checkOverlap(op, "x", type, x, out);
      const operands = [{ array: x, pieces: taken }];
      const numbers = ({ outer, run }: { outer: number; run: number }) => [outer, run, taken];
      mapRuns(op, forward, type, layout, operands, { array: out, pieces: made }, numbers);
      return out;
    };

  const grad =
    (op: string) =>
    (x: FloatArray, dy: FloatArray, options: Given = {}): FloatArray => {
      const type = elementType(op, "x", x);
      checkOptions(op, options, gradientNames);
      const { taken, made, layout, length } = layoutOf(op, x.length, options);
      checkLike(op, "dy", dy, type, length);
      const target = checkTarget(op, type, options, x.length, { x, dy });
      const operands = [
        { array: x, pieces: taken },
        { array: dy, pieces: made },
      ];
      const numbers = ({ outer, run }: { outer: number; run: number }) => [outer, run, taken];
      mapRuns(op, backward, type, layout, operands, { array: target.into, pieces: taken }, numbers);
      return settle(op, type, target);
    };

  const { name } = spec;
  const lengthOf = (op: string, n: number, options: Given) => layoutOf(op, n, options).length;
  return batched(
    name,
    value,
    { operands: ["x"], sizes: (op, n, options: Given) => ({ operand: n, output: lengthOf(op, n, options) }) },
    {
      grad: batched(`${name}.grad`, grad, {
        operands: ["x", "dy"],
        sizes: (op, n, options: Given) => ({ operand: lengthOf(op, n, options), output: n }),
      }),
      spec: deepFreeze(spec),
    },
  );
}
