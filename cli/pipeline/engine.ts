import { type FloatArray, Workspace } from "lanewise";
import type { Call } from "./operation.js";

/** Threads that compute, and the memory they compute in. */
export interface Engine {
  readonly threads: number;
  workspace(bytes: number): Memory;
  /** Calls a function with arrays of the workspace; with several threads, returns a promise. */
  run(call: Call): unknown;
  close(): void;
}

export interface Memory {
  float32(length: number): FloatArray;
  float64(length: number): FloatArray;
  dispose(): void;
}

/** The thread that reads and writes also computes. */
export function singleThread(): Engine {
  return {
    threads: 1,
    workspace: (bytes) => new Workspace({ bytes }),
    run: ([f, ...args]) => f(...(args as never[])),
    close: () => {},
  };
}

// Shorter blocks, at the end of a file, are not worth a message.
const LEAST = 2 ** 16;

/** Threads besides the one that reads and writes. */
export async function severalThreads(threads: number): Promise<Engine> {
  // A run in one thread does not load what they need.
  const { createPool } = await import("lanewise/pool");
  const pool = await createPool({ threads, threshold: LEAST });
  return {
    threads,
    workspace: (bytes) => pool.workspace({ bytes }),
    run: (call) => pool.run(...(call as unknown as Parameters<typeof pool.run>)),
    close: () => pool.close(),
  };
}
