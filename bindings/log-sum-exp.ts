import { checkLike, checkOut, create, elementType, type FloatArray, type Fresh, type Like } from "./arrays.js";
import { callable, deepFreeze } from "./callable.js";
import { exportsOf } from "./loader.js";
import { checkOverlap, sameMemory } from "./overlap.js";
import { checkOptions } from "./parameters.js";
import { mapRows, PER_ROW, type RowKernel } from "./rows.js";
import { rowsOf, viewOf } from "./shape.js";
import { ROW_GRADIENT_OPTIONS, ROW_OPTIONS, type RowGradientOptions, type RowOptions, SOFTMAX } from "./softmax.js";
import type { ShapedSpec } from "./spec.js";
import { checkTarget, settle } from "./target.js";

/** A function of each row along an axis with one value a row: the sizes of the other dimensions remain. */
export interface Reduction {
  /** f of each row, of the type of x. */
  <A extends FloatArray, O extends Like<A> = Fresh<A>>(x: A, options?: RowOptions<O>): O;
  /** dx, as long as x, from dy, which has one value a row. */
  grad<A extends FloatArray, O extends Like<A> = Fresh<A>>(x: A, dy: Like<A>, options?: RowGradientOptions<O>): O;
  readonly spec: ShapedSpec;
}

const LOG_SUM_EXP: RowKernel = { kernel: /* @__PURE__ */ exportsOf("log_sum_exp"), maximum: true, result: true };

/** Makes the callable of logSumExp. */
export function logarithmOfSum(spec: ShapedSpec): Reduction {
  const { name } = spec;
  const call = (x: FloatArray, options: RowOptions<unknown> = {}): FloatArray => {
    const type = elementType(name, "x", x);
    checkOptions(name, options, ROW_OPTIONS);
    const view = viewOf(name, x.length, options);
    const out = checkOut(name, type, options, rowsOf(view)) ?? create(type, rowsOf(view));
    checkOverlap(name, "x", type, x, out);
    // Rows of nothing: ln 0.
    if (x.length === 0) out.fill(Number.NEGATIVE_INFINITY);
    mapRows(name, LOG_SUM_EXP, type, x, undefined, out, view);
    return out;
  };

  const op = `${name}.grad`;
  const scaled: RowKernel = { ...SOFTMAX.forward, take: PER_ROW };
  const grad = (x: FloatArray, dy: FloatArray, options: RowOptions<unknown> = {}): FloatArray => {
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
  return callable(name, call, { grad, spec: deepFreeze(spec) }) as never;
}
