import { lengthOf, offsetOf } from "../core/types.js";
import { BLOCK, blockLength, stageIn, staging } from "../memory/staging.js";
import { CARRIED_BYTES } from "../wasm/abi.js";
import { homeOfAll, ROW_STATE } from "../wasm/instance.js";
import { kernelOf } from "../wasm/kernels.js";
import type { Plan } from "./plan.js";

/** Σ kernel(x, dy), in place where both live in one Workspace, else block by block: the same bits. */
export function mapTotal({ op, type, x, dy }: Plan, kernel: number, parameter: number): number {
  const n = lengthOf(x);
  if (n === 0) return 0;
  const inside = homeOfAll(x, dy!);
  const home = inside ?? staging(op);
  const run = kernelOf(op, home, kernel);
  const state = home.page + ROW_STATE;
  const sum = (state + CARRIED_BYTES) / 8;
  home.f64.fill(0, state / 8, sum);
  if (inside) {
    run(offsetOf(x), offsetOf(dy!), n, state, parameter);
    return home.f64[sum]!;
  }
  const block = blockLength(type);
  for (let i = 0; i < n; i += block) {
    const count = Math.min(block, n - i);
    stageIn(home, type, BLOCK[0], x, i, count);
    stageIn(home, type, BLOCK[1], dy!, i, count);
    run(BLOCK[0], BLOCK[1], count, state, parameter);
  }
  return home.f64[sum]!;
}
