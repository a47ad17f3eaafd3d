/**
 * The constants that kernels and their callers agree on, besides the kernels' signatures. Both compilers read this file: asc
 * for the kernels, tsc for the package. So it holds nothing but numbers (i32 for asc), each a literal: bundlers keep
 * constants made of others even where they are not used.
 */

/** The work of one call of a row kernel: a set of phases. Rows in pieces take several calls. */
export const BEGIN = 1;
export const MAX = 2;
export const SUM = 4;
/** The end of a round of sums. */
export const END = 8;
export const MAP = 16;
/** All of the above: a call for whole rows. */
export const WHOLE = 31;
/** The sums of the kernel's second op; few kernels have one. */
export const NEXT = 32;

/** How a row kernel takes its operands, added to the phases: −x, −dy, both, or one value of dy per row. */
export const MINUS_X = 64;
export const MINUS_DY = 128;
export const MINUS_BOTH = 192;
export const PER_ROW = 256;

/** Bytes of the gradient of all ones that `step` 0 stays on. */
export const ONES_BYTES = 64;

/** Bytes of the state that a sum carries from block to block; the sum so far follows it. */
export const CARRIED_BYTES = 32;
