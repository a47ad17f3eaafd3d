/**
 * Threads that compute the functions of this package: `lanewise/pool`.
 */

import { readNamed } from "./checks/options.js";
import { wrongKind, wrongValue } from "./core/errors.js";
import { init } from "./memory/init.js";
import { compileShared } from "./pool/compile-shared.js";
import { launch } from "./pool/launch.js";
import { nodeBuiltin } from "./pool/node-builtins.js";
import { Pool, type PoolMode } from "./pool/pool.js";
import type { WorkerLike } from "./pool/worker-thread.js";
import { areEmbedded } from "./wasm/module.js";

export type { Arena } from "./memory/arena.js";
export { PoolError } from "./pool/error.js";
export type { CallClass, Measurement, Way } from "./pool/measured-costs.js";
export type { Pool, PoolMode } from "./pool/pool.js";
export type { SignalOption } from "./pool/types.js";
export type { WorkerLike } from "./pool/worker-thread.js";

export interface PoolOptions {
  /** How many threads compute; the calling thread only copies. From 1 to 256; default one for each core. */
  threads?: number;
  /**
   * Calls with fewer elements are computed at once, on the calling thread; 0 leaves it free. `"auto"`, the default: the
   * pool measures its calls of 65,536 elements and more, and computes at once those that gain nothing from threads.
   */
  threshold?: number | "auto";
  /** `"copy"` never uses shared memory; `"shared"` insists on it; default `"shared"` where there is shared memory. */
  mode?: PoolMode;
  /**
   * Starts a worker that runs `lanewise/pool-worker.js`, where the package cannot do so by itself: a bundle without
   * that file, a script from another origin, a strict Content-Security-Policy.
   */
  worker?: () => WorkerLike;
}

const OP = "createPool";
const MOST_THREADS = 256;
const AUTO = "auto";

/**
 * Starts threads that share the work of calls on large arrays.
 *
 * They are worker threads of Node or Web Workers. The process waits for calls in flight, but an idle pool does not keep
 * it alive. When a thread dies, the calls that it worked on reject, and it is replaced. If its
 * replacement cannot start, the pool goes on with the others and tries again, first after 100 ms, then after twice as
 * long each time, up to 30 s; calls of a pool without threads reject meanwhile.
 *
 * @example
 * await using pool = await createPool();
 * const y = await pool.run(gelu, x);
 *
 * @param options.threads how many threads compute; from 1 to 256; default one for each core
 * @param options.threshold calls with fewer elements are computed at once, on the calling thread; default `"auto"`: those
 * that gain nothing from threads, by the pool's own measurements
 * @param options.mode `"shared"` or `"copy"`; default `"shared"` where there is shared memory
 * @param options.worker starts a worker that runs `lanewise/pool-worker.js`, where the package cannot by itself
 * @throws (a rejected promise) {TypeError} an option of the wrong kind, or an unknown one
 * @throws {RangeError} an option out of its range, or `"shared"` where no memory can be shared
 * @throws {PoolError} a thread cannot start, or is not ready after 30 s; those that have started are ended
 */
export async function createPool(options?: PoolOptions): Promise<Pool> {
  const given = readNamed(OP, options, ["threads", "threshold", "mode", "worker"]);
  const threads = whole("threads", given.threads ?? cores(), 1, MOST_THREADS);
  const threshold = checkThreshold(given.threshold);
  const mode = checkMode(given.mode);
  const start = given.worker ?? launch;
  if (typeof start !== "function") throw wrongKind(OP, "worker", "a function that starts a worker", start);
  await init();
  if (mode === "shared") await compileShared(OP);
  const pool = new Pool({ threads, threshold, mode, launch: start as () => WorkerLike });
  await pool.ready;
  return pool;
}

function cores(): number {
  const found = globalThis.navigator?.hardwareConcurrency ?? nodeBuiltin("node:os")?.availableParallelism() ?? 1;
  return Math.min(found, MOST_THREADS);
}

function checkThreshold(threshold: unknown = AUTO): number | typeof AUTO {
  if (threshold === AUTO) return AUTO;
  return whole("threshold", threshold, 0, Number.MAX_SAFE_INTEGER, ` or "${AUTO}"`);
}

function whole(name: string, value: unknown, least: number, most: number, or = ""): number {
  const expected = `a whole number from ${least} to ${most}${or}`;
  if (typeof value !== "number") throw wrongKind(OP, name, expected, value);
  if (!(Number.isInteger(value) && value >= least && value <= most)) {
    throw wrongValue(OP, name, expected, String(value));
  }
  return value;
}

function checkMode(mode: unknown): PoolMode {
  const expected = '"shared" or "copy"';
  // A page has shared memory that cannot be sent to workers, or none, unless it is cross-origin isolated.
  const isolated = typeof SharedArrayBuffer !== "undefined" && globalThis.crossOriginIsolated !== false;
  // The kernels for shared memory are derived from the embedded ones.
  const embedded = areEmbedded();
  if (mode === undefined) return isolated && embedded ? "shared" : "copy";
  if (typeof mode !== "string") throw wrongKind(OP, "mode", expected, mode);
  if (mode !== "shared" && mode !== "copy") throw wrongValue(OP, "mode", expected, JSON.stringify(mode));
  if (mode === "shared" && !isolated) {
    const remedy = "serve the page with Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy";
    throw wrongValue(OP, "mode", '"copy", since this page has no shared memory', '"shared"', remedy);
  }
  if (mode === "shared" && !embedded) {
    throw wrongValue(OP, "mode", '"copy", since lanewise/core has no kernels', '"shared"', 'import "lanewise/pool"');
  }
  return mode;
}
