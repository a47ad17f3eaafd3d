import { callable } from "../batch/callable.js";
import { sameMemory } from "../checks/aliasing.js";
import { allocateScratch } from "../core/allocate.js";
import { deepFreeze } from "../core/freeze.js";
import { lengthOf } from "../core/types.js";
import type { Definition, Plan } from "../dispatch/plan.js";
import { intoResult } from "../dispatch/result.js";
import { mapRows, type RowKernel } from "../dispatch/rows.js";
import { MINUS_BOTH, MINUS_DY, MINUS_X } from "../wasm/abi.js";
import * as kernels from "../wasm/families/index.js";
import { exportsOf } from "../wasm/kernels.js";
import { specLayout } from "./layout.js";
import { ROW_GRADIENT, ROWS, shaped } from "./shaped.js";
import type { Rowwise } from "./signatures/rowwise.js";
import type { ShapedEntry } from "./spec.js";

/** The kernels of a function of rows. Without `grad` the gradient is computed from the output, which is made first. */
export interface RowKernels {
  readonly forward: RowKernel;
  readonly grad?: RowKernel;
  readonly fromOutput: RowKernel;
}

export const SOFTMAX: RowKernels = {
  forward: { kernel: /* @__PURE__ */ exportsOf(kernels.softmax), maximum: true, keep: true },
  grad: { kernel: /* @__PURE__ */ exportsOf(kernels.softmax_grad), maximum: true, pick: true },
  fromOutput: { kernel: /* @__PURE__ */ exportsOf(kernels.softmax_from_output), maximum: true, pick: true },
};

/** softmax(−x), whose gradient is the gradient of softmax with −dy. */
export const SOFTMIN: RowKernels = {
  forward: { kernel: /* @__PURE__ */ exportsOf(kernels.softmax), maximum: true, keep: true, take: MINUS_X },
  grad: { kernel: /* @__PURE__ */ exportsOf(kernels.softmax_grad), maximum: true, pick: true, take: MINUS_BOTH },
  fromOutput: {
    kernel: /* @__PURE__ */ exportsOf(kernels.softmax_from_output),
    maximum: true,
    pick: true,
    take: MINUS_DY,
  },
};

export const LOG_SOFTMAX: RowKernels = {
  forward: { kernel: /* @__PURE__ */ exportsOf(kernels.log_softmax), maximum: true },
  grad: { kernel: /* @__PURE__ */ exportsOf(kernels.log_softmax_grad), maximum: true, pick: true },
  fromOutput: { kernel: /* @__PURE__ */ exportsOf(kernels.log_softmax_from_output) },
};

export const SPARSEMAX: RowKernels = {
  forward: { kernel: /* @__PURE__ */ exportsOf(kernels.sparsemax), maximum: true },
  fromOutput: { kernel: /* @__PURE__ */ exportsOf(kernels.sparsemax_from_output) },
};

/** Makes the callable of a function of rows. */
export function rowwise(entry: ShapedEntry, { forward, grad, fromOutput }: RowKernels): Rowwise {
  const { name } = entry;
  const mapping =
    (row: RowKernel): Definition["compute"] =>
    (plan) =>
      intoResult("x", plan, (into) => mapRows(row, plan, plan.x, plan.dy, into));
  /** Computes y, then the gradient from y. */
  const inTwoSteps = (plan: Plan) =>
    intoResult("x", plan, (into) => {
      const y = sameMemory(plan.dy!, into) ? allocateScratch(plan.op, plan.type, lengthOf(plan.x)) : into;
      mapRows(forward, plan, plan.x, undefined, y);
      mapRows(fromOutput, plan, y, plan.dy, into);
    });
  const value = shaped({ name, operands: ["x"], accepted: ROWS, compute: mapping(forward) });
  const backward = (member: string, x: string, compute: Definition["compute"]) =>
    shaped({ name: `${name}.${member}`, operands: [x, "dy"], accepted: ROW_GRADIENT, second: "x", compute });
  return callable(value, {
    grad: callable(backward("grad", "x", grad ? mapping(grad) : inTwoSteps)),
    gradFromOutput: callable(backward("gradFromOutput", "y", mapping(fromOutput))),
    spec: deepFreeze({ ...entry, kind: "rowwise", layout: specLayout(value) }),
  });
}
