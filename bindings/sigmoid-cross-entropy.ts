import { checkLike, elementType, type FloatArray } from "./arrays.js";
import { batched } from "./batch.js";
import { deepFreeze } from "./callable.js";
import type { Binary, Output } from "./calls.js";
import { exportsOf } from "./loader.js";
import { mapBackward, type Site } from "./map.js";
import { checkOptions } from "./parameters.js";
import type { ShapedSpec } from "./spec.js";
import { type Accumulate, checkTarget, settle } from "./target.js";

/** The loss of each logit against its target: one an element. */
export interface ElementLoss extends Binary<unknown> {
  /** The gradient of the sum of the losses. */
  readonly grad: Binary<Accumulate>;
  readonly spec: ShapedSpec;
}

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
