import { evaluate } from "../evaluate.js";
import { definitions } from "../exact.js";
import type { Direction, ElementType, Values } from "../subjects.js";
import { elementwiseInputs } from "./inputs.js";

/** The inputs of a case; `solveElementwise` computes its values. */
export interface ElementwiseTask {
  readonly op: string;
  readonly params: Values;
  readonly x: readonly number[];
}

export interface ElementwiseValues {
  readonly f: readonly number[];
  readonly df: readonly number[];
  /** The differences between the exact results and f and df: below the precision that f32 needs. */
  readonly f_lo?: readonly number[];
  readonly df_lo?: readonly number[];
}

export const DIGITS = 90;

/** Parameters other than the defaults; `threshold` has no defaults. */
const PARAMETERS: readonly (readonly [op: string, params: Values])[] = [
  ["relu", { negativeSlope: 0.125, maxValue: 6, threshold: 0.5 }],
  ["leakyRelu", { negativeSlope: 0.25 }],
  ["leakyRelu6", { negativeSlope: 0.125 }],
  ["threshold", { threshold: 0.5, value: -2 }],
  ["elu", { alpha: 0.5 }],
  ["celu", { alpha: 2 }],
  ["hardSigmoid", { alpha: 0.25, beta: 0.5 }],
  ["hardTanh", { min: -2, max: 0.5 }],
  ["softplus", { beta: 2 }],
  ["squareplus", { b: 0.25 }],
  ["swish", { beta: 1.5 }],
  ["thresholdedRelu", { theta: 0.25 }],
  ["hardShrink", { lambda: 1.5 }],
  ["softShrink", { lambda: 1.5 }],
];

const REQUIRED: readonly string[] = ["threshold"];

/** A case of every function in accuracy/exact.ts, and one for each line above. */
export function elementwiseTasks(type: ElementType): ElementwiseTask[] {
  const plain = Object.keys(definitions(DIGITS, type)).filter((op) => !REQUIRED.includes(op));
  const all = [...plain.map((op) => [op, {}] as const), ...PARAMETERS];
  return all.map(([op, params]) => {
    const title = `${op} ${JSON.stringify(params)} ${type}`;
    return { op, params, x: elementwiseInputs(type, title, Object.values(params)) };
  });
}

export function solveElementwise({ op, params, x }: ElementwiseTask, type: ElementType): ElementwiseValues {
  const all = (direction: Direction) => x.map(evaluate(op, direction, params, type, DIGITS));
  const results = { f: all("value"), df: all("derivative") };
  const highs = { f: results.f.map(({ high }) => high), df: results.df.map(({ high }) => high) };
  if (type === "f32") return highs;
  return { ...highs, f_lo: results.f.map(({ low }) => low), df_lo: results.df.map(({ low }) => low) };
}
