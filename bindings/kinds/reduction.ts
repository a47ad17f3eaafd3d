import { batched } from "../batch/batched.js";
import { checkOverlap, sameMemory } from "../checks/aliasing.js";
import { checkLike, checkOut, elementType } from "../checks/arrays.js";
import { checkOptions } from "../checks/options.js";
import { checkTarget } from "../checks/output.js";
import { rowsOf, viewOf } from "../checks/shape.js";
import { deepFreeze } from "../core/callable.js";
import type { ShapeOptions } from "../core/options.js";
import { create, type FloatArray } from "../core/types.js";
import { settle } from "../dispatch/accumulate.js";
import { mapRows, type RowKernel } from "../dispatch/rows.js";
import { PER_ROW } from "../wasm/abi.js";
import { exportsOf } from "../wasm/kernels.js";
import { ROW_GRADIENT_OPTIONS, ROW_OPTIONS, SOFTMAX } from "./rowwise.js";
import type { Reduction } from "./signatures/reduction.js";
import type { RowOptions } from "./signatures/rowwise.js";
import type { ShapedSpec } from "./spec.js";

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
