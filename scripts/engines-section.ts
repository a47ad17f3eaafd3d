import type { ElementType, Way } from "../bench/cases.js";
import { besideBest, type EngineRow, type EnginesRecord } from "../bench/engines/record.js";
import { median } from "../bench/measure.js";
import { figure, heading, sizeName } from "../bench/report.js";
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
    `How many times as fast as the plain loops of \`bench/plain.ts\`, the median over all functions:`,
    markdownTable(
      ["", ...names],
      (["f32", "f64"] as const).flatMap((type) => speedups(record, names, type)),
    ),
    ...(["f32", "f64"] as const).flatMap((type) => [
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

const EXPLANATION = "";

function rowsOf({ rows }: EnginesRecord, type: ElementType): readonly EngineRow[] {
  return rows.filter((row) => row.type === type);
}

function cells(row: EngineRow, { engines }: EnginesRecord, names: readonly string[]): readonly string[] {
  const ratios = besideBest(row, engines);
  const best = Math.min(...names.filter((name) => engines[name]!.v8).map((name) => row.engines[name]!.workspace));
  return [`\`${row.name}\``, figure(best), ...names.map((name) => ratios[name]!.toFixed(2))];
}

function speedups(record: EnginesRecord, names: readonly string[], type: ElementType): readonly string[][] {
  const ways: readonly [Way, string][] = [
    ["workspace", "Workspace"],
    ["dropIn", "drop-in with `out`"],
  ];
  return ways.map(([way, title]) => [
    `${type}, ${title}`,
    ...names.map((name) => {
      const ratios = rowsOf(record, type).map(({ engines }) => engines[name]!.plain / engines[name]![way]);
      return figure(median(ratios.sort((a, b) => a - b)));
    }),
  ]);
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
