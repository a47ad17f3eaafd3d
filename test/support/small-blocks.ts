import type * as staging from "../../bindings/memory/staging.js";
import type { ElementType } from "./call.js";

/** 4 KiB: more than the 64 columns that rows go through together, and a whole number of vectors. */
const LENGTH = { f32: 1_024, f64: 512 } as const;

/**
 * The staging memory in blocks of a sixteenth of their size, so that small arrays cross every boundary:
 * `vi.mock("../../bindings/memory/staging.js", async (original) =>
 *   (await import("../support/small-blocks.js")).smallBlocks(original))`.
 */
export async function smallBlocks(original: () => Promise<unknown>): Promise<typeof staging> {
  return { ...((await original()) as typeof staging), blockLength: (type: ElementType) => LENGTH[type] };
}
