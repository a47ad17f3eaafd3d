import type { FloatArray, Options } from "./call.js";
import type { AnySplit } from "./functions.js";
import type { Layout } from "./shapes.js";
import { alongPieces, referenceOf } from "./split.js";
import { smallestNormal, ulp } from "./ulp.js";

/** Errors of the functions that halve, double or divide a dimension. */

/** The expected results and gradients, and the sizes that errors of gradients go with. */
export function exact(f: AnySplit, options: Options, layout: Layout, x: FloatArray, dy: FloatArray) {
  const { taken, made, ...reference } = referenceOf(f, options);
  const inputs = { array: x, pieces: taken };
  const both = [inputs, { array: dy, pieces: made }];
  const { sizes = reference.grad } = reference;
  return {
    y: alongPieces(layout, [inputs], made, reference.f),
    dx: alongPieces(layout, both, taken, (v, g) => reference.grad(v!, g!)),
    sizes: alongPieces(layout, both, taken, (v, g) => sizes(v!, g!)),
  };
}

export const most = (values: Iterable<number>) => [...values].reduce((so, value) => Math.max(so, value), 0);

/** The largest error in units of the sizes. Results below the smallest normal number may be 0. */
export function worst(type: "f32" | "f64", got: FloatArray, want: Float64Array, sizes = want): number {
  return most(
    got.map((value, i) => {
      const exact = want[i]!;
      if (Object.is(value, exact) || (Number.isNaN(value) && Number.isNaN(exact))) return 0;
      const error = Math.abs(value - exact);
      if (Math.abs(exact) < smallestNormal(type) && error < smallestNormal(type)) return 0;
      return error / ulp(Math.max(Math.abs(exact), Math.abs(sizes[i]!)), type);
    }),
  );
}

/** Gradients have up to two products more; the reference errs by some units of f64 itself. */
export const GRADIENT = 1;
export const REFERENCE = { f32: 0.001, f64: 3 } as const;
