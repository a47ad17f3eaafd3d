import { lengthOf, offsetOf } from "../core/types.js";
import { BLOCK, blockLength, stageIn, staging } from "../memory/staging.js";
import { CARRIED_BYTES } from "../wasm/abi.js";
import { type Home, homeOfAll, ROW_STATE } from "../wasm/instance.js";
import { kernelOf } from "../wasm/kernels.js";
import type { Plan } from "./plan.js";

/** Adds the terms of some elements at two addresses to the sum in the state of a home. */
type AddTerms = (home: Home, x: number, dy: number, count: number) => void;

/** A sum over x and dy, in place where both live in one Workspace, else block by block: the same bits. */
export function sumOver({ op, type, x, dy }: Plan, add: AddTerms): number {
  const n = lengthOf(x);
  if (n === 0) return 0;
  const inside = homeOfAll(x, dy!);
  const home = inside ?? staging(op);
  const state = home.page + ROW_STATE;
  const sum = (state + CARRIED_BYTES) / 8;
  home.f64.fill(0, state / 8, sum + 1);
  if (inside) {
    add(home, offsetOf(x), offsetOf(dy!), n);
    return home.f64[sum]!;
  }
  const block = blockLength(type);
  for (let i = 0; i < n; i += block) {
    const count = Math.min(block, n - i);
    stageIn(home, type, BLOCK[0], x, i, count);
    stageIn(home, type, BLOCK[1], dy!, i, count);
    add(home, BLOCK[0], BLOCK[1], count);
  }
  return home.f64[sum]!;
}

/** Σ kernel(x, dy) */
export function mapTotal(plan: Plan, kernel: number, parameter: number): number {
  return sumOver(plan, (home, x, dy, count) => {
    kernelOf(plan.op, home, kernel)(x, dy, count, home.page + ROW_STATE, parameter);
  });
}
