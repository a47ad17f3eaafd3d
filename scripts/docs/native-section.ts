import type { ElementType } from "../../bench/inputs.js";
import { median } from "../../bench/measure.js";
import type { NativeRecord, NativeRow } from "../../bench/native/record.js";
import { figure, heading, sizeName } from "../../bench/report.js";
import { markdownTable } from "./markdown.js";

// Farther behind native code needs an explanation.
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
    "## Beside native code",
    `Made by \`npm run bench:native -- --record\`. The built module is translated to C, instruction by instruction
(\`bench/native/\`), and compiled with \`clang -O3\` for 128-bit vectors: with SSE4.1, and with the same instructions
in AVX's encoding, which V8 uses as well. Module and native code replay the same kernel calls in the same memory, in
turns, medians of ${record.rounds} processes each, and have to leave the same bits there. Copy is one of x within
the memory. ${heading(record.environment)}, ${record.compiler}.`,
    `The time of the module as a multiple of that of the native code, the median over all functions, and the largest:`,
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
      `### ${group.type}, ${sizeName(group.size)} elements beside native code`,
      markdownTable(
        ["ns of an element", "module", "SSE4.1", "AVX", "copy", "module/SSE4.1", "module/AVX", "module/copy"],
        rowsOf(group).map(cells),
      ),
    ]),
  ].join("\n\n");
}

const EXPLANATION = `What we read in the machine code of both:

- Loops that ask in each step whether a whole vector is left (\`maxout\`, ends of rows): clang makes two loops of one.
- \`binaryStep.grad\` and \`maxout\` were slower here at the commit above than they are now: no loads of dy, which
  clang left out, and loops for whole vectors apart.
- Selections: one blend in clang's code, three logical instructions in V8's.
- V8 checks the stack in each iteration, which shows in the shortest loops.`;

function cells({ name, wasm, sse, avx, copy }: NativeRow): readonly string[] {
  const ratios = [wasm / sse, wasm / avx, wasm / copy];
  return [`\`${name}\``, ...[wasm, sse, avx, copy].map(figure), ...ratios.map((ratio) => ratio.toFixed(2))];
}

function far({ rows }: NativeRecord): string {
  const behind = rows
    .filter(({ wasm, sse }) => wasm / sse > FAR)
    .map(({ name, type, size, wasm, sse }) => `\`${name}\` ${type} ${sizeName(size)} (${(wasm / sse).toFixed(2)})`);
  return `More than ${FAR} times the native code with SSE4.1: ${behind.length > 0 ? behind.join(", ") : "none"}.`;
}
