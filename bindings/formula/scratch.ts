import { PAGE } from "../wasm/instance.js";

/**
 * The constants and blocks of programs lie in the page before all arrays of a memory, after the state that other kernels
 * carry from call to call. Constants come first: 64 bytes each, of one value.
 */
export const SCRATCH_START = 1024;
export const CONSTANT_BYTES = 64;

// Blocks start at different offsets within 4 KiB: a store and a load with the same offset wait for each other.
const STAGGER = 192;
// All blocks stay in the first-level cache, together with the parts of x and out that go with them. The call of a kernel
// takes as long as some 300 elements: short blocks would double its part.
const CACHE_BYTES = 28 * 1024;
const MOST_BYTES = 8192;
const FEW_BYTES = 4096;
const LEAST_BYTES = 64;

/** The length in bytes of a block; undefined if there are more than the page has room for. */
export function blockBytes(blocks: number, constants: number): number | undefined {
  const room = PAGE - SCRATCH_START - constants * CONSTANT_BYTES;
  const usual = Math.min(MOST_BYTES, Math.max(FEW_BYTES, CACHE_BYTES / (blocks + 2)));
  const bytes = Math.floor(Math.min(usual, room / Math.max(1, blocks) - STAGGER) / CONSTANT_BYTES) * CONSTANT_BYTES;
  if (bytes >= FEW_BYTES / 2) return bytes;
  const packed = Math.floor(room / blocks / CONSTANT_BYTES) * CONSTANT_BYTES;
  return packed >= LEAST_BYTES ? packed : undefined;
}

/** The distance from block to block. */
export function blockStride(bytes: number): number {
  return bytes >= FEW_BYTES / 2 ? bytes + STAGGER : bytes;
}
