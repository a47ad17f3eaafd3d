import { checkLike, elementType, type FloatArray, type Fresh, type Like } from "./arrays.js";
import { callable, deepFreeze } from "./callable.js";
import { exportsOf } from "./loader.js";
import { mapBackward, type Site } from "./map.js";
import { checkOptions } from "./parameters.js";
import type { ShapedSpec } from "./spec.js";
import { type Accumulate, checkTarget, settle } from "./target.js";

interface Output<O> {
  /** Where to write: of the operands' type and length, and may be one of them; default a new array. */
  out?: O;
}

/** The loss of each logit against its target. */
export interface ElementLoss {
  /** One loss an element. */
  <A extends FloatArray, O extends Like<A> = Fresh<A>>(logits: A, targets: Like<A>, options?: Output<O>): O;
  /** The gradient of the sum of the losses. */
  grad<A extends FloatArray, O extends Like<A> = Fresh<A>>(
    logits: A,
    targets: Like<A>,
    options?: Output<O> & Accumulate,
  ): O;
  readonly spec: ShapedSpec;
}

/** Makes the callable from the stem of its kernels' names: the targets take the place of a gradient. */
export function elementLoss(spec: ShapedSpec, kernel: string): ElementLoss {
  const member = (op: string, stem: string, names: readonly string[]) => {
    const site: Site = { op, x: "logits", dy: "targets" };
    const exports = exportsOf(stem);
    return (logits: FloatArray, targets: FloatArray, options?: Output<unknown>): FloatArray => {
      const type = elementType(op, "logits", logits);
      checkLike(op, "targets", targets, type, logits.length);
      checkOptions(op, options, names);
      const target = checkTarget(op, type, options, logits.length, { logits, targets });
      mapBackward(site, exports[type], type, logits, targets, target.into, [0, 0, 0]);
      return settle(op, type, target);
    };
  };
  const { name } = spec;
  const grad = member(`${name}.grad`, `${kernel}_grad`, ["accumulate", "out"]);
  return callable(name, member(name, kernel, ["out"]), { grad, spec: deepFreeze(spec) }) as never;
}
