import { allocateResult } from "../core/allocate.js";
import { BYTES, type ElementType, type FloatArray, lengthOf, offsetOf } from "../core/types.js";
import { sumOver } from "../dispatch/parameter-gradient.js";
import type { Plan } from "../dispatch/plan.js";
import { BLOCK, blockLength, stageIn, stageOut, staging } from "../memory/staging.js";
import { type Home, homeOfAll, ROW_STATE } from "../wasm/instance.js";
import { type Kernel, kernelOf } from "../wasm/kernels.js";
import { type Bound, LOOPS } from "./bind.js";
import { PLACES } from "./program.js";
import { blockBytes, blockStride, CONSTANT_BYTES, SCRATCH_START } from "./scratch.js";

// Further constants lie where other kernels have their scratch memory, too.
const MOST_KEPT = 200;

// The addresses of the buffers while a program runs: one program at a time.
const addresses: number[] = [];
// The program whose constants the page of a home holds.
let filled: Bound | undefined;
let filledIn: Home | undefined;

/** Runs the program on n elements at the addresses of the arrays. */
function run(op: string, bound: Bound, home: Home, type: ElementType, n: number): void {
  const { loops, first, second, third, to, secondStep, thirdStep, a, b, c, d, more, constants } = bound;
  const { blocks } = bound.program;
  const start = home.page + SCRATCH_START;
  const block = blockBytes(blocks, constants.length)!;
  const scratch = start + constants.length * CONSTANT_BYTES;
  for (let i = 0; i < blocks; i++) addresses[PLACES.scratch + i] = scratch + i * blockStride(block);
  for (let i = 0; i < constants.length; i++) addresses[PLACES.scratch + blocks + i] = start + i * CONSTANT_BYTES;
  if (filled !== bound || filledIn !== home || constants.length > MOST_KEPT) fillConstants(bound, home, type, start);
  const kernels = kernelsIn(op, bound, home);
  // A program of one step needs no blocks.
  const most = blocks === 0 ? n : block / BYTES[type];
  const state = home.page + ROW_STATE;
  for (let left = n; ; ) {
    const count = left < most ? left : most;
    for (let s = 0; s < loops.length; s++) {
      const kernel = kernels[s]!;
      const x = addresses[first[s]!]!;
      const y = addresses[second[s]!]!;
      const z = addresses[to[s]!]!;
      const loop = loops[s];
      if (loop === LOOPS.pair) kernel(x, y, z, count, secondStep[s]!, a[s]!, b[s]!, c[s]!);
      else if (loop === LOOPS.map) kernel(x, z, count, a[s]!, b[s]!, c[s]!);
      else if (loop === LOOPS.fuse) {
        const v = addresses[third[s]!]!;
        kernel(x, y, v, z, count, secondStep[s]!, thirdStep[s]!, a[s]!, b[s]!, c[s]!, d[s]!);
      } else if (loop === LOOPS.rational) {
        const m = more[s]!;
        kernel(x, y, z, count, secondStep[s]!, a[s]!, b[s]!, c[s]!, d[s]!, m[0]!, m[1]!, m[2]!, m[3]!);
      } else if (loop === LOOPS.choose) kernel(x, y, addresses[third[s]!]!, z, count, secondStep[s]!, thirdStep[s]!);
      else kernel(x, y, count, state, 0);
    }
    left -= count;
    if (left <= 0) return;
    for (let i = 0; i < PLACES.scratch; i++) addresses[i]! += block;
  }
}

/** The kernels over a memory, looked up once for calls in a row. */
function kernelsIn(op: string, bound: Bound, home: Home): readonly Kernel[] {
  if (bound.resolved?.home !== home) {
    const kernels = bound.kernels.map((number) => kernelOf(op, home, number));
    bound.resolved = { home, kernels };
  }
  return bound.resolved.kernels;
}

function fillConstants(bound: Bound, home: Home, type: ElementType, start: number): void {
  const size = BYTES[type];
  bound.constants.forEach((value, i) => {
    const at = (start + i * CONSTANT_BYTES) / size;
    home[type].fill(value, at, at + CONSTANT_BYTES / size);
  });
  filled = bound;
  filledIn = home;
}

/** A function of x, and of dy and what `out` holds if it is a gradient: in place in one Workspace, else in blocks. */
export function mapProgram({ op, type, x, dy, out: given, home: known, accumulate }: Plan, bound: Bound): FloatArray {
  const n = lengthOf(x);
  const out = given ?? allocateResult(op, "out", type, n);
  const home = known ?? (given && accumulate ? homeOfAll(x, out, dy) : undefined);
  if (home) {
    place(offsetOf(x), dy ? offsetOf(dy) : 0, offsetOf(out), 0);
    run(op, bound, home, type, n);
    return out;
  }
  const stage = staging(op);
  const block = blockLength(type);
  for (let i = 0; i < n; i += block) {
    const count = Math.min(block, n - i);
    stageIn(stage, type, BLOCK[0], x, i, count);
    if (dy) stageIn(stage, type, BLOCK[1], dy, i, count);
    if (accumulate) stageIn(stage, type, BLOCK[2], out, i, count);
    place(BLOCK[0], BLOCK[1], BLOCK[2], 0);
    run(op, bound, stage, type, count);
    stageOut(type, out, i, count);
  }
  return out;
}

/** f(x) and f′(x). A program that reads x after it has written the first result cannot have x for an output. */
export function mapBothProgram({ op, type, x, ...given }: Plan, bound: Bound) {
  const n = lengthOf(x);
  const value = given.out ?? allocateResult(op, "out", type, n);
  const derivative = given.derivative ?? allocateResult(op, "derivative", type, n);
  const inside = homeOfAll(x, value, derivative);
  const from = offsetOf(x);
  if (inside && offsetOf(value) !== from && offsetOf(derivative) !== from) {
    place(from, 0, offsetOf(value), offsetOf(derivative));
    run(op, bound, inside, type, n);
    return { value, derivative };
  }
  const stage = staging(op);
  const block = blockLength(type);
  for (let i = 0; i < n; i += block) {
    const count = Math.min(block, n - i);
    stageIn(stage, type, BLOCK[0], x, i, count);
    place(BLOCK[0], 0, BLOCK[2], BLOCK[1]);
    run(op, bound, stage, type, count);
    stageOut(type, value, i, count);
    stageOut(type, derivative, i, count, (BLOCK[1] - BLOCK[2]) / BYTES[type]);
  }
  return { value, derivative };
}

/** Σ dy·∂f/∂p */
export function totalOfProgram(plan: Plan, bound: Bound): number {
  return sumOver(plan, (home, x, dy, count) => {
    place(x, dy, 0, 0);
    run(plan.op, bound, home, plan.type, count);
  });
}

function place(x: number, dy: number, out: number, derivative: number): void {
  addresses[PLACES.x] = x;
  addresses[PLACES.dy] = dy;
  addresses[PLACES.out] = out;
  addresses[PLACES.derivative] = derivative;
}
