import { batched } from "../batch/batched.js";
import type { Sizes } from "../batch/check.js";
import { sameMemory } from "../checks/aliasing.js";
import { checkLike, elementType } from "../checks/arrays.js";
import { checkOptions } from "../checks/options.js";
import { checkTarget } from "../checks/output.js";
import { type View, viewOf } from "../checks/shape.js";
import { deepFreeze } from "../core/callable.js";
import type { ShapeOptions } from "../core/options.js";
import { create, type ElementType, type FloatArray } from "../core/types.js";
import { settle } from "../dispatch/accumulate.js";
import { mapRows, type RowKernel } from "../dispatch/rows.js";
import { MINUS_BOTH, MINUS_DY, MINUS_X } from "../wasm/abi.js";
import { exportsOf } from "../wasm/kernels.js";
import type { RowOptions, Rowwise } from "./signatures/rowwise.js";
import type { ShapedSpec } from "./spec.js";

export const ROW_OPTIONS = ["shape", "axis", "out"];
export const ROW_GRADIENT_OPTIONS = ["shape", "axis", "accumulate", "out"];

/** The kernels of a function of rows. Without `grad` the gradient is that of the output, which is computed first. */
export interface RowKernels {
  readonly forward: RowKernel;
  readonly grad?: RowKernel;
  readonly fromOutput: RowKernel;
}

export const SOFTMAX: RowKernels = {
  forward: { kernel: /* @__PURE__ */ exportsOf("softmax"), maximum: true, keep: true },
  grad: { kernel: /* @__PURE__ */ exportsOf("softmax_grad"), maximum: true },
  fromOutput: { kernel: /* @__PURE__ */ exportsOf("softmax_from_output") },
};

/** softmax(−x), whose gradient is that of softmax with −dy. */
export const SOFTMIN: RowKernels = {
  forward: { kernel: /* @__PURE__ */ exportsOf("softmax"), maximum: true, keep: true, take: MINUS_X },
  grad: { kernel: /* @__PURE__ */ exportsOf("softmax_grad"), maximum: true, take: MINUS_BOTH },
  fromOutput: { kernel: /* @__PURE__ */ exportsOf("softmax_from_output"), take: MINUS_DY },
};

export const LOG_SOFTMAX: RowKernels = {
  forward: { kernel: /* @__PURE__ */ exportsOf("log_softmax"), maximum: true },
  grad: { kernel: /* @__PURE__ */ exportsOf("log_softmax_grad"), maximum: true },
  fromOutput: { kernel: /* @__PURE__ */ exportsOf("log_softmax_from_output") },
};

export const SPARSEMAX: RowKernels = {
  forward: { kernel: /* @__PURE__ */ exportsOf("sparsemax"), maximum: true },
  fromOutput: { kernel: /* @__PURE__ */ exportsOf("sparsemax_from_output") },
};

// Literal names: an object with a computed one takes 20 ns more.
const operandsOf = (argument: string, x: FloatArray, dy: FloatArray | undefined): Record<string, FloatArray> =>
  !dy ? { x } : argument === "y" ? { y: x, dy } : { x, dy };

/** Makes the callable of a function of rows. */
export function rowwise(spec: ShapedSpec, { forward, grad, fromOutput }: RowKernels): Rowwise {
  type Options = RowOptions<unknown>;
  type Run = (
    op: string,
    type: ElementType,
    x: FloatArray,
    dy: FloatArray | undefined,
    out: FloatArray,
    v: View,
  ) => void;

  const member =
    (argument: string, backward: boolean, run: Run) =>
    (op: string) =>
    (x: FloatArray, dy: FloatArray | undefined, options: Options = {}): FloatArray => {
      const type = elementType(op, argument, x);
      if (backward) checkLike(op, "dy", dy, type, x.length);
      checkOptions(op, options, backward ? ROW_GRADIENT_OPTIONS : ROW_OPTIONS);
      const view = viewOf(op, x.length, options);
      const target = checkTarget(op, type, options, x.length, operandsOf(argument, x, dy));
      run(op, type, x, dy, target.into, view);
      return settle(op, type, target);
    };
  const mapping =
    (row: RowKernel): Run =>
    (op, type, x, dy, out, view) =>
      mapRows(op, row, type, x, dy, out, view);
  const inTwoSteps: Run = (op, type, x, dy, out, view) => {
    const y = sameMemory(dy!, out) ? create(type, x.length) : out;
    mapRows(op, forward, type, x, undefined, y, view);
    mapRows(op, fromOutput, type, y, dy, out, view);
  };
  const { name } = spec;
  const value = (op: string) => {
    const call = member("x", false, mapping(forward))(op);
    return (x: FloatArray, options?: Options) => call(x, undefined, options);
  };
  const backward = (member: string, argument: string, make: (op: string) => unknown) =>
    batched(`${name}.${member}`, make, { operands: [argument, "dy"], sizes: sameSizes });
  return batched(
    name,
    value,
    { operands: ["x"], sizes: sameSizes },
    {
      grad: backward("grad", "x", member("x", true, grad ? mapping(grad) : inTwoSteps)),
      gradFromOutput: backward("gradFromOutput", "y", member("y", true, mapping(fromOutput))),
      spec: deepFreeze(spec),
    },
  ) as never;
}

/** All arrays are as long as the first, whose shape is checked. */
function sameSizes(op: string, n: number, options: ShapeOptions): Sizes {
  viewOf(op, n, options);
  return { operand: n, output: n };
}
