import { wrongKind } from "../core/errors.js";
import { bufferOf, type FloatArray, lengthOf } from "../core/types.js";
import { computePlan } from "../dispatch/compute.js";
import { type Definition, definitionOf, type Prepared } from "../dispatch/plan.js";
import type { Arena } from "../memory/arena.js";
import { Workspace } from "../memory/workspace.js";
import { onAbort, reasonOf } from "./abort-signal.js";
import { jobArgumentsOf, readWithSignal } from "./arguments.js";
import { now } from "./clock.js";
import { PoolError } from "./error.js";
import { Job } from "./job.js";
import { kernelModules } from "./kernel-modules.js";
import { type CallClass, LEAST_ELEMENTS, MeasuredCosts, type Measurement } from "./measured-costs.js";
import { SharedMemoryRegistry } from "./shared-memory.js";
import { type SharedMemory, sharedTransferBuffers, transferredBuffers } from "./transfer-buffers.js";
import type { Known, Others, Result, Runnable } from "./types.js";
import { TASKS_PER_WORKER, WorkerPool } from "./worker-pool.js";
import type { WorkerLike } from "./worker-thread.js";

/** `"shared"`: threads work in memory that all of them see. `"copy"`: they are sent copies and send them back. */
export type PoolMode = "shared" | "copy";

/** The checked options of `createPool`. */
export interface PoolSetup {
  readonly threads: number;
  readonly mode: PoolMode;
  readonly threshold: number | "auto";
  readonly launch: () => WorkerLike;
}

// Bytes of a partition, over all its arrays: an abort, and other calls, wait for one, a millisecond or so. For sigmoid
// of 16 Mi elements two threads need 13 % more processor time than one at this size, 22 % at 2 MiB, 67 % at 512 KiB.
const PARTITION_BYTES = 2 ** 22;
// Plus the gaps between the arrays of a call, at most five.
const BUFFER_BYTES = PARTITION_BYTES + 2 ** 14;

/** Threads that share the work of calls: see `createPool`. */
export class Pool {
  /** How many threads there are, not counting the calling one. */
  readonly threads: number;
  /**
   * `"shared"`: threads work in memory that all of them see. `"copy"`: the engine has no such memory, or the page is not
   * cross-origin isolated; threads are sent copies and send them back.
   */
  readonly mode: PoolMode;
  /**
   * Calls with fewer elements are computed at once, on the calling thread. `"auto"`: the pool measures its calls of 65,536
   * elements and more, and computes at once those that gain nothing from threads.
   */
  readonly threshold: number | "auto";
  readonly #memories: SharedMemoryRegistry | undefined;
  readonly #workers: WorkerPool;
  readonly #costs = new MeasuredCosts();
  #closed: Promise<void> | undefined;

  /** @internal */
  constructor({ threads, mode, threshold, launch }: PoolSetup) {
    this.threads = threads;
    this.mode = mode;
    this.threshold = threshold;
    const memories = mode === "shared" ? new SharedMemoryRegistry(threads) : undefined;
    const count = threads * TASKS_PER_WORKER;
    const buffers = memories
      ? sharedTransferBuffers(reserveBuffers(memories, count * BUFFER_BYTES), count, BUFFER_BYTES)
      : transferredBuffers(count, BUFFER_BYTES);
    const init = (index: number) => ({ kind: "init", page: memories?.pageOf(index) ?? 0 }) as const;
    const kernels = () => kernelModules(mode === "shared");
    this.#memories = memories;
    this.#workers = new WorkerPool(threads, { launch, init, kernels }, { buffers, shared: memories });
  }

  /** @internal Resolved when all threads are ready. */
  get ready(): Promise<void> {
    return this.#workers.ready;
  }

