import { callable } from "../batch/callable.js";
import { type Accepted, accepts } from "../checks/options.js";
import { layoutOfRows } from "../checks/shape.js";
import { wrongValue } from "../core/errors.js";
import { deepFreeze } from "../core/freeze.js";
import type { Parameter, Range } from "../core/parameters.js";
import type { Definition, Plan } from "../dispatch/plan.js";
import { intoResult } from "../dispatch/result.js";
import { mapRuns, type Stretch } from "../dispatch/segments.js";
import { exportsOf, type KernelStem } from "../wasm/kernels.js";
import { specLayout } from "./layout.js";
import { ROW_GRADIENT, ROWS, shaped } from "./shaped.js";
import type { Maxout, Resizing } from "./signatures/resizing.js";
import type { ShapedEntry } from "./spec.js";

/** How many runs of x make how many of the result. */
interface Pieces {
  readonly taken: number;
  readonly made: number;
}

// All pieces of an element go through one staging block.
const MOST_PIECES = 8192;
export const PIECES: Range = {
  text: `a whole number from 1 to ${MOST_PIECES}`,
  holds: (value) => Number.isInteger(value) && value >= 1 && value <= MOST_PIECES,
};

/** Makes the callable of a function of two halves from its kernel. */
export function halving(entry: ShapedEntry, kernel: KernelStem): Resizing {
  const { value, grad, spec } = split(entry, kernel, ROWS, ROW_GRADIENT, (op, n) => {
    if (n % 2 !== 0) throw wrongValue(op, "shape", "an even size along the axis", String(n));
    return { taken: 2, made: 1 };
  });
  return callable<Resizing>(value, { grad: callable(grad), spec });
}

/** Makes the callable of a function with two results for each element. */
export function doubling(entry: ShapedEntry, kernel: KernelStem): Resizing {
  const { value, grad, spec } = split(entry, kernel, ROWS, ROW_GRADIENT, () => ({ taken: 1, made: 2 }));
  return callable<Resizing>(value, { grad: callable(grad), spec });
}

/** Makes the callable of a function of as many pieces as the options say. */
export function competing(
  entry: ShapedEntry & { readonly parameters: { readonly pieces: Parameter } },
  kernel: KernelStem,
): Maxout {
  const forValue = accepts(entry.parameters, "shape", "axis", "out");
  const forGradient = accepts(entry.parameters, "shape", "axis", "accumulate", "out");
  const { value, grad, spec } = split(entry, kernel, forValue, forGradient, (op, n, values) => {
    const pieces = values[0]!;
    if (n % pieces !== 0) {
      throw wrongValue(op, "pieces", `a divisor of ${n}, the size along the axis`, String(pieces));
    }
    return { taken: pieces, made: 1 };
  });
  return callable<Maxout>(value, { grad: callable(grad), spec });
}

/** How the size along the axis comes apart. */
type PiecesOf = (op: string, n: number, values: readonly number[]) => Pieces;

/** The parts of a function of pieces, whose elements at the same place belong together. */
function split(entry: ShapedEntry, kernel: KernelStem, forValue: Accepted, forGradient: Accepted, piecesOf: PiecesOf) {
  const { name } = entry;
  const forward = exportsOf(kernel);
  const backward = exportsOf(kernel, "_grad");
  const layout: Definition["layout"] = (op, length, given, values) => {
    const { outer, n, inner } = layoutOfRows(op, length, given);
    const { taken, made } = piecesOf(op, n, values);
    return { outer, n: taken, made, inner: (n / taken) * inner };
  };
  const numbers = (pieces: number) => (stretch: Stretch) => [stretch.outer, stretch.run, pieces];

  const value = (plan: Plan) =>
    intoResult("y", plan, (into) => {
      const { x, n, made } = plan;
      mapRuns(forward, plan, [{ array: x, pieces: n }], { array: into, pieces: made }, numbers(n));
    });

  const grad = (plan: Plan) =>
    intoResult("x", plan, (into) => {
      const { x, dy, n, made } = plan;
      const operands = [
        { array: x, pieces: n },
        { array: dy!, pieces: made },
      ];
      mapRuns(backward, plan, operands, { array: into, pieces: n }, numbers(n));
    });

  const definition = shaped({ name, operands: ["x"], accepted: forValue, result: "y", layout, compute: value });
  const operands = ["x", "dy"];
  const kind = "resizing" as const;
  return {
    value: definition,
    grad: shaped({ name: `${name}.grad`, operands, accepted: forGradient, second: "y", layout, compute: grad }),
    spec: deepFreeze({ ...entry, kind, layout: specLayout(definition) }),
  };
}
