import type { ElementType } from "../subjects.js";
import { DIGITS, elementwiseTasks, solveElementwise } from "./elementwise.js";
import { rowTasks } from "./row-tasks.js";
import { solveRows } from "./rows.js";

/** A file of test/vectors/. */
export interface VectorFile {
  readonly name: string;
  /** Takes the lines of cases whose inputs are the same from `known`, and computes the others. */
  readonly text: (known?: string) => string;
}

const ROUNDED = `the doubles next to the results at ${DIGITS} digits`;
const TYPES: readonly ElementType[] = ["f32", "f64"];

export const files: readonly VectorFile[] = [
  ...TYPES.map((type) => ({
    name: `elementwise.${type}.json`,
    text: (known = "") =>
      toText(
        { about: `f and df: ${ROUNDED}; f_lo and df_lo, for f64: the differences`, dtype: type },
        elementwiseTasks(type).map((task) => lineOf(task, () => solveElementwise(task, type), known)),
      ),
  })),
  {
    name: "rows.json",
    text: (known = "") =>
      toText(
        { about: `inputs are numbers of f32, results ${ROUNDED}` },
        rowTasks().map((task) => lineOf(task, () => solveRows(task), known)),
      ),
  },
];

/** A line for each case, so that a difference shows which. */
function toText(head: object, lines: readonly string[]): string {
  return `${JSON.stringify(head).slice(0, -1)},"cases":[\n${lines.join(",\n")}\n]}\n`;
}

/** The inputs of a case, and then its values. */
function lineOf(task: object, solve: () => object, known: string): string {
  const inputs = `${JSON.stringify(task, encode).slice(0, -1)},`;
  const start = known.indexOf(`\n${inputs}`) + 1;
  if (start > 0) return known.slice(start, known.indexOf("\n", start)).replace(/,$/, "");
  return inputs + JSON.stringify(solve(), encode).slice(1);
}

/** Numbers that JSON lacks become strings. */
function encode(_: string, value: unknown): unknown {
  if (typeof value !== "number") return value;
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? value : String(value);
}
