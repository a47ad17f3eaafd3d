import { batched } from "../batch/batched.js";
import type { Batching } from "../batch/check.js";
import { checkApart } from "../checks/aliasing.js";
import { elementType } from "../checks/arrays.js";
import { checkGoal, forEachLabel, type Goal } from "../checks/labels.js";
import { checkOptions, readParameters } from "../checks/options.js";
import { checkTarget } from "../checks/output.js";
import { rowsOf, type View, viewOf } from "../checks/shape.js";
import { deepFreeze } from "../core/callable.js";
import { endOfChecks } from "../core/dry-run.js";
import type { ElementType, FloatArray } from "../core/types.js";
import { settle } from "../dispatch/accumulate.js";
import { mapRows, type RowKernel } from "../dispatch/rows.js";
import { MINUS_DY, PER_ROW } from "../wasm/abi.js";
import { exportsOf } from "../wasm/kernels.js";
import { smoothed } from "./label-smoothing.js";
import { ROW_GRADIENT_OPTIONS, ROW_OPTIONS, SOFTMAX } from "./rowwise.js";
import type { CrossEntropy, LossOptions } from "./signatures/losses.js";

/** ln Σ e^x relative to a number of each row: the logit of its label. */
const OF_LABELS: RowKernel = {
  kernel: /* @__PURE__ */ exportsOf("log_sum_exp"),
  maximum: true,
  result: true,
  take: PER_ROW,
};
const OF_TARGETS: RowKernel = {
  kernel: /* @__PURE__ */ exportsOf("log_sum_exp"),
  maximum: true,
  result: true,
  next: true,
};
/** The gradient of logSoftmax is dy − softmax·Σ dy: with dy = −targets, that of the loss. */
const GRAD_OF_TARGETS: RowKernel = {
  kernel: /* @__PURE__ */ exportsOf("log_softmax_grad"),
  maximum: true,
  take: MINUS_DY,
};

type Run = (op: string, type: ElementType, logits: FloatArray, goal: Goal, out: FloatArray, view: View) => void;

/** Makes the callable. */
export function crossEntropy(spec: CrossEntropy["spec"]): CrossEntropy {
  type Options = LossOptions<unknown>;
  const named = Object.entries(spec.parameters);
  const parameters = Object.keys(spec.parameters);
  const presets = named.map(([, parameter]) => parameter.default) as [number, number];

  const goalOf = (op: string, value: unknown, type: ElementType, view: View, options: Options, suffix?: string) => {
    const [smoothing] = readParameters(op, named, options, presets);
    return checkGoal(op, value, type, view, smoothing, options.ignoreIndex, presets[1], suffix);
  };
  const member =
    (names: readonly string[], lengthOf: (view: View) => number, run: Run) =>
    (op: string) =>
    (logits: FloatArray, labelsOrTargets: unknown, options: Options = {}): FloatArray => {
      const type = elementType(op, "logits", logits);
      checkOptions(op, options, names);
      const view = viewOf(op, logits.length, options);
      const goal = goalOf(op, labelsOrTargets, type, view, options);
      const operands: Readonly<Record<string, FloatArray>> = goal.targets
        ? { logits, targets: goal.targets }
        : { logits };
      const target = checkTarget(op, type, options, lengthOf(view), operands);
      if (goal.labels) {
        checkApart(op, "out", target.out, "labels", goal.labels.indices, "since labels are whole numbers");
      }
      endOfChecks();
      run(op, type, logits, goal, target.into, view);
      return settle(op, type, target);
    };
  const batching = (lengthOf: (view: View) => number): Batching => ({
    operands: ["logits", "targets"],
    sizes: (op, n, options: Options) => ({ operand: n, output: lengthOf(viewOf(op, n, options)) }),
    checkOther: (op, i, value, type, n, options: Options) =>
      goalOf(op, value, type, viewOf(op, n, options), options, `[${i}]`).labels !== undefined,
  });
  const { name } = spec;
  const value = member([...parameters, ...ROW_OPTIONS], rowsOf, losses);
  const all = ({ outer, n, inner }: View) => outer * n * inner;
  const grad = member([...parameters, ...ROW_GRADIENT_OPTIONS], all, gradients);
  return batched(name, value, batching(rowsOf), {
    grad: batched(`${name}.grad`, grad, batching(all)),
    spec: deepFreeze(spec),
  }) as never;
}

const losses: Run = (op, type, logits, { labels, targets }, out, view) => {
  const { n, inner } = view;
  // Rows of no classes lose nothing.
  if (n === 0) out.fill(0);
  if (targets) {
    mapRows(op, OF_TARGETS, type, logits, targets, out, view);
    return;
  }
  if (labels.smoothing === 0) {
    // The logits of the labels wait where the losses will be.
    forEachLabel(labels, view, (row, at) => {
      out[row] = at < 0 ? 0 : logits[at]!;
    });
    mapRows(op, OF_LABELS, type, logits, out, out, view);
  } else {
    for (const { first, targets, view: part } of smoothed(type, labels, view)) {
      const x = logits.subarray(first * n * inner, (first + part.outer) * n * inner);
      mapRows(op, OF_TARGETS, type, x, targets, out.subarray(first * inner, (first + part.outer) * inner), part);
    }
  }
  forEachLabel(labels, view, (row, at) => {
    if (at < 0) out[row] = 0;
  });
};

const gradients: Run = (op, type, logits, { labels, targets }, out, view) => {
  const { n, inner } = view;
  if (targets) {
    mapRows(op, GRAD_OF_TARGETS, type, logits, targets, out, view);
    return;
  }
  if (labels.smoothing === 0) {
    mapRows(op, SOFTMAX.forward, type, logits, undefined, out, view);
  } else {
    for (const { first, targets, view: part } of smoothed(type, labels, view)) {
      const run = [first * n * inner, (first + part.outer) * n * inner] as const;
      mapRows(op, GRAD_OF_TARGETS, type, logits.subarray(...run), targets, out.subarray(...run), part);
    }
  }
  const wanted = labels.smoothing === 0 ? 1 : 0;
  forEachLabel(labels, view, (row, at) => {
    if (at >= 0) out[at]! -= wanted;
    else for (let k = 0, i = (row - (row % inner)) * n + (row % inner); k < n; k++, i += inner) out[i] = 0;
  });
};
