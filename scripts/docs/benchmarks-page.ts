import { GOAL_SIZES, GOALS, type Goal, type Score, scores } from "../../bench/comparison/goals.js";
import { type Benchmarks, readBenchmarks } from "../../bench/comparison/record.js";
import { isUnsteady, type Row, ratio, UNSTEADY, type Way } from "../../bench/comparison/row.js";
import { othersIn, ownerOf, rowsOf, SHEETS, type Sheet, sizesOf } from "../../bench/comparison/sheets.js";
import type { EnginesRecord } from "../../bench/engines/record.js";
import type { NativeRecord } from "../../bench/native/record.js";
import { readRecord } from "../../bench/record.js";
import { heading, sizeName } from "../../bench/report.js";
import { figure } from "../../catalogue/table.js";
import { CHARTS, chartName } from "./benchmarks-charts.js";
import { SUMMARY_CHART, summary } from "./benchmarks-summary.js";
import { enginesSection } from "./engines-section.js";
import { nativeSection } from "./native-section.js";

/** docs/benchmarks.md, from the figures of three records. */
export function benchmarksPage(benchmarks: Benchmarks, engines: EnginesRecord, native: NativeRecord): string {
  const { rows } = benchmarks;
  const parts = [HEAD, summary(benchmarks), MEASURED, about(benchmarks), ways(benchmarks), goals(rows)];
  const others = [enginesSection(engines), nativeSection(native)];
  return [...parts, ...SHEETS.map((sheet) => section(sheet, benchmarks)), ...others].join("\n\n").concat("\n");
}

/** The page, from the records as they are. */
export function currentPage(): string {
  return benchmarksPage(readBenchmarks(), readRecord("docs/engines.json"), readRecord("docs/native.json"));
}

const HEAD = `# Benchmarks

Made by \`npm run docs\` from [benchmarks.json](benchmarks.json), which \`npm run bench:peers -- --record\` makes.`;

const MEASURED = `## How it is measured

Times of lanewise are in nanoseconds per element. All others are **ratios: how many times as long as lanewise they
take. More than 1: lanewise is faster.**`;

function about({ environment, later = {}, processes, rows }: Benchmarks): string {
  const functions = Object.entries(later).map(([name, { commit }]) => `\`${name}\` at ${commit}`);
  const sizes = sizesOf(rows).map(sizeName).join(", ");
  return `${heading(environment)}.${functions.length > 0 ? ` Measured later: ${functions.join(", ")}.` : ""}

- One thread everywhere. x is uniform between −8 and 8; ${sizes} elements (Ki is 2¹⁰, Mi 2²⁰).
- ${processes === 1 ? "A process" : `${processes} processes`} for each function. In it all take turns, in rounds; a figure is the median of the rounds'
  medians${processes === 1 ? "" : ", and of the processes"}. A ≈ marks a ratio if the medians of either side differ by more than ±${100 * UNSTEADY}%.
- Before anything is timed, each result is compared with lanewise's.
- Rows have 1000 elements, prelu has 64 channels, and parameters have their defaults.`;
}

function ways({ titles }: Benchmarks): string {
  const { "tfjs-wasm": wasm, "tfjs-cpu": cpu, "ort-node": node, "ort-web": web, "numpy-ts": numpy } = titles;
  return `## How each is used

**Resident**: operands and results stay where the library wants them. **End to end**: from one ordinary
\`Float32Array\` to another.

| | Resident | End to end |
| --- | --- | --- |
| lanewise | a Workspace, \`f(x, { out })\` | \`f(x)\`: a new array |
| ${wasm} | tensors of its backend, SIMD; results are disposed of | \`tensor\`, the operation, \`dataSync\`, \`dispose\` |
| ${cpu} | the same on its backend in JavaScript | the same |
| ${node} | native; input and output tensors are made beforehand | a new input tensor; the output's data |
| ${web} | WebAssembly, SIMD; the input tensor is made beforehand, but each run copies it in, and the result out | a new input tensor; the output's data |
| ${numpy} | arrays in its memory; results are disposed of | a view of the array, the operation, a copy of the result |
| plain | the loops in \`catalogue/timing/plain.ts\`, from one array to another | |
| copy | \`TypedArray.set\` in the Workspace | |

A function that a library lacks is composed of its operations, as its users do
(\`bench/peers/tensorflow-functions.ts\`, \`onnx-models.ts\`, \`numpy.ts\`): in ONNX as a model of a few nodes, which the
runtime may fuse; elsewhere as one operation after another. TensorFlow.js runs in production mode; its gradients are
\`tf.grad(f)(x, dy)\`, which also computes f. A run of ONNX Runtime is asynchronous: it is awaited, and at 1 Ki
that takes most of the time.`;
}

function goals(rows: readonly Row[]): string {
  const line = (goal: Goal): readonly string[] => {
    const all = scores(goal, rows);
    const missed = all.filter(({ hit }) => !hit);
    const of = goal.text ?? goal.names?.map(code).join(", ") ?? "all it has";
    const met = `${missed.length === 0 ? "✓" : "✗"} ${all.length - missed.length} of ${all.length}`;
    return [goal.title, of, `≥ ${goal.atLeast}`, met, missed.map(miss).join(", ")];
  };
  return `## Goals

Wanted ratios of values at ${GOAL_SIZES.map(sizeName).join(" and at ")} elements; each function counts once per size.

${markdown(["Compared with", "Functions", "Ratio", "Met", "Missed"], GOALS.map(line), "left")}`;
}

function miss({ name, size, ratio, unsteady }: Score): string {
  return `${code(name)} ${marked(ratio, unsteady)} (${sizeName(size)})`;
}

function marked(ratio: number, unsteady: boolean): string {
  return `${unsteady ? "≈ " : ""}${figure(ratio)}`;
}

function section(sheet: Sheet, { rows }: Benchmarks): string {
  const sizes = sizesOf(rows).filter((size) => rowsOf(sheet, size, rows).length > 0);
  const open = sizes.includes(CHARTS.size) ? CHARTS.size : sizes[0];
  const tables = sizes.map((size) => {
    const text = tableOf(sheet, rowsOf(sheet, size, rows));
    return size === open
      ? `### ${sizeName(size)} elements\n\n${text}`
      : `<details><summary>${sizeName(size)} elements</summary>\n\n${text}\n\n</details>`;
  });
  const picture =
    CHARTS.ids.includes(sheet.id) && sheet.id !== SUMMARY_CHART ? [`![${sheet.title}](${chartName(sheet)})`] : [];
  return [`## ${capital(sheet.title)}`, ...picture, ...tables].join("\n\n");
}

function tableOf(sheet: Sheet, rows: readonly Row[]): string {
  const others = othersIn(sheet, rows);
  const lines = rows.map((row) => [
    code(row.name),
    figure(row.ways[sheet.ours]!.ns),
    ...others.map((other) => cell(row, sheet.ours, other)),
  ]);
  return markdown(["Function", "ns", ...others.map((other) => ownerOf(other)!)], lines, "right");
}

function cell(row: Row, ours: Way, other: Way): string {
  const times = ratio(row, ours, other);
  return times === undefined ? "" : marked(times, isUnsteady(row, ours, other));
}

function markdown(header: readonly string[], rows: readonly (readonly string[])[], side: "left" | "right"): string {
  const rule = header.map((_, i) => (i === 0 || side === "left" ? "---" : "---:"));
  return [header, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function code(text: string): string {
  return `\`${text}\``;
}

function capital(text: string): string {
  return text.replace(/^[a-z](?!\d)/, (letter) => letter.toUpperCase());
}
