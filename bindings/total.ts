import type { ElementType, FloatArray } from "./arrays.js";
import { homeOfAll, ROW_STATE } from "./home.js";
import { kernelOf } from "./loader.js";
import { BLOCK, blockLength, stageIn, staging } from "./staging.js";

// Where the kernels (assembly/total.ts) keep what goes on from block to block, and the sum so far.
const CARRIED = ROW_STATE / 8;
const SUM = CARRIED + 4;

/** Σ kernel(x, dy), in place where both live in one Workspace, else block by block: the same bits. */
export function mapTotal(
  op: string,
  kernel: number,
  type: ElementType,
  x: FloatArray,
  dy: FloatArray,
  parameter: number,
): number {
  const n = x.length;
  if (n === 0) return 0;
  const inside = homeOfAll(x, dy);
  const home = inside ?? staging(op);
  const run = kernelOf(home, kernel);
  home.f64.fill(0, CARRIED, SUM);
  if (inside) {
    run(x.byteOffset, dy.byteOffset, n, ROW_STATE, parameter);
    return home.f64[SUM]!;
  }
  const block = blockLength(type);
  for (let i = 0; i < n; i += block) {
    const count = Math.min(block, n - i);
    stageIn(home, type, BLOCK[0], x, i, count);
    stageIn(home, type, BLOCK[1], dy, i, count);
    run(BLOCK[0], BLOCK[1], count, ROW_STATE, parameter);
  }
  return home.f64[SUM]!;
}
