import { callable } from "../batch/callable.js";
import { sameMemory } from "../checks/aliasing.js";
import { layoutOfRows } from "../checks/shape.js";
import { allocateScratch } from "../core/allocate.js";
import { deepFreeze } from "../core/freeze.js";
import { type ElementType, type FloatArray, fillWith, lengthOf, write } from "../core/types.js";
import type { Definition, Plan } from "../dispatch/plan.js";
import { intoResult } from "../dispatch/result.js";
import { mapRows, type RowKernel } from "../dispatch/rows.js";
import { PER_ROW } from "../wasm/abi.js";
import * as kernels from "../wasm/families/index.js";
import { exportsOf } from "../wasm/kernels.js";
import { specLayout } from "./layout.js";
import { SOFTMAX } from "./rowwise.js";
import { ROW_GRADIENT, ROWS, shaped } from "./shaped.js";
import type { Reduction } from "./signatures/reduction.js";
import type { ShapedEntry } from "./spec.js";

const LOG_SUM_EXP: RowKernel = { kernel: /* @__PURE__ */ exportsOf(kernels.log_sum_exp), maximum: true, result: true };

/** Rows that have one value each. */
export const oneValueEach: Definition["layout"] = (op, length, given) => ({
  ...layoutOfRows(op, length, given),
  made: 1,
});

/** Makes the callable of logSumExp. */
export function logarithmOfSum(entry: ShapedEntry): Reduction {
  const { name } = entry;
  const value = (plan: Plan) =>
    intoResult("y", plan, (into) => {
      // Rows of nothing: ln 0.
      if (lengthOf(plan.x) === 0) fillWith(into, Number.NEGATIVE_INFINITY);
      mapRows(LOG_SUM_EXP, plan, plan.x, undefined, into);
    });

  const scaled: RowKernel = { ...SOFTMAX.forward, take: PER_ROW };
  const grad = (plan: Plan) =>
    intoResult("x", plan, (into) => {
      const dy = plan.dy as FloatArray;
      // The output holds terms of the sum before dy is used: for rows of one element it may be dy.
      const replaced = lengthOf(plan.x) === lengthOf(dy) && sameMemory(dy, into);
      mapRows(scaled, plan, plan.x, replaced ? copyOf(plan.op, plan.type, dy) : dy, into);
    });

  const layout = oneValueEach;
  const definition = shaped({ name, operands: ["x"], accepted: ROWS, result: "y", layout, compute: value });
  const operands = ["x", "dy"];
  return callable(definition, {
    grad: callable(
      shaped({ name: `${name}.grad`, operands, accepted: ROW_GRADIENT, second: "y", layout, compute: grad }),
    ),
    spec: deepFreeze({ ...entry, kind: "reduction", layout: specLayout(definition) }),
  });
}

function copyOf(op: string, type: ElementType, array: FloatArray): FloatArray {
  const copy = allocateScratch(op, type, lengthOf(array));
  write(copy, array);
  return copy;
}
