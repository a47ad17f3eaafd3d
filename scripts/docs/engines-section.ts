import { besideBest, type EngineRow, type EnginesRecord } from "../../bench/engines/record.js";
import { heading, sizeName } from "../../bench/report.js";
import { figure } from "../../catalogue/table.js";
import type { ElementType } from "../../catalogue/timing/inputs.js";
import { median } from "../../catalogue/timing/measure.js";
import { markdownTable } from "./markdown.js";

// A V8 slower than the best one by more needs an explanation.
const FAR = 1.3;

/** The part of docs/benchmarks.md about engines, from the figures in docs/engines.json. */
export function enginesSection(record: EnginesRecord): string {
  const names = Object.keys(record.engines);
  const versions = names.map((name) => `${name} (${record.engines[name]!.version})`);
  return [
    "## In other engines",
    `Made by \`npm run bench:engines -- --record\`: ${sizeName(record.size)} elements, medians of ${record.rounds} processes of
each engine, which take turns. ${heading(record.environment)}. Engines: ${versions.join(", ")}.`,
    "The time of a drop-in call with `out` as a multiple of a call in a Workspace, the median over all functions:",
    markdownTable(
      ["", ...names],
      TYPES.map((type) => [type, ...names.map((name) => dropIn(rowsOf(record, type), name))]),
    ),
    ...TYPES.flatMap((type) => [
      `### ${type}, in a Workspace`,
      `Nanoseconds per element in the fastest V8, and how many times as long each engine takes.`,
      markdownTable(
        ["", "ns", ...names],
        rowsOf(record, type).map((row) => cells(row, record, names)),
      ),
    ]),
    EXPLANATION,
    far(record),
  ].join("\n\n");
}

const EXPLANATION = `The machine code explains most differences:

- V8's compiler in Node 20 and 22 (TurboFan) interleaves the instructions of an iteration's vectors by itself;
  the compiler since Node 24 (Turboshaft) keeps the module's order. So the build interleaves them
  (\`scripts/build/interleave.mjs\`): without it, long polynomials took up to 1.4 times as long in Node 24, Node 26 and
  Chromium, and up to 1.3 times in Firefox.
- TurboFan also interleaved the four f64 vectors of a row's sum, whose polynomials then need more registers than
  exist: an iteration had 49 stores to the stack and 79 loads from it, with Turboshaft 8 and 51. So the sum now takes
  two vectors at a time.

The differences for \`geglu\` in f64, and for functions that take a tenth of a nanosecond, are not explained.`;

const TYPES: readonly ElementType[] = ["f32", "f64"];

function rowsOf({ rows }: EnginesRecord, type: ElementType): readonly EngineRow[] {
  return rows.filter((row) => row.type === type);
}

function cells(row: EngineRow, { engines }: EnginesRecord, names: readonly string[]): readonly string[] {
  const ratios = besideBest(row, engines);
  const best = Math.min(...names.filter((name) => engines[name]!.v8).map((name) => row.engines[name]!.workspace));
  return [`\`${row.name}\``, figure(best), ...names.map((name) => ratios[name]!.toFixed(2))];
}

function dropIn(rows: readonly EngineRow[], name: string): string {
  const ratios = rows.map(({ engines }) => engines[name]!.dropIn / engines[name]!.workspace);
  return median(ratios.sort((a, b) => a - b)).toFixed(2);
}

/** The functions that are much slower in one V8 than in the best. */
function far(record: EnginesRecord): string {
  const slower = record.rows.flatMap((row) =>
    Object.entries(besideBest(row, record.engines))
      .filter(([name, ratio]) => record.engines[name]!.v8 && ratio > FAR)
      .map(([name, ratio]) => `\`${row.name}\` ${row.type} in ${name} (${ratio.toFixed(2)})`),
  );
  const list = slower.length > 0 ? `${slower.join(", ")}.` : "none.";
  return `More than ${FAR} times the best V8: ${list}`;
}
