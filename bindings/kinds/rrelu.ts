import { callable } from "../batch/callable.js";
import { batchOfElements } from "../batch/elements.js";
import { accepts, checkParameters } from "../checks/options.js";
import { wrongKind, wrongValue } from "../core/errors.js";
import { deepFreeze } from "../core/freeze.js";
import type { Parameter, Parameters, Range } from "../core/parameters.js";
import { type FloatArray, fillWith, lengthOf, part } from "../core/types.js";
import { located, mapBackward, mapForward } from "../dispatch/elementwise.js";
import type { Definition, DefinitionEntry, Plan } from "../dispatch/plan.js";
import { intoResult } from "../dispatch/result.js";
import { mapRuns, type Numbers } from "../dispatch/segments.js";
import * as kernels from "../wasm/families/index.js";
import { type Exports, exportsOf } from "../wasm/kernels.js";
import { elements, specLayout } from "./layout.js";
import { shaped } from "./shaped.js";
import type { Rrelu } from "./signatures/rrelu.js";
import type { ShapedEntry } from "./spec.js";

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

// A kernel cannot count across a multiple of it.
const TURN = 2 ** 32;

// Of the values of a plan: seed, lower, upper, the index of the first element, and 1 in training.
const OFFSET_AT = 3;
const TRAINING_AT = 4;

/** Makes the callable. The parameters are seed, lower and upper. */
export function randomSlope(entry: ShapedEntry & { readonly parameters: Parameters }): Rrelu {
  const drawn = {
    value: exportsOf(kernels.rrelu),
    grad: exportsOf(kernels.rrelu_grad),
    slopes: exportsOf(kernels.rrelu_slopes),
  };
  const leaky = { value: exportsOf(kernels.leaky_relu), grad: exportsOf(kernels.leaky_relu_grad) };
  const parameters = { ...entry.parameters, offset: OFFSET };
  const forValue = accepts(parameters, "training", "out");
  const forGradient = accepts(parameters, "training", "accumulate", "out");

  const value = (plan: Plan) =>
    intoResult("x", plan, (into) => {
      if (isTraining(plan.values)) random(drawn.value, plan, [plan.x], into);
      else mapForward(located({ ...plan, out: into, values: meanSlope(plan.values) }), leaky.value[plan.type]);
    });
  const grad = (plan: Plan) =>
    intoResult("x", plan, (into) => {
      if (isTraining(plan.values)) random(drawn.grad, plan, [plan.x, plan.dy!], into);
      else mapBackward(located({ ...plan, out: into, values: meanSlope(plan.values) }), leaky.grad[plan.type]);
    });
  const slopes = (plan: Plan) =>
    intoResult("x", plan, (into) => {
      if (isTraining(plan.values)) random(drawn.slopes, plan, [], into);
      else fillWith(into, meanSlope(plan.values)[0]!);
    });

  const { name } = entry;
  const define = (own: Pick<DefinitionEntry, "name" | "operands" | "accepted" | "compute" | "second">): Definition =>
    shaped({
      ...own,
      values: (op, given, type) => {
        const { training = false } = given;
        if (typeof training !== "boolean") throw wrongKind(op, "training", "a boolean", training);
        const [seed, lower, upper, offset] = checkParameters(op, given, own.accepted, type) as Four;
        if (lower > upper) throw wrongValue(op, "upper", "a number ≥ lower", `lower ${lower}, upper ${upper}`);
        return [seed, lower, upper, offset, training ? 1 : 0];
      },
      elements: true,
      batch: batchOfElements,
      layout: (_, length) => elements(length),
      indexed: isTraining,
      startingAt: (values, start) => values.map((value, i) => (i === OFFSET_AT ? value + start : value)),
    });
  const definition = define({ name, operands: ["x"], accepted: forValue, compute: value });
  const operands = ["x", "dy"];
  return callable(definition, {
    grad: callable(define({ name: `${name}.grad`, operands, accepted: forGradient, second: "x", compute: grad })),
    slopes: callable(define({ name: `${name}.slopes`, operands: ["x"], accepted: forValue, compute: slopes })),
    spec: deepFreeze({ ...entry, kind: "rrelu", layout: specLayout(definition) }),
  });
}

type Four = readonly [number, number, number, number];

function isTraining(values: readonly number[]): boolean {
  return values[TRAINING_AT] === 1;
}

/** The parameters of leakyRelu. */
function meanSlope([, lower, upper]: readonly number[]): readonly number[] {
  return [lower! / 2 + upper! / 2, 0, 0];
}

/** Runs that a kernel can count through: where a piece of one starts is the index of its first element. */
function random(kernel: Exports, plan: Plan, operands: readonly FloatArray[], out: FloatArray): void {
  const [seed, lower, upper, offset] = plan.values as Four;
  const length = lengthOf(out);
  for (let i = 0, run = 0; i < length; i += run) {
    run = Math.min(length - i, TURN - ((offset + i) % TURN));
    const first = offset + i;
    const numbers: Numbers = ({ run, start }) => {
      return [run, (first + start) % TURN, Math.floor((first + start) / TURN), seed, lower, upper];
    };
    const piece = (array: FloatArray) => ({ array: run === length ? array : part(array, i, run), pieces: 1 });
    mapRuns(kernel, { ...plan, outer: 1, inner: run }, operands.map(piece), piece(out), numbers);
  }
}
