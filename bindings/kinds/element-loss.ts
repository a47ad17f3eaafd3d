import { batched } from "../batch/batched.js";
import { checkLike, elementType } from "../checks/arrays.js";
import { checkOptions } from "../checks/options.js";
import { checkTarget } from "../checks/output.js";
import { deepFreeze } from "../core/callable.js";
import type { FloatArray } from "../core/types.js";
import { settle } from "../dispatch/accumulate.js";
import { mapBackward, type Site } from "../dispatch/elementwise.js";
import { exportsOf } from "../wasm/kernels.js";
import type { Output } from "./signatures/calls.js";
import type { ElementLoss } from "./signatures/element-loss.js";
import type { ShapedSpec } from "./spec.js";

/** Makes the callable from the stem of its kernels' names: the targets take the place of a gradient. */
export function elementLoss(spec: ShapedSpec, kernel: string): ElementLoss {
  const member = (stem: string, names: readonly string[]) => {
    const exports = exportsOf(stem);
    return (op: string) => {
      const site: Site = { op, x: "logits", dy: "targets" };
      return (logits: FloatArray, targets: FloatArray, options?: Output<unknown>): FloatArray => {
        const type = elementType(op, "logits", logits);
        checkLike(op, "targets", targets, type, logits.length);
        checkOptions(op, options, names);
        const target = checkTarget(op, type, options, logits.length, { logits, targets });
        mapBackward(site, exports[type], type, logits, targets, target.into, [0, 0, 0]);
        return settle(op, type, target);
      };
    };
  };
  const { name } = spec;
  const batching = { operands: ["logits", "targets"] };
  const grad = batched(`${name}.grad`, member(`${kernel}_grad`, ["accumulate", "out"]), batching);
  return batched(name, member(kernel, ["out"]), batching, { grad, spec: deepFreeze(spec) }) as never;
}
