import type { Benchmarks } from "../../bench/comparison/record.js";
import { endToEnd, type Row, ratio } from "../../bench/comparison/row.js";
import { heading, sizeName } from "../../bench/report.js";
import { figure } from "../../catalogue/table.js";
import { CHARTS, chartName } from "./benchmarks-charts.js";

/** The start of docs/benchmarks.md: one chart, and a line for each of ten functions that networks use. */

const FUNCTIONS = ["relu", "sigmoid", "tanh", "gelu", "silu", "softmax", "softplus", "mish", "elu", "hardSwish"];
/** The sheet whose chart stands here instead of before its tables. */
export const SUMMARY_CHART = "values";
const RIVALS = ["tfjs-wasm", "ort-web", "ort-node"] as const;

export function summary({ environment, rows, titles }: Benchmarks): string {
  const lines = FUNCTIONS.flatMap((name) =>
    rows.filter((row) => isShown(row, name)).map((row) => `- \`${name}\` ${line(row, titles)}`),
  );
  return `## At a glance

One call of \`f(x)\` on ${sizeName(CHARTS.size)} ordinary numbers (f32) to a new array, and how many times as long others take for
the same. Below 1 the other one is faster, as native code often is. ${heading(environment)}.

${lines.join("\n")}

Arrays that stay in a Workspace are faster still, by as much as the copies of a cheap function cost:

![f32 values, resident](${chartName({ id: SUMMARY_CHART })})`;
}

function isShown({ name, size, type, direction }: Row, wanted: string): boolean {
  return name === wanted && size === CHARTS.size && type === "f32" && direction === "value";
}

function line(row: Row, titles: Benchmarks["titles"]): string {
  const { fresh } = row.ways;
  if (!fresh) throw new Error(`${row.name}: no figure for a call to a new array`);
  const times = [
    ["a plain loop", ratio(row, "fresh", "plain")] as const,
    ...RIVALS.map((rival) => [titles[rival]?.replace(/ [\d.]+$/, ""), ratio(row, "fresh", endToEnd(rival))] as const),
  ];
  const others = times.flatMap(([title, time]) => (title && time !== undefined ? [`${title} ${figure(time)}`] : []));
  return `takes ${figure((fresh.ns * row.elements) / 1000)} µs; ${others.join(", ")}`;
}
