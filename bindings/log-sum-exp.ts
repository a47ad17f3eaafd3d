import { checkLike, checkOut, create, elementType, type FloatArray } from "./arrays.js";
import { batched } from "./batch.js";
import { deepFreeze } from "./callable.js";
import type { Binary, Unary } from "./calls.js";
import { exportsOf } from "./loader.js";
import { checkOverlap, sameMemory } from "./overlap.js";
import { checkOptions } from "./parameters.js";
import { mapRows, PER_ROW, type RowKernel } from "./rows.js";
import { rowsOf, type ShapeOptions, viewOf } from "./shape.js";
import { ROW_GRADIENT_OPTIONS, ROW_OPTIONS, type RowOptions, SOFTMAX } from "./softmax.js";
import type { ShapedSpec } from "./spec.js";
import { type Accumulate, checkTarget, settle } from "./target.js";

/**
 * A function of each row along an axis with one value a row, of the type of x: the sizes of the other
 * dimensions remain.
 */
export interface Reduction extends Unary<ShapeOptions> {
  /** dx, as long as x, from dy, which has one value a row. */
  readonly grad: Binary<ShapeOptions & Accumulate>;
  readonly spec: ShapedSpec;
}

const LOG_SUM_EXP: RowKernel = { kernel: /* @__PURE__ */ exportsOf("log_sum_exp"), maximum: true, result: true };

/** Makes the callable of logSumExp. */
export function logarithmOfSum(spec: ShapedSpec): Reduction {
  const value =
    (op: string) =>
    (x: FloatArray, options: RowOptions<unknown> = {}): FloatArray => {
      const type = elementType(op, "x", x);
      checkOptions(op, options, ROW_OPTIONS);
      const view = viewOf(op, x.length, options);
      const out = checkOut(op, type, options, rowsOf(view)) ?? create(type, rowsOf(view));
      checkOverlap(op, "x", type, x, out);
      // Rows of nothing: ln 0.
      if (x.length === 0) out.fill(Number.NEGATIVE_INFINITY);
      mapRows(op, LOG_SUM_EXP, type, x, undefined, out, view);
      return out;
    };

  const scaled: RowKernel = { ...SOFTMAX.forward, take: PER_ROW };
  const grad =
    (op: string) =>
    (x: FloatArray, dy: FloatArray, options: RowOptions<unknown> = {}): FloatArray => {
      const type = elementType(op, "x", x);
      elementType(op, "dy", dy);
      checkOptions(op, options, ROW_GRADIENT_OPTIONS);
      const view = viewOf(op, x.length, options);
      checkLike(op, "dy", dy, type, rowsOf(view));
      const target = checkTarget(op, type, options, x.length, { x, dy });
      // The output holds terms of the sum before dy is used: of rows of one element it may be dy.
      const given = x.length === dy.length && sameMemory(dy, target.into) ? dy.slice() : dy;
      mapRows(op, scaled, type, x, given, target.into, view);
      return settle(op, type, target);
    };

  const { name } = spec;
  const rows = (op: string, n: number, options: ShapeOptions) => rowsOf(viewOf(op, n, options));
  return batched(
    name,
    value,
    { operands: ["x"], sizes: (op, n, options) => ({ operand: n, output: rows(op, n, options) }) },
    {
      grad: batched(`${name}.grad`, grad, {
        operands: ["x", "dy"],
        sizes: (op, n, options) => ({ operand: rows(op, n, options), output: n }),
      }),
      spec: deepFreeze(spec),
    },
  ) as never;
}
