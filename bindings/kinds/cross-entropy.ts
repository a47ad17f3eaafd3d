import { callable } from "../batch/callable.js";
import { checkGoal, forEachLabel } from "../checks/labels.js";
import { accepts } from "../checks/options.js";
import { deepFreeze } from "../core/freeze.js";
import { create, type FloatArray, fillWith, lengthOf, part } from "../core/types.js";
import type { Definition, Plan } from "../dispatch/plan.js";
import { intoResult } from "../dispatch/result.js";
import { mapRows, type RowKernel } from "../dispatch/rows.js";
import { MINUS_DY, PER_ROW } from "../wasm/abi.js";
import * as kernels from "../wasm/families/index.js";
import { exportsOf } from "../wasm/kernels.js";
import { smoothed } from "./label-smoothing.js";
import { specLayout } from "./layout.js";
import { oneValueEach } from "./reduction.js";
import { shaped } from "./shaped.js";
import type { CrossEntropy, CrossEntropySpec } from "./signatures/losses.js";
import type { ShapedEntry } from "./spec.js";

/** ln Σ e^x relative to a number of each row: the logit of its label. */
const OF_LABELS: RowKernel = {
  kernel: /* @__PURE__ */ exportsOf(kernels.log_sum_exp),
  maximum: true,
  result: true,
  take: PER_ROW,
};
const OF_TARGETS: RowKernel = {
  kernel: /* @__PURE__ */ exportsOf(kernels.log_sum_exp),
  maximum: true,
  result: true,
  next: true,
};
/** The gradient of logSoftmax is dy − softmax·Σ dy, which is the gradient of the loss for dy = −targets. */
const GRAD_OF_TARGETS: RowKernel = {
  kernel: /* @__PURE__ */ exportsOf(kernels.log_softmax_grad),
  maximum: true,
  pick: true,
  take: MINUS_DY,
};

/** softmax, and 1 less the largest of each row. */
const GRAD_OF_LABELS: RowKernel = {
  kernel: /* @__PURE__ */ exportsOf(kernels.softmax_rest),
  maximum: true,
  keep: true,
  side: true,
  take: PER_ROW,
};

/** Makes the callable. */
export function crossEntropy(entry: ShapedEntry & Pick<CrossEntropySpec, "parameters">): CrossEntropy {
  const { name, parameters } = entry;
  const forValue = accepts(parameters, "shape", "axis", "out");
  const forGradient = accepts(parameters, "shape", "axis", "accumulate", "out");
  const goal: Definition["goal"] = (op, value, type, layout, given, values, suffix) => {
    const [smoothing, ignoreIndex] = values as readonly [number, number];
    const givesIndex = given.parameters[1] !== undefined;
    return checkGoal(op, value, type, layout, { smoothing, ignoreIndex, givesIndex }, suffix);
  };
  const common = { operands: ["logits", "targets"], second: "goal", layout: oneValueEach, goal } as const;
  const value = shaped({
    ...common,
    name,
    accepted: forValue,
    result: "y",
    compute: (plan) => intoResult("y", plan, (into) => losses(plan, into)),
  });
  const grad = shaped({
    ...common,
    name: `${name}.grad`,
    accepted: forGradient,
    compute: (plan) => intoResult("x", plan, (into) => gradients(plan, into)),
  });
  return callable(value, {
    grad: callable(grad),
    spec: deepFreeze({ ...entry, kind: "cross-entropy", layout: specLayout(value) }),
  });
}

function losses(plan: Plan, out: FloatArray): void {
  const { op, type, x: logits, labels, dy: targets, n, inner } = plan;
  // Rows of no classes lose nothing.
  if (n === 0) fillWith(out, 0);
  if (!labels) {
    mapRows(OF_TARGETS, plan, logits, targets, out);
    return;
  }
  if (labels.smoothing === 0) {
    // The logits of the labels wait where the losses will be.
    forEachLabel(labels, plan, (row, at) => {
      out[row] = at < 0 ? 0 : logits[at]!;
    });
    mapRows(OF_LABELS, plan, logits, out, out);
  } else {
    for (const { first, targets, view } of smoothed(op, type, labels, plan)) {
      const x = part(logits, first * n * inner, view.outer * n * inner);
      mapRows(OF_TARGETS, { ...plan, ...view }, x, targets, part(out, first * inner, view.outer * inner));
    }
  }
  forEachLabel(labels, plan, (row, at) => {
    if (at < 0) out[row] = 0;
  });
}

function gradients(plan: Plan, out: FloatArray): void {
  const { op, type, x: logits, labels, dy: targets, n, inner } = plan;
  if (!labels) {
    mapRows(GRAD_OF_TARGETS, plan, logits, targets, out);
    return;
  }
  const rest = create(type, labels.smoothing === 0 ? lengthOf(labels.indices) : 0);
  if (labels.smoothing === 0) {
    mapRows(GRAD_OF_LABELS, plan, logits, rest, out);
  } else {
    for (const { first, targets, view } of smoothed(op, type, labels, plan)) {
      const run = [first * n * inner, view.outer * n * inner] as const;
      mapRows(GRAD_OF_TARGETS, { ...plan, ...view }, part(logits, ...run), targets, part(out, ...run));
    }
  }
  forEachLabel(labels, plan, (row, at) => {
    // More than a half at its label, it is the largest: less 1, it would lose its digits. Of two equal ones, a half or
    // a little more by rounding, the rest is 1, as there is no single largest.
    if (at >= 0) {
      if (labels.smoothing === 0) out[at] = out[at]! > 0.5 && rest[row]! < 0.75 ? 0 - rest[row]! : out[at]! - 1;
    } else for (let k = 0, i = (row - (row % inner)) * n + (row % inner); k < n; k++, i += inner) out[i] = 0;
  });
}
