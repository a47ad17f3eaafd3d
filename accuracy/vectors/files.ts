import type { ElementType } from "../subjects.js";
import { DIGITS, elementwiseTasks, solveElementwise } from "./elementwise.js";
import { rowTasks } from "./row-tasks.js";
import { solveRows } from "./rows.js";

/** A file of test/vectors/. */
export interface VectorFile {
  readonly name: string;
  readonly text: () => string;
}

const ROUNDED = `the doubles next to the results at ${DIGITS} digits`;
const TYPES: readonly ElementType[] = ["f32", "f64"];

export const files: readonly VectorFile[] = [
  ...TYPES.map((type) => ({
    name: `elementwise.${type}.json`,
    text: () =>
      toText(
        { about: `f and df: ${ROUNDED}; f_lo and df_lo, for f64: the differences`, dtype: type },
        elementwiseTasks(type).map((task) => ({ ...task, ...solveElementwise(task, type) })),
      ),
  })),
  {
    name: "rows.json",
    text: () =>
      toText(
        { about: `inputs are numbers of f32, results ${ROUNDED}` },
        rowTasks().map((task) => ({ ...task, ...solveRows(task) })),
      ),
  },
];

/** A line for each case, so that a difference shows which. What JSON does not have is a string. */
function toText(head: object, cases: readonly object[]): string {
  const lines = cases.map((each) => JSON.stringify(each, encode));
  return `${JSON.stringify(head).slice(0, -1)},"cases":[\n${lines.join(",\n")}\n]}\n`;
}

function encode(_: string, value: unknown): unknown {
  return typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))
    ? Object.is(value, -0)
      ? "-0"
      : String(value)
    : value;
}
