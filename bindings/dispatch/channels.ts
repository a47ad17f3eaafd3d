import type { View } from "../checks/shape.js";
import { BYTES, type FloatArray, offsetOf } from "../core/types.js";
import { BLOCK, blockLength, stageIn, stageOut, staging } from "../memory/staging.js";
import { CHANNELS_BYTES, type Home } from "../wasm/instance.js";
import type { Plan } from "./plan.js";

// One sum in f64 a channel.
const MOST_CHANNELS = CHANNELS_BYTES / 8;

/** A run of neighbouring elements: so many outer × channels × inner, from `channel` on. */
export interface Box {
  readonly start: number;
  readonly outer: number;
  readonly channel: number;
  readonly channels: number;
  readonly inner: number;
}

/** The boxes of at most `length` elements that make up the view, in order. */
function* boxes({ outer, n, inner }: View, length: number): Generator<Box> {
  const slab = n * inner;
  if (slab <= length && n <= MOST_CHANNELS) {
    const group = Math.floor(length / slab);
    for (let o = 0; o < outer; o += group) {
      yield { start: o * slab, outer: Math.min(group, outer - o), channel: 0, channels: n, inner };
    }
    return;
  }
  const channels = Math.max(1, Math.min(MOST_CHANNELS, Math.floor(length / inner)));
  const run = Math.min(inner, length);
  for (let o = 0; o < outer; o++) {
    for (let c = 0; c < n; c += channels) {
      for (let i = 0; i < inner; i += run) {
        const start = o * slab + c * inner + i;
        yield { start, outer: 1, channel: c, channels: Math.min(channels, n - c), inner: Math.min(run, inner - i) };
      }
    }
  }
}

type BoxKernel = (stage: Home, at: readonly number[], to: number, box: Box) => void;

/**
 * Runs the kernel on each box, in the arrays' own memory or staged. The boxes are the same where the kernel sums, without
 * `out`; elements in their own memory are one box.
 */
export function forEachBox(
  plan: Pick<Plan, "op" | "type" | "outer" | "n" | "inner">,
  home: Home | undefined,
  operands: readonly FloatArray[],
  out: FloatArray | undefined,
  kernel: BoxKernel,
): void {
  const { op, type, outer, n, inner } = plan;
  if (outer * n * inner === 0) return;
  const stage = home ?? staging(op);
  const length = home && out ? Number.POSITIVE_INFINITY : blockLength(type);
  for (const box of boxes(plan, length)) {
    const count = box.outer * box.channels * box.inner;
    if (home) {
      const at = operands.map((operand) => offsetOf(operand) + box.start * BYTES[type]);
      kernel(home, at, out ? offsetOf(out) + box.start * BYTES[type] : 0, box);
      continue;
    }
    for (const [i, operand] of operands.entries()) stageIn(stage, type, BLOCK[i]!, operand, box.start, count);
    kernel(stage, BLOCK, BLOCK[2], box);
    if (out) stageOut(type, out, box.start, count);
  }
}
