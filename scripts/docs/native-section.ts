import type { NativeRecord, NativeRow } from "../../bench/native/record.js";
import { heading, sizeName } from "../../bench/report.js";
import { figure } from "../../catalogue/table.js";
import type { ElementType } from "../../catalogue/timing/inputs.js";
import { median } from "../../catalogue/timing/measure.js";
import { markdownTable } from "./markdown.js";

// A kernel slower than native code by more needs an explanation.
const FAR = 1.15;

/** The part of docs/benchmarks.md about native code, from the figures in docs/native.json. */
export function nativeSection(record: NativeRecord): string {
  const groups = [...new Set(record.rows.map(({ type, size }) => `${type} ${size}`))].map((group) => {
    const [type, size] = group.split(" ") as [ElementType, string];
    return { type, size: Number(size) };
  });
  const rowsOf = ({ type, size }: (typeof groups)[number]) =>
    record.rows.filter((row) => row.type === type && row.size === size);
  return [
    "## Compared with native code",
    `Made by \`npm run bench:native -- --record\`. The built module is translated to C, instruction by instruction
(\`bench/native/\`), and compiled with \`clang -O3\` for 128-bit vectors: with SSE4.1, and with the same instructions
in AVX encoding, which V8 uses as well. Module and native code take turns at replaying the same kernel calls in the
same memory, and must leave the same bits there; figures are medians of ${record.rounds} processes each. Copy is a copy
of x within the memory. ${heading(record.environment)}, ${record.compiler}.`,
    `The module's time as a multiple of the native code's: the median over all functions, and the largest.`,
    markdownTable(
      ["", "SSE4.1", "largest", "AVX", "largest"],
      groups.map((group) => [
        `${group.type}, ${sizeName(group.size)}`,
        ...(["sse", "avx"] as const).flatMap((way) => {
          const ratios = rowsOf(group).map((row) => row.wasm / row[way]);
          return [median(ratios.sort((a, b) => a - b)).toFixed(2), ratios.at(-1)!.toFixed(2)];
        }),
      ]),
    ),
    EXPLANATION,
    far(record),
    ...groups.flatMap((group) => [
      `### ${group.type}, ${sizeName(group.size)} elements compared with native code`,
      markdownTable(
        ["ns per element", "module", "SSE4.1", "AVX", "copy", "module/SSE4.1", "module/AVX", "module/copy"],
        rowsOf(group).map(cells),
      ),
    ]),
  ].join("\n\n");
}

const EXPLANATION = `The machine code of both explains the differences:

- A loop that tests in each step whether a whole vector is left (\`maxout\`, ends of rows) becomes two loops in clang.
- \`binaryStep.grad\` and \`maxout\` have become faster since the commit above: like clang's code, the first no longer
  loads dy, and the second has a separate loop for whole vectors.
- A selection is one blend in clang's code, and three logical instructions in V8's.
- V8 checks the stack in each iteration, which shows in the shortest loops.`;

function cells({ name, wasm, sse, avx, copy }: NativeRow): readonly string[] {
  const ratios = [wasm / sse, wasm / avx, wasm / copy];
  return [`\`${name}\``, ...[wasm, sse, avx, copy].map(figure), ...ratios.map((ratio) => ratio.toFixed(2))];
}

function far({ rows }: NativeRecord): string {
  const slower = rows
    .filter(({ wasm, sse }) => wasm / sse > FAR)
    .map(({ name, type, size, wasm, sse }) => `\`${name}\` ${type} ${sizeName(size)} (${(wasm / sse).toFixed(2)})`);
  return `More than ${FAR} times the native code with SSE4.1: ${slower.length > 0 ? slower.join(", ") : "none"}.`;
}
