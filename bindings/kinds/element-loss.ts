import { callable } from "../batch/callable.js";
import { batchOfElements } from "../batch/elements.js";
import { accepts } from "../checks/options.js";
import { deepFreeze } from "../core/freeze.js";
import { located, mapBackward } from "../dispatch/elementwise.js";
import type { Definition } from "../dispatch/plan.js";
import { intoResult } from "../dispatch/result.js";
import { type Exports, exportsOf, type KernelStem } from "../wasm/kernels.js";
import { elements, specLayout } from "./layout.js";
import { shaped } from "./shaped.js";
import type { ElementLoss } from "./signatures/element-loss.js";
import type { ShapedEntry } from "./spec.js";

/** Makes the callable from its kernel: the targets take the place of a gradient. */
export function elementLoss(entry: ShapedEntry, kernel: KernelStem): ElementLoss {
  const define = (name: string, exports: Exports, accepted: Definition["accepted"]) =>
    shaped({
      name,
      operands: ["logits", "targets"],
      accepted,
      second: "x",
      elements: true,
      batch: batchOfElements,
      layout: (_, length) => elements(length),
      compute: (plan) => intoResult("x", plan, (out) => mapBackward(located({ ...plan, out }), exports[plan.type])),
    });
  const { name } = entry;
  const definition = define(name, exportsOf(kernel), accepts({}, "out"));
  return callable(definition, {
    grad: callable(define(`${name}.grad`, exportsOf(kernel, "_grad"), accepts({}, "accumulate", "out"))),
    spec: deepFreeze({ ...entry, kind: "element-loss", layout: specLayout(definition) }),
  });
}