  /**
   * Computes `f(x, ...others)` with the same bits, in partitions that the threads share. The arguments are the same as for f,
   * with `signal` among the options. It allocates the result, if there is no `out`, and copies of a few partitions, the
   * same for any length: a partition has about 4 MiB, or one row, if that is larger.
   *
   * The gradient of a parameter, which is one sum, and a single row are computed by one thread.
   *
   * Threads work in place on arrays of the pool's `workspace`; they copy arrays over a `SharedArrayBuffer` themselves,
   * and the calling thread copies all others. Do not change operands or read `out` before the promise is settled; after
   * that nothing is written any more. If the promise is rejected after the call has begun, `out` has some new values
   * and some old ones.
   *
   * @param f a function of this package or one of its members, such as `gelu` or `gelu.grad`
   * @param x its first operand
   * @param others its other arguments: operands, then options
   * @returns the result of f
   * @throws (always as a rejected promise) what f throws, before anything is written or sent
   * @throws the signal's reason, as soon as the partitions in flight are done
   * @throws {TypeError} `f` is not a function of this package, or `signal` is no AbortSignal
   * @throws {PoolError} a thread has ended meanwhile (it is replaced), no thread can start, or the pool is closed
   */
  async run<F extends Runnable, X extends Parameters<F>[0] & FloatArray, G extends Others<F>>(
    f: F,
    x: X,
    ...others: G & Known<G, Others<F>>
  ): Promise<Result<F, X, G>>;
  async run(f: unknown, ...args: readonly unknown[]): Promise<unknown> {
    const definition = definitionOf(f);
    if (!definition) {
      const remedy = 'pass a function of the same copy of "lanewise", or one of its members, such as gelu.grad';
      throw wrongKind("pool.run", "f", "a function of lanewise", f, remedy);
    }
    const { name, operands } = definition;
    const { given, signal } = readWithSignal(definition, args[operands.length]);
    if (this.#closed) throw closed(name);
    if (signal?.aborted) throw reasonOf(signal);
    const plan = definition.prepare(name, given, ...(args.slice(0, operands.length) as [unknown]));
    const length = lengthOf(plan.x);
    const { threshold } = this;
    if (length === 0 || length < (threshold === "auto" ? LEAST_ELEMENTS : threshold))
      return computePlan(definition, plan);
    if (threshold !== "auto") return this.#divide(definition, plan, signal).promise;
    return this.#computeFaster(definition, plan, length, signal);
  }

  /** The measurements of a pool with the threshold `"auto"`, and its choices. */
  get measurements(): readonly Measurement[] {
    return this.#costs.list();
  }

  #divide(definition: Definition, plan: Prepared, signal: AbortSignal | undefined): Job {
    const limits = { threads: this.threads, bytes: PARTITION_BYTES };
    const job = new Job(plan.op, jobArgumentsOf(definition, plan), limits);
    if (signal) {
      const unsubscribe = onAbort(signal, () => job.fail(reasonOf(signal)));
      job.promise.then(unsubscribe, unsubscribe);
    }
    this.#workers.enqueue(job);
    return job;
  }

  async #computeFaster(
    definition: Definition,
    plan: Prepared,
    length: number,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    const kind = this.#classOf(plan, length);
    const workers = this.#workers;
    // Calls at the same time take time from each other.
    let alone = workers.idle;
    const begin = now();
    if (this.#costs.next(kind) === "direct") {
      const result = computePlan(definition, plan);
      if (alone) this.#costs.add(kind, "direct", length, now() - begin);
      return result;
    }
    const job = this.#divide(definition, plan, signal);
    const { jobs } = workers;
    const result = await job.promise;
    alone &&= workers.jobs === jobs;
    if (alone) this.#costs.add(kind, "threads", length, job.finished - begin);
    return result;
  }

  #classOf({ op, type, x, out, n }: Prepared, length: number): CallClass {
    const reaches = (array: FloatArray | undefined) =>
      array !== undefined && this.#memories?.referenceTo(bufferOf(array)) !== undefined;
    const inPlace = reaches(x) && reaches(out);
    return { call: op, type, inPlace, elements: powerOfTwo(length), row: powerOfTwo(n) };
  }

  /**
   * A Workspace in memory that the threads share: they work on its arrays without copies, and so do direct calls. If
   * the pool has no shared memory, it is an ordinary Workspace.
   *
   * Shared memory cannot be detached: arrays stay readable after `dispose`, but must not be used any more.
   *
   * @param options.bytes room for all arrays, up to 4 GiB less 64 KiB for each thread and the caller
   * @throws {TypeError} `bytes` is not a number
   * @throws {RangeError} `bytes` is out of range, or the engine has no address space left
   */
  workspace(options: { bytes: number }): Arena<ArrayBufferLike> {
    if (!this.#memories) return new Workspace(options);
    return this.#memories.workspace(options, (id) => this.#workers.detach(id));
  }

  /** Ends the threads. Calls in flight reject with a `PoolError`, and all later calls do. */
  close(): Promise<void> {
    this.#closed ??= this.#workers.end(closed("pool.run"));
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function powerOfTwo(n: number): number {
  return 2 ** Math.floor(Math.log2(Math.max(n, 1)));
}

function closed(op: string): PoolError {
  return new PoolError(op, "pool", "an open pool", "a closed one", "make a new one");
}

function reserveBuffers(memories: SharedMemoryRegistry, bytes: number): SharedMemory {
  try {
    return memories.create(bytes);
  } catch (cause) {
    const remedy = 'ask for fewer threads, or pass { mode: "copy" }, which reserves no memory';
    throw new PoolError("createPool", "threads", `${bytes} bytes of shared memory`, "none", remedy, cause);
  }
}
