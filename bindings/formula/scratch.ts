import { PAGE } from "../wasm/instance.js";

/**
 * The constants and blocks of programs lie in the page before all arrays of a memory, after the state that other kernels
 * carry from call to call. Constants come first: 64 bytes each, of one value.
 */
export const SCRATCH_START = 1024;
export const CONSTANT_BYTES = 64;

// Blocks start at different offsets within 4 KiB: a store and a load with the same offset wait for each other.
const STAGGER = 192;
// Blocks stay in the first-level cache, together with the parts of x and out that go with them.
const MOST_BYTES = 4096;
const LEAST_BYTES = 64;

/** The length in bytes of a block, as large as the page allows; undefined if there are too many. */
export function blockBytes(blocks: number, constants: number): number | undefined {
  if (blocks === 0) return constants * CONSTANT_BYTES <= PAGE - SCRATCH_START ? Infinity : undefined;
  const room = PAGE - SCRATCH_START - constants * CONSTANT_BYTES;
  const bytes = Math.floor(room / blocks / CONSTANT_BYTES) * CONSTANT_BYTES;
  const staggered = bytes - STAGGER >= MOST_BYTES ? MOST_BYTES : bytes;
  return staggered >= LEAST_BYTES ? staggered : undefined;
}

/** The distance from block to block. */
export function blockStride(bytes: number): number {
  return bytes === MOST_BYTES ? MOST_BYTES + STAGGER : bytes;
}
