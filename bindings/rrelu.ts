import { checkLike, checkOut, create, type ElementType, elementType, type FloatArray } from "./arrays.js";
import { batched } from "./batch.js";
import type { Batching } from "./batch-check.js";
import { deepFreeze } from "./callable.js";
import type { Binary, Output, Unary } from "./calls.js";
import { wrongKind, wrongValue } from "./errors.js";
import { type Exports, exportsOf } from "./loader.js";
import { mapBackward, mapForward } from "./map.js";
import { checkOverlap } from "./overlap.js";
import { checkOptions, type Parameters, type Range, readParameters } from "./parameters.js";
import { mapRuns, type Numbers } from "./runs.js";
import type { ShapedSpec } from "./spec.js";
import { type Accumulate, checkTarget, settle } from "./target.js";

/** Which slopes. */
interface Slopes {
  /** Whether slopes are random; default false: all are (lower + upper)/2. */
  training?: boolean;
  /** What the slopes depend on beside the index; default 0. */
  seed?: number;
  /** The least slope; default 1/8. */
  lower?: number;
  /** What slopes stay below; default 1/3. */
  upper?: number;
}

export interface RreluOptions<O> extends Slopes, Output<O> {}

/** leakyRelu with random slopes, a pure function of seed and index: x > 0 ? x : slope·x. */
export interface Rrelu extends Unary<Slopes> {
  /** dx = x > 0 ? dy : slope·dy, with the slopes of the same options. */
  readonly grad: Binary<Slopes & Accumulate>;
  /** The slopes, as many as x has elements, whatever those are. */
  readonly slopes: Unary<Slopes>;
  readonly spec: ShapedSpec;
}

export const SEED: Range = {
  text: "a whole number from 0 to 2³² − 1",
  holds: (value) => Number.isInteger(value) && value >= 0 && value < 2 ** 32,
};

type Given = RreluOptions<unknown>;
type Values = readonly [seed: number, lower: number, upper: number];

/** Makes the callable. The parameters are seed, lower and upper. */
export function randomSlope(spec: ShapedSpec & { readonly parameters: Parameters }): Rrelu {
  const kernels = { value: exportsOf("rrelu"), grad: exportsOf("rrelu_grad"), slopes: exportsOf("rrelu_slopes") };
  const leaky = { value: exportsOf("leaky_relu"), grad: exportsOf("leaky_relu_grad") };
  const parameters = Object.entries(spec.parameters);
  const presets = parameters.map(([, { default: preset }]) => preset) as unknown as Values;
  const names = ["training", ...Object.keys(spec.parameters)];
  const optionNames = [...names, "out"];
  const gradientNames = [...names, "accumulate", "out"];

  /** Where training, the numbers that the kernels take; else the slope of all. */
  const read = (op: string, options: Given, names = optionNames): Numbers | number => {
    checkOptions(op, options, names);
    const { training = false } = options;
    if (typeof training !== "boolean") throw wrongKind(op, "training", "a boolean", training);
    const [seed, lower, upper] = readParameters(op, parameters, options, presets);
    if (lower > upper) throw wrongValue(op, "upper", "a number ≥ lower", `lower ${lower}, upper ${upper}`);
    if (!training) return lower / 2 + upper / 2;
    return ({ run, start }) => [run, start % 2 ** 32, Math.floor(start / 2 ** 32), seed, lower, upper];
  };

  const value =
    (op: string) =>
    (x: FloatArray, options: Given = {}): FloatArray => {
      const type = elementType(op, "x", x);
      const slope = read(op, options);
      const out = checkOut(op, type, options, x.length);
      if (typeof slope === "number") {
        return mapForward({ op, x: "x" }, leaky.value[type], type, x, out, [slope, 0, 0]);
      }
      return random(op, kernels.value, type, { x }, out ?? create(type, x.length), slope);
    };

  const grad =
    (op: string) =>
    (x: FloatArray, dy: FloatArray, options: Given = {}): FloatArray => {
      const type = elementType(op, "x", x);
      checkLike(op, "dy", dy, type, x.length);
      const slope = read(op, options, gradientNames);
      const target = checkTarget(op, type, options, x.length, { x, dy });
      if (typeof slope === "number") {
        mapBackward({ op, x: "x" }, leaky.grad[type], type, x, dy, target.into, [slope, 0, 0]);
      } else {
        random(op, kernels.grad, type, { x, dy }, target.into, slope);
      }
      return settle(op, type, target);
    };

  const slopes =
    (op: string) =>
    (x: FloatArray, options: Given = {}): FloatArray => {
      const type = elementType(op, "x", x);
      const slope = read(op, options);
      const out = checkOut(op, type, options, x.length) ?? create(type, x.length);
      checkOverlap(op, "x", type, x, out);
      return typeof slope === "number" ? out.fill(slope) : random(op, kernels.slopes, type, {}, out, slope);
    };

  const { name } = spec;
  // Slopes depend on an element's index in its own array.
  const alone = ({ training }: Given) => training === true;
  const unary: Batching = { operands: ["x"], alone };
  return batched(name, value, unary, {
    grad: batched(`${name}.grad`, grad, { operands: ["x", "dy"], alone }),
    slopes: batched(`${name}.slopes`, slopes, unary),
    spec: deepFreeze(spec),
  }) as never;
}

/** One run: where a piece of it starts is the index of its first element. */
function random(
  op: string,
  kernel: Exports,
  type: ElementType,
  operands: Readonly<Record<string, FloatArray>>,
  out: FloatArray,
  numbers: Numbers,
): FloatArray {
  for (const name in operands) checkOverlap(op, name, type, operands[name]!, out);
  const single = (array: FloatArray) => ({ array, pieces: 1 });
  const layout = { outer: 1, run: out.length };
  mapRuns(op, kernel, type, layout, Object.values(operands).map(single), single(out), numbers);
  return out;
}
