import { BYTES, type FloatArray, lengthOf, part, viewOf, write } from "../core/types.js";
import { from_half, to_half } from "../wasm/families/half.js";
import { kernelOf } from "../wasm/kernels.js";
import { registerSingle } from "../wasm/registry.js";
import { PACKED, staging } from "./staging.js";

const TO_FLOAT = /* @__PURE__ */ registerSingle(from_half);
const OF_FLOAT = /* @__PURE__ */ registerSingle(to_half);

/** The staging memory, as halves. */
let halves: FloatArray | undefined;

function halvesOf(buffer: ArrayBufferLike): FloatArray {
  return (halves ??= viewOf("f16", buffer, 0, buffer.byteLength / BYTES.f16));
}

/** Converts halves, from the element `start` on, to f32 in a block of the staging memory, and returns that part of it. */
export function widen(op: string, block: number, source: FloatArray, start: number, count: number): FloatArray {
  const home = staging(op);
  const to = PACKED[block]!;
  // The halves come into the end of the block, where each is read before it is written over.
  const from = to + BYTES.f16 * count;
  const elements = count === lengthOf(source) ? source : part(source, start, count);
  write(halvesOf(home.buffer), elements, from / BYTES.f16);
  kernelOf(op, home, TO_FLOAT)(from, to, count);
  return blockOf(op, block, count);
}

/** Rounds the f32 in a block to halves, and writes them to `target` from the element `start` on. */
export function narrow(op: string, block: number, target: FloatArray, start: number, count: number): void {
  const home = staging(op);
  const at = PACKED[block]!;
  kernelOf(op, home, OF_FLOAT)(at, at, count);
  const first = at / BYTES.f16;
  write(target, halvesOf(home.buffer).subarray(first, first + count), start);
}

/** So many f32 of a block. */
export function blockOf(op: string, block: number, count: number): FloatArray {
  const first = PACKED[block]! / BYTES.f32;
  return staging(op).f32.subarray(first, first + count);
}
