import { batched } from "../batch/batched.js";
import type { Batching } from "../batch/check.js";
import { checkOverlap } from "../checks/aliasing.js";
import { checkLike, checkOut, elementType } from "../checks/arrays.js";
import { checkOptions, readParameters } from "../checks/options.js";
import { checkTarget } from "../checks/output.js";
import { deepFreeze } from "../core/callable.js";
import { wrongKind, wrongValue } from "../core/errors.js";
import type { Parameter, Parameters, Range } from "../core/parameters.js";
import { create, type ElementType, type FloatArray } from "../core/types.js";
import { settle } from "../dispatch/accumulate.js";
import { mapBackward, mapForward } from "../dispatch/elementwise.js";
import { mapRuns, type Numbers } from "../dispatch/segments.js";
import { type Exports, exportsOf } from "../wasm/kernels.js";
import type { Rrelu, RreluOptions } from "./signatures/rrelu.js";
import type { ShapedSpec } from "./spec.js";

export const SEED: Range = {
  text: "a whole number from 0 to 2³² − 1",
  holds: (value) => Number.isInteger(value) && value >= 0 && value < 2 ** 32,
};

/** So that indices within the array are exact, too. */
export const MOST_OFFSET = 2 ** 52;

const OFFSET: Parameter = {
  description: "Index of the first element.",
  default: 0,
  range: {
    text: "a whole number from 0 to 2⁵²",
    holds: (value) => Number.isInteger(value) && value >= 0 && value <= MOST_OFFSET,
  },
};

type Given = RreluOptions<unknown>;
type Values = readonly [seed: number, lower: number, upper: number, offset: number];

/** Random slopes: the index of the first element, and the numbers of the kernels from an index on. */
interface Slopes {
  readonly offset: number;
  readonly numbersFrom: (index: number) => Numbers;
}

// A kernel cannot count across a multiple of it.
const TURN = 2 ** 32;

/** Makes the callable. The parameters are seed, lower and upper. */
export function randomSlope(spec: ShapedSpec & { readonly parameters: Parameters }): Rrelu {
  const kernels = { value: exportsOf("rrelu"), grad: exportsOf("rrelu_grad"), slopes: exportsOf("rrelu_slopes") };
  const leaky = { value: exportsOf("leaky_relu"), grad: exportsOf("leaky_relu_grad") };
  const parameters = Object.entries({ ...spec.parameters, offset: OFFSET });
  const presets = parameters.map(([, { default: preset }]) => preset) as unknown as Values;
  const names = ["training", ...parameters.map(([key]) => key)];
  const optionNames = [...names, "out"];
  const gradientNames = [...names, "accumulate", "out"];

  /** Where training, the slopes of each; else the slope of all. */
  const read = (op: string, options: Given, names = optionNames): Slopes | number => {
    checkOptions(op, options, names);
    const { training = false } = options;
    if (typeof training !== "boolean") throw wrongKind(op, "training", "a boolean", training);
    const [seed, lower, upper, offset] = readParameters(op, parameters, options, presets);
    if (lower > upper) throw wrongValue(op, "upper", "a number ≥ lower", `lower ${lower}, upper ${upper}`);
    if (!training) return lower / 2 + upper / 2;
    const numbersFrom =
      (index: number): Numbers =>
      ({ run, start }) => [run, (index + start) % TURN, Math.floor((index + start) / TURN), seed, lower, upper];
    return { offset, numbersFrom };
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

/** Runs that a kernel can count through: where a piece of one starts is the index of its first element. */
function random(
  op: string,
  kernel: Exports,
  type: ElementType,
  operands: Readonly<Record<string, FloatArray>>,
  out: FloatArray,
  { offset, numbersFrom }: Slopes,
): FloatArray {
  for (const name in operands) checkOverlap(op, name, type, operands[name]!, out);
  for (let i = 0, run = 0; i < out.length; i += run) {
    run = Math.min(out.length - i, TURN - ((offset + i) % TURN));
    const part = (array: FloatArray) => ({ array: array.subarray(i, i + run), pieces: 1 });
    const layout = { outer: 1, run };
    mapRuns(op, kernel, type, layout, Object.values(operands).map(part), part(out), numbersFrom(offset + i));
  }
  return out;
}
