import { besideBest, type EngineRow, type EnginesRecord } from "../../bench/engines/record.js";
import type { ElementType } from "../../bench/inputs.js";
import { median } from "../../bench/measure.js";
import { figure, heading, sizeName } from "../../bench/report.js";
import { markdownTable } from "./markdown.js";

// No V8 may be farther behind another without an explanation.
const FAR = 1.3;

/** The part of docs/benchmarks.md about engines, from the figures in docs/engines.json. */
export function enginesSection(record: EnginesRecord): string {
  const names = Object.keys(record.engines);
  const versions = names.map((name) => `${name} (${record.engines[name]!.version})`);
  return [
    "## In other engines",
    `Made by \`npm run bench:engines -- --record\`: ${sizeName(record.size)} elements, medians of ${record.rounds} processes of
each engine, which took turns. ${heading(record.environment)}. Engines: ${versions.join(", ")}.`,
    "A drop-in call with `out` as a multiple of one in a Workspace, the median over all functions:",
    markdownTable(
      ["", ...names],
      TYPES.map((type) => [type, ...names.map((name) => dropIn(rowsOf(record, type), name))]),
    ),
    ...TYPES.flatMap((type) => [
      `### ${type}, in a Workspace`,
      `ns of an element in the fastest V8, and how many times as long each engine takes.`,
      markdownTable(
        ["", "ns", ...names],
        rowsOf(record, type).map((row) => cells(row, record, names)),
      ),
    ]),
    EXPLANATION,
    far(record),
  ].join("\n\n");
}

const EXPLANATION = `What we read in the machine code:

- The compiler of V8 in Node 20 and 22 (TurboFan) puts the instructions of an iteration's vectors in turns by itself;
  the one since Node 24 (Turboshaft) keeps the module's order. So the build puts them in turns
  (\`scripts/build/interleave.mjs\`): before, Node 24, Node 26 and Chromium took up to 1.4 times as long for long polynomials,
  and Firefox up to 1.3 times.
- TurboFan did the same with four f64 vectors of a row's sum, whose polynomials need more registers than there are:
  49 stores to the stack and 79 loads from it in an iteration, against 8 and 51 since Turboshaft. So there are two.

The difference of \`geglu\` in f64, and those of functions that take a tenth of a nanosecond, are
not explained.`;

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

/** Which functions are far behind the best V8 in another. */
function far(record: EnginesRecord): string {
  const behind = record.rows.flatMap((row) =>
    Object.entries(besideBest(row, record.engines))
      .filter(([name, ratio]) => record.engines[name]!.v8 && ratio > FAR)
      .map(([name, ratio]) => `\`${row.name}\` ${row.type} in ${name} (${ratio.toFixed(2)})`),
  );
  const list = behind.length > 0 ? `${behind.join(", ")}.` : "none.";
  return `More than ${FAR} times the best V8: ${list}`;
}
