import { GOAL_SIZES, GOALS, type Goal, type Score, scores } from "../../bench/comparison/goals.js";
import { type Benchmarks, readBenchmarks } from "../../bench/comparison/record.js";
import { isUnsteady, type Row, ratio, UNSTEADY, type Way } from "../../bench/comparison/row.js";
import { othersIn, ownerOf, rowsOf, SHEETS, type Sheet, sizesOf } from "../../bench/comparison/sheets.js";
import type { EnginesRecord } from "../../bench/engines/record.js";
import type { NativeRecord } from "../../bench/native/record.js";
import { readRecord } from "../../bench/record.js";
import { figure, heading, sizeName } from "../../bench/report.js";
import { CHARTS, chartName } from "./benchmarks-charts.js";
import { enginesSection } from "./engines-section.js";
import { nativeSection } from "./native-section.js";

/** docs/benchmarks.md, from the figures of three records. */
export function benchmarksPage(benchmarks: Benchmarks, engines: EnginesRecord, native: NativeRecord): string {
  const { rows } = benchmarks;
  const parts = [HEAD, about(benchmarks), ways(benchmarks), goals(rows)];
  const others = [enginesSection(engines), nativeSection(native)];
  return [...parts, ...SHEETS.map((sheet) => section(sheet, benchmarks)), ...others].join("\n\n").concat("\n");
}

/** The page as it ought to be. */
export function currentPage(): string {
  return benchmarksPage(readBenchmarks(), readRecord("docs/engines.json"), readRecord("docs/native.json"));
}

const HEAD = `# Benchmarks

Made by \`npm run docs\` from [benchmarks.json](benchmarks.json), which \`npm run bench:peers -- --record\` makes.

A figure of ours is in nanoseconds of an element. The others have **ratios: how many times as long they take.
More than 1: we are faster.**`;

function about({ environment, anew = {}, processes, rows }: Benchmarks): string {
  const later = Object.entries(anew).map(([name, { commit }]) => `\`${name}\` at ${commit}`);
  const sizes = sizesOf(rows).map(sizeName).join(", ");
  return `${heading(environment)}.${later.length > 0 ? ` Measured anew: ${later.join(", ")}.` : ""}

- One thread everywhere. x is uniform between −8 and 8; ${sizes} elements (Ki is 2¹⁰, Mi 2²⁰).
- ${processes === 1 ? "A process" : `${processes} processes`} for each function. In it everybody takes turns, in rounds; a figure is the median of the rounds'
  medians${processes === 1 ? "" : ", and of the processes"}. Where they differ by more than ±${100 * UNSTEADY}%, ours or the other's, there is a ≈.
- Before anything is timed, each result is compared with ours.
- Functions of rows have rows of 1000, prelu 64 channels, and parameters their defaults.`;
}

function ways({ titles }: Benchmarks): string {
  const { "tfjs-wasm": wasm, "tfjs-cpu": cpu, "ort-node": node, "ort-web": web, "numpy-ts": numpy } = titles;
  return `## How each is used

**Resident**: operands and results are where the library wants them, before and after. **End to end**: from an
ordinary \`Float32Array\` to one.

| | Resident | End to end |
| --- | --- | --- |
| lanewise | a Workspace, \`f(x, { out })\` | \`f(x)\`: a new array |
| ${wasm} | tensors of its backend, SIMD; results are disposed of | \`tensor\`, the operation, \`dataSync\`, \`dispose\` |
| ${cpu} | the same on its backend in JavaScript | the same |
| ${node} | native; input and output are tensors made before | a new input tensor; the output's data |
| ${web} | WebAssembly, SIMD; the input tensor made before: it is copied in and the result out all the same, there is no other way | a new input tensor; the output's data |
| ${numpy} | arrays in its memory; results are disposed of | a view of the array, the operation, a copy of the result |
| plain | the loops in \`bench/plain.ts\`, from an array to another one | |
| copy | \`TypedArray.set\` in the Workspace | |

Where a library lacks the function it is composed of operations, as its users do
(\`bench/peers/tensorflow-functions.ts\`, \`onnx-models.ts\`, \`numpy.ts\`): an ONNX model of a few nodes, fused as the
runtime can; one operation after the other elsewhere. TensorFlow.js runs in production mode, its gradients are
\`tf.grad(f)(x, dy)\`, which computes f, too. A run of ONNX Runtime is asynchronous: it is awaited, and at 1 Ki
that is most of its time.`;
}

function goals(rows: readonly Row[]): string {
  const line = (goal: Goal): readonly string[] => {
    const all = scores(goal, rows);
    const missed = all.filter(({ hit }) => !hit);
    const of = goal.text ?? goal.names?.map(code).join(", ") ?? "all that it has";
    const met = `${missed.length === 0 ? "✓" : "✗"} ${all.length - missed.length} of ${all.length}`;
    return [goal.title, of, `≥ ${goal.atLeast}`, met, missed.map(miss).join(", ")];
  };
  return `## Goals

The ratios that we want at ${GOAL_SIZES.map(sizeName).join(" and at ")} elements, for the values; each function counts twice.

${markdown(["Beside", "Functions", "Ratio", "Met", "Missed"], GOALS.map(line), "left")}`;
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
  const picture = CHARTS.ids.includes(sheet.id) ? [`![${sheet.title}](${chartName(sheet)})`] : [];
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
