import { BYTES, type FloatArray, offsetOf } from "../core/types.js";
import { BLOCK, blockLength, stageIn, stageOut, staging } from "../memory/staging.js";
import { homeOfAll } from "../wasm/instance.js";
import { type Exports, kernelOf } from "../wasm/kernels.js";
import type { Plan } from "./plan.js";

/** An array read as (outer, pieces, run): runs of neighbouring elements. */
export interface Operand {
  readonly array: FloatArray;
  readonly pieces: number;
}

/** The work of one call of a kernel: so many groups of runs, each from its element `start` on. */
export interface Stretch {
  readonly outer: number;
  readonly run: number;
  readonly start: number;
}

/** The numbers that a kernel takes after the addresses. */
export type Numbers = (stretch: Stretch) => readonly number[];

/**
 * out = kernel(…operands), where elements at the same place of their runs belong together: in place
 * in one Workspace, else as many whole groups as a block holds, or a piece of each run of a group.
 */
export function mapRuns(
  kernel: Exports,
  { op, type, outer, inner: run }: Pick<Plan, "op" | "type" | "outer" | "inner">,
  operands: readonly Operand[],
  out: Operand,
  numbers: Numbers,
): void {
  if (outer * run === 0) return;
  const home = homeOfAll(operands[0]?.array ?? out.array, out.array, operands[1]?.array);
  if (home) {
    const at = operands.map(({ array }) => offsetOf(array));
    kernelOf(op, home, kernel[type])(...at, offsetOf(out.array), ...numbers({ outer, run, start: 0 }));
    return;
  }
  const stage = staging(op);
  const call = kernelOf(op, stage, kernel[type]);
  const most = Math.max(...[...operands, out].map(({ pieces }) => pieces));
  const length = Math.min(run, Math.floor(blockLength(type) / most));
  const groups = length < run ? 1 : Math.floor(blockLength(type) / (most * run));
  const at = [...operands.map((_, i) => BLOCK[i]!), BLOCK[2]];
  for (let o = 0; o < outer; o += groups) {
    for (let start = 0; start < run; start += length) {
      const stretch = { outer: Math.min(groups, outer - o), run: Math.min(length, run - start), start };
      operands.forEach(({ array, pieces }, i) => {
        for (const { from, to, count } of copies(pieces, o, run, stretch)) {
          stageIn(stage, type, BLOCK[i]! + to * BYTES[type], array, from, count);
        }
      });
      call(...at, ...numbers(stretch));
      for (const { from, to, count } of copies(out.pieces, o, run, stretch)) {
        stageOut(type, out.array, from, count, to);
      }
    }
  }
}

/** From where in the array to where in the block: whole groups are neighbours, pieces of runs are not. */
function copies(pieces: number, group: number, run: number, { outer, run: length, start }: Stretch) {
  const from = group * pieces * run;
  if (length === run) return [{ from, to: 0, count: outer * pieces * run }];
  return Array.from({ length: pieces }, (_, k) => ({ from: from + k * run + start, to: k * length, count: length }));
}
