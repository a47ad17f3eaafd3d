import { batched } from "../batch/batched.js";
import type { Sizes } from "../batch/check.js";
import { checkLike, elementType } from "../checks/arrays.js";
import { checkOptions } from "../checks/options.js";
import { checkTarget } from "../checks/output.js";
import { type View, viewOf } from "../checks/shape.js";
import { deepFreeze } from "../core/callable.js";
import { describe, wrongKind, wrongValue } from "../core/errors.js";
import type { ElementType, FloatArray } from "../core/types.js";
import { settle } from "../dispatch/accumulate.js";
import { type Box, forEachBox } from "../dispatch/channels.js";
import { stageIn } from "../memory/staging.js";
import { CHANNELS, type Home, homeOfAll } from "../wasm/instance.js";
import { exportsOf, kernelOf } from "../wasm/kernels.js";
import { ROW_GRADIENT_OPTIONS, ROW_OPTIONS } from "./rowwise.js";
import type { Prelu } from "./signatures/prelu.js";
import type { RowOptions } from "./signatures/rowwise.js";
import type { ShapedSpec } from "./spec.js";

const PRELU = /* @__PURE__ */ exportsOf("prelu");
const GRAD = /* @__PURE__ */ exportsOf("prelu_grad");
const GRAD_ALPHA = /* @__PURE__ */ exportsOf("prelu_grad_alpha");

/** Makes the callable. */
export function learnedSlope(spec: ShapedSpec): Prelu {
  const value =
    (op: string) =>
    (x: FloatArray, alpha: FloatArray, options: RowOptions<unknown> = {}): FloatArray => {
      const { type, view } = check(op, x, alpha, undefined, options);
      const target = checkTarget(op, type, options, x.length, { x, alpha });
      const home = homeOfAll(x, target.into);
      forEachBox(op, type, view, home, [x], target.into, (stage, [at], to, box) => {
        stageIn(stage, type, stage.page + CHANNELS, alpha, box.channel, box.channels);
        kernelOf(stage, PRELU[type])(at!, stage.page + CHANNELS, to, box.outer, box.channels, box.inner);
      });
      return settle(op, type, target);
    };

  const grad =
    (op: string) =>
    (x: FloatArray, alpha: FloatArray, dy: FloatArray, options: RowOptions<unknown> = {}): FloatArray => {
      const { type, view } = check(op, x, alpha, [dy], options);
      const target = checkTarget(op, type, options, x.length, { x, alpha, dy });
      const home = homeOfAll(x, target.into, dy);
      forEachBox(op, type, view, home, [x, dy], target.into, (stage, [at, dyAt], to, box) => {
        stageIn(stage, type, stage.page + CHANNELS, alpha, box.channel, box.channels);
        kernelOf(stage, GRAD[type])(at!, stage.page + CHANNELS, dyAt!, to, box.outer, box.channels, box.inner);
      });
      return settle(op, type, target);
    };

  const gradAlpha =
    (op: string) =>
    (x: FloatArray, alpha: FloatArray, dy: FloatArray, options: RowOptions<unknown> = {}): FloatArray => {
      const { type, view } = check(op, x, alpha, [dy], options);
      const target = checkTarget(op, type, options, alpha.length, { x, alpha, dy });
      const totals = new Float64Array(alpha.length);
      forEachBox(op, type, view, homeOfAll(x, dy), [x, dy], undefined, (stage, [at, dyAt], _, box) => {
        kernelOf(stage, GRAD_ALPHA[type])(at!, dyAt!, stage.page + CHANNELS, box.outer, box.channels, box.inner);
        addSums(totals, stage, box);
      });
      target.into.set(totals);
      return settle(op, type, target);
    };

  const { name } = spec;
  const common = "alpha";
  const operands = ["x", "dy"];
  const sizes = (op: string, n: number, options: RowOptions<unknown>, alpha: FloatArray): Sizes => {
    elementType(op, "alpha", alpha);
    channelsOf(op, n, alpha, options);
    return { operand: n, output: n };
  };
  const sums = (...given: Parameters<typeof sizes>) => ({ ...sizes(...given), output: given[3].length });
  return batched(
    name,
    value,
    { operands: ["x"], common, sizes },
    {
      grad: batched(`${name}.grad`, grad, { operands, common, sizes }),
      gradAlpha: batched(`${name}.gradAlpha`, gradAlpha, { operands, common, sizes: sums, alone: true }),
      spec: deepFreeze(spec),
    },
  ) as never;
}

function addSums(totals: Float64Array, { f64, page }: Home, { channel, channels }: Box): void {
  const sums = (page + CHANNELS) / 8;
  for (let c = 0; c < channels; c++) totals[channel + c]! += f64[sums + c]!;
}

/** Checks all but `out`. With one slope the whole array is one channel. */
function check(
  op: string,
  x: FloatArray,
  alpha: FloatArray,
  gradient: readonly [FloatArray] | undefined,
  options: RowOptions<unknown>,
): { type: ElementType; view: View } {
  const type = elementType(op, "x", x);
  if (elementType(op, "alpha", alpha) !== type) {
    throw wrongKind(op, "alpha", `the element type of "x"`, alpha, "all arrays of a call have one element type");
  }
  if (gradient) checkLike(op, "dy", gradient[0], type, x.length);
  checkOptions(op, options, gradient ? ROW_GRADIENT_OPTIONS : ROW_OPTIONS);
  return { type, view: channelsOf(op, x.length, alpha, options) };
}

/** Checks the shape of n elements, and alpha against it. */
function channelsOf(op: string, n: number, alpha: FloatArray, options: RowOptions<unknown>): View {
  const view = viewOf(op, n, options);
  if (alpha.length === 1) return { outer: 1, n: 1, inner: n };
  if (alpha.length !== view.n) {
    const remedy = "choose the axis of the channels";
    throw wrongValue(op, "alpha", `1 slope, or ${view.n}, one for each index along the axis`, describe(alpha), remedy);
  }
  return view;
}
