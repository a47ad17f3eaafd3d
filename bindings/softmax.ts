import { checkLike, elementType, type FloatArray, type Fresh, type Like } from "./arrays.js";
import { callable, deepFreeze } from "./callable.js";
import { checkOptions } from "./parameters.js";
import { mapRows, type RowKernel } from "./rows.js";
import { type ShapeOptions, viewOf } from "./shape.js";
import type { ShapedSpec } from "./spec.js";
import { type Accumulate, checkTarget, settle } from "./target.js";

export interface RowOptions<O> extends ShapeOptions {
  /** Where to write: of the first operand's type and length, and may be an operand; default a new array. */
  out?: O;
}

/** The same of a gradient. */
export interface RowGradientOptions<O> extends RowOptions<O>, Accumulate {}

/** A function of each row along an axis, as long as the row. */
export interface Rowwise {
  /** f of each row: as many elements as x, of the same type. */
  <A extends FloatArray, O extends Like<A> = Fresh<A>>(x: A, options?: RowOptions<O>): O;
  /** dx = Jᵀ·dy of each row. */
  grad<A extends FloatArray, O extends Like<A> = Fresh<A>>(x: A, dy: Like<A>, options?: RowGradientOptions<O>): O;
  /** The same from y = f(x), without computing f again. As exact as y allows. */
  gradFromOutput<A extends FloatArray, O extends Like<A> = Fresh<A>>(
    y: A,
    dy: Like<A>,
    options?: RowGradientOptions<O>,
  ): O;
  readonly spec: ShapedSpec;
}

export const ROW_OPTIONS = ["shape", "axis", "out"];
export const ROW_GRADIENT_OPTIONS = ["shape", "axis", "accumulate", "out"];

/** Makes the callable of a member of the softmax family from the stem of its kernels' names. */
export function rowwise(spec: ShapedSpec, kernel: string, keep: boolean): Rowwise {
  const run =
    (op: string, argument: string, row: RowKernel) =>
    (x: FloatArray, dy: FloatArray | undefined, options: RowOptions<unknown> = {}): FloatArray => {
      const type = elementType(op, argument, x);
      if (row.backward) checkLike(op, "dy", dy, type, x.length);
      checkOptions(op, options, row.backward ? ROW_GRADIENT_OPTIONS : ROW_OPTIONS);
      const view = viewOf(op, x.length, options);
      const target = checkTarget(op, type, options, x.length, dy ? { [argument]: x, dy } : { x });
      mapRows(op, row, type, x, dy, target.into, view);
      return settle(op, type, target);
    };
  const { name } = spec;
  const forward = run(name, "x", { kernel, maximum: true, keep, backward: false });
  const grad = run(`${name}.grad`, "x", { kernel: `${kernel}_grad`, maximum: true, keep: false, backward: true });
  const gradFromOutput = run(`${name}.gradFromOutput`, "y", {
    kernel: `${kernel}_from_output`,
    maximum: false,
    keep: false,
    backward: true,
  });
  const call = (x: FloatArray, options?: RowOptions<unknown>) => forward(x, undefined, options);
  return callable(name, call, { grad, gradFromOutput, spec: deepFreeze(spec) }) as never;
}
