import { callable } from "../batch/callable.js";
import { layoutOfRows } from "../checks/shape.js";
import { allocateScratch } from "../core/allocate.js";
import { wrongValue } from "../core/errors.js";
import { deepFreeze } from "../core/freeze.js";
import { type FloatArray, lengthOf, write } from "../core/types.js";
import { type Box, forEachBox } from "../dispatch/channels.js";
import type { Definition, DefinitionEntry, Plan } from "../dispatch/plan.js";
import { intoResult } from "../dispatch/result.js";
import { stageIn } from "../memory/staging.js";
import * as kernels from "../wasm/families/index.js";
import { CHANNELS, type Home, homeOfAll } from "../wasm/instance.js";
import { exportsOf, kernelOf } from "../wasm/kernels.js";
import { specLayout } from "./layout.js";
import { ROW_GRADIENT, ROWS, shaped } from "./shaped.js";
import type { Prelu } from "./signatures/prelu.js";
import type { ShapedEntry } from "./spec.js";

const PRELU = /* @__PURE__ */ exportsOf(kernels.prelu);
const GRAD = /* @__PURE__ */ exportsOf(kernels.prelu_grad);
const GRAD_ALPHA = /* @__PURE__ */ exportsOf(kernels.prelu_grad_alpha);

/** The gradient in the slopes has a bound, too. */
type Learned = Required<Pick<ShapedEntry["errorBounds"], "gradAlpha">>;

/** Makes the callable. */
export function learnedSlope(entry: ShapedEntry & { readonly errorBounds: Learned }): Prelu {
  const value = (plan: Plan) =>
    intoResult("x", plan, (into) => {
      const { type, x, alpha } = plan;
      forEachBox(plan, homeOfAll(x, into), [x], into, (stage, [at], to, box) => {
        stageSlopes(stage, plan, alpha!, box);
        kernelOf(plan.op, stage, PRELU[type])(at!, stage.page + CHANNELS, to, box.outer, box.channels, box.inner);
      });
    });

  const grad = (plan: Plan) =>
    intoResult("x", plan, (into) => {
      const { type, x, alpha, dy } = plan;
      forEachBox(plan, homeOfAll(x, into, dy), [x, dy!], into, (stage, [at, dyAt], to, box) => {
        stageSlopes(stage, plan, alpha!, box);
        kernelOf(plan.op, stage, GRAD[type])(at!, stage.page + CHANNELS, dyAt!, to, box.outer, box.channels, box.inner);
      });
    });

  const gradAlpha = (plan: Plan) =>
    intoResult("alpha", plan, (into) => {
      const { type, x, alpha, dy } = plan;
      const totals = allocateScratch(plan.op, "f64", lengthOf(alpha!));
      forEachBox(plan, homeOfAll(x, dy!), [x, dy!], undefined, (stage, [at, dyAt], _, box) => {
        kernelOf(plan.op, stage, GRAD_ALPHA[type])(
          at!,
          dyAt!,
          stage.page + CHANNELS,
          box.outer,
          box.channels,
          box.inner,
        );
        addSums(totals, stage, box);
      });
      write(into, totals);
    });

  const { name } = entry;
  const definition = shaped({ name, operands: ["x", "alpha"], accepted: ROWS, layout: channels, compute: value });
  const backward = (member: string, compute: Definition["compute"], more: Partial<DefinitionEntry> = {}) =>
    shaped({
      name: `${name}.${member}`,
      operands: ["x", "alpha", "dy"],
      accepted: ROW_GRADIENT,
      second: "x",
      layout: channels,
      compute,
      ...more,
    });
  return callable(definition, {
    grad: callable(backward("grad", grad)),
    gradAlpha: callable(backward("gradAlpha", gradAlpha, { result: "alpha", whole: true })),
    spec: deepFreeze({ ...entry, kind: "prelu", layout: specLayout(definition) }),
  });
}

/** Rows with a slope for each index along the axis; with one slope the whole array is one channel. */
const channels: Definition["layout"] = (op, length, given, _, slopes) => {
  const layout = layoutOfRows(op, length, given);
  const { n } = layout;
  if (slopes === 1) return { outer: 1, n: 1, made: 1, inner: length };
  if (slopes !== n) {
    const expected = `1 slope, or ${n}, one for each index along the axis`;
    throw wrongValue(op, "alpha", expected, `length ${slopes}`, "choose the axis of the channels");
  }
  return layout;
};

function stageSlopes(stage: Home, { type }: Plan, alpha: FloatArray, { channel, channels }: Box): void {
  stageIn(stage, type, stage.page + CHANNELS, alpha, channel, channels);
}

function addSums(totals: FloatArray, { f64, page }: Home, { channel, channels }: Box): void {
  const sums = (page + CHANNELS) / 8;
  for (let c = 0; c < channels; c++) totals[channel + c]! += f64[sums + c]!;
}
