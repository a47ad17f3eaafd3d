import { checkLike, type ElementType, elementType, type FloatArray, type Fresh, type Like } from "./arrays.js";
import { batched } from "./batch.js";
import type { Sizes } from "./batch-check.js";
import { deepFreeze } from "./callable.js";
import { describe, wrongKind, wrongValue } from "./errors.js";
import { CHANNELS, CHANNELS_BYTES, type Home, homeOfAll } from "./home.js";
import { exportsOf, kernelOf } from "./loader.js";
import { checkOptions } from "./parameters.js";
import { type View, viewOf } from "./shape.js";
import { ROW_GRADIENT_OPTIONS, ROW_OPTIONS, type RowGradientOptions, type RowOptions } from "./softmax.js";
import type { ShapedSpec } from "./spec.js";
import { BLOCK, blockLength, stageIn, stageOut, staging } from "./staging.js";
import { checkTarget, settle } from "./target.js";

/** A gradient of x, alpha and dy. */
interface SlopeGradient {
  <A extends FloatArray, O extends Like<A> = Fresh<A>>(
    x: A,
    alpha: Like<A>,
    dy: Like<A>,
    options?: RowGradientOptions<O>,
  ): O;
  /** The same of many arrays, as many dy as x, with one alpha: see the function's own `batch`. */
  batch<A extends FloatArray, O extends Like<A> = Fresh<A>>(
    x: readonly A[],
    alpha: Like<A>,
    dy: readonly Like<A>[],
    options?: RowGradientOptions<readonly O[]>,
  ): O[];
}

/** leakyRelu with learned slopes: one for all, or one for each index along the axis. */
export interface Prelu {
  /** x > 0 ? x : alpha·x */
  <A extends FloatArray, O extends Like<A> = Fresh<A>>(x: A, alpha: Like<A>, options?: RowOptions<O>): O;
  /** The same of many arrays with one alpha: element i is what the call returns for `x[i]`, to the bit. */
  batch<A extends FloatArray, O extends Like<A> = Fresh<A>>(
    x: readonly A[],
    alpha: Like<A>,
    options?: RowOptions<readonly O[]>,
  ): O[];
  /** dx = x > 0 ? dy : alpha·dy */
  readonly grad: SlopeGradient;
  /** dalpha = Σ dy·x over the x ≤ 0 of each slope, as long as alpha. */
  readonly gradAlpha: SlopeGradient;
  readonly spec: ShapedSpec;
}

const PRELU = /* @__PURE__ */ exportsOf("prelu");
const GRAD = /* @__PURE__ */ exportsOf("prelu_grad");
const GRAD_ALPHA = /* @__PURE__ */ exportsOf("prelu_grad_alpha");

// One sum in f64 a channel.
const MOST_CHANNELS = CHANNELS_BYTES / 8;

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

/** A run of neighbouring elements: so many outer × channels × inner, from `channel` on. */
interface Box {
  readonly start: number;
  readonly outer: number;
  readonly channel: number;
  readonly channels: number;
  readonly inner: number;
}

/** The boxes of at most `length` elements that make up the view, in order. */
function* boxes({ outer, n, inner }: View, length: number): Generator<Box> {
  const slab = n * inner;
  if (slab <= length && n <= MOST_CHANNELS) {
    const group = Math.floor(length / slab);
    for (let o = 0; o < outer; o += group) {
      yield { start: o * slab, outer: Math.min(group, outer - o), channel: 0, channels: n, inner };
    }
    return;
  }
  const channels = Math.max(1, Math.min(MOST_CHANNELS, Math.floor(length / inner)));
  const run = Math.min(inner, length);
  for (let o = 0; o < outer; o++) {
    for (let c = 0; c < n; c += channels) {
      for (let i = 0; i < inner; i += run) {
        const start = o * slab + c * inner + i;
        yield { start, outer: 1, channel: c, channels: Math.min(channels, n - c), inner: Math.min(run, inner - i) };
      }
    }
  }
}

type BoxKernel = (stage: Home, at: readonly number[], to: number, box: Box) => void;

/** Runs the kernel on each box, in the arrays' own memory or staged. The boxes are the same. */
function forEachBox(
  op: string,
  type: ElementType,
  view: View,
  home: Home | undefined,
  operands: readonly FloatArray[],
  out: FloatArray | undefined,
  kernel: BoxKernel,
): void {
  if (view.outer * view.n * view.inner === 0) return;
  const stage = home ?? staging(op);
  for (const box of boxes(view, blockLength(type))) {
    const count = box.outer * box.channels * box.inner;
    if (home) {
      const at = operands.map((operand) => operand.byteOffset + box.start * operand.BYTES_PER_ELEMENT);
      kernel(home, at, out ? out.byteOffset + box.start * out.BYTES_PER_ELEMENT : 0, box);
      continue;
    }
    for (const [i, operand] of operands.entries()) stageIn(stage, type, BLOCK[i]!, operand, box.start, count);
    kernel(stage, BLOCK, BLOCK[2], box);
    if (out) stageOut(type, out, box.start, count);
  }
}
