import { elementType } from "../checks/arrays.js";
import { checkOnly } from "../core/dry-run.js";
import { wrongKind } from "../core/errors.js";
import { create, type FloatArray } from "../core/types.js";
import type { Arena } from "../memory/heap.js";
import { Workspace } from "../memory/workspace.js";
import { Call } from "./call.js";
import { Crew, TASKS } from "./crew.js";
import type { Elements } from "./elements.js";
import { PoolError } from "./error.js";
import { type Target, targetOf } from "./functions.js";
import { SharedMemories } from "./memory.js";
import type { OptionValues } from "./protocol.js";
import { sentSlots, sharedSlots } from "./slots.js";
import type { Others, Result, Runnable } from "./types.js";

/** Whether threads see the caller's memory, or are sent copies. */
export type PoolMode = "shared" | "copy";

/** What `createPool` has found out. */
export interface Setup {
  readonly threads: number;
  readonly mode: PoolMode;
  readonly threshold: number;
  readonly module: WebAssembly.Module;
  readonly shared: WebAssembly.Module | undefined;
}

// Bytes of a part, over all its arrays: what a signal that is aborted, and other calls, wait for, a millisecond or so.
// Of 16 Mi elements of sigmoid two threads need 13 % more processor time than one in parts of this size, 22 % at
// 2 MiB, 67 % at 512 KiB.
const PART_BYTES = 2 ** 22;
// What a slot has beside: more than five arrays are not in a call.
const SLOT_BYTES = PART_BYTES + 2 ** 14;

/** Threads that share the work of calls out: see `createPool`. */
export class Pool {
  /** How many threads there are beside the calling one. */
  readonly threads: number;
  /**
   * `"shared"`: threads work in memory that all see. `"copy"`: the engine, or a page that is not cross-origin
   * isolated, has none, and what they work on is sent back and forth.
   */
  readonly mode: PoolMode;
  /** Calls of fewer elements are computed at once, on the calling thread. */
  readonly threshold: number;
  readonly #memories: SharedMemories | undefined;
  readonly #crew: Crew;
  readonly #calls = new Set<Promise<unknown>>();
  #closed: Promise<void> | undefined;

  /** @internal */
  constructor({ threads, mode, threshold, module, shared }: Setup) {
    this.threads = threads;
    this.mode = mode;
    this.threshold = threshold;
    const memories = shared && new SharedMemories(shared, threads, (request) => this.#crew?.tell(request));
    const slots = memories ? sharedSlots(memories, threads * TASKS, SLOT_BYTES) : sentSlots(SLOT_BYTES);
    this.#memories = memories;
    this.#crew = new Crew(
      threads,
      (index) => [{ kind: "start", module, shared, page: memories?.pageOf(index) ?? 0 }, ...(memories?.joins() ?? [])],
      (array) => memories?.referenceTo(array),
      slots,
    );
  }

  /** @internal Resolved when all threads have begun. */
  get ready(): Promise<void> {
    return this.#crew.ready;
  }

  /**
   * Computes what `f(x, ...others)` computes, with the same bits, in parts that the threads share. The arguments are
   * those of f, and `signal` among the options. Nothing is allocated but the result, if there is no `out`, and what
   * parts are copied to, as large for any length: a part has about 4 MiB, or a row, if that is larger.
   *
   * The gradient of a parameter, which is one sum, and a single row are computed by one thread, on copies of all.
   *
   * Arrays in the pool's `workspace` are worked on where they are; those on a `SharedArrayBuffer` are copied by the
   * threads, all others by the calling thread. None may be changed, nor `out` be read, before the promise is settled;
   * then nobody writes any more. If it is rejected after the call has begun, `out` has some of the new values and
   * some of the old ones.
   *
   * @param f a function of this package, or a member of one, as `gelu` and `gelu.grad`
   * @param x its first operand
   * @param others what else it takes: operands, then options
   * @returns what f returns
   * @throws (a rejected promise, always) what f throws, before anything is written or sent
   * @throws the signal's reason, as soon as the parts under way are done
   * @throws {TypeError} not a function of this package, or a `signal` that is no AbortSignal
   * @throws {PoolError} a thread ended meanwhile (a new one has taken its place), or the pool is closed
   */
  async run<F extends Runnable, X extends Parameters<F>[0] & FloatArray>(
    f: F,
    x: X,
    ...others: Others<F>
  ): Promise<Result<F, X>>;
  async run(f: (...args: unknown[]) => unknown, ...given: unknown[]): Promise<unknown> {
    const target = targetOf(f);
    if (!target) {
      const remedy = 'pass a function of the same copy of "lanewise", or a member of one, as gelu.grad';
      throw wrongKind("pool.run", "f", "a function of lanewise", f, remedy);
    }
    const op = target.member === undefined ? target.name : `${target.name}.${target.member}`;
    if (this.#closed) throw closed(op);
    const { args, signal } = withoutSignal(op, given);
    signal?.throwIfAborted();
    const length = (args[0] as FloatArray | undefined)?.length;
    if (!(length! > 0 && length! >= this.threshold)) return f(...args);
    const finished = checkOnly(() => f(...args));
    if (finished) return finished[0];
    const call = this.#callOf(op, target, args);
    const abort = () => call.fail(signal!.reason);
    signal?.addEventListener("abort", abort);
    this.#calls.add(call.promise);
    this.#crew.add(call);
    try {
      return await call.promise;
    } finally {
      signal?.removeEventListener("abort", abort);
      this.#calls.delete(call.promise);
    }
  }

  /**
   * A Workspace in memory that the threads share: they work on its arrays without a copy, and so do direct calls.
   * Where the pool has no shared memory it is a Workspace like any other.
   *
   * Shared memory cannot be detached: arrays stay readable after `dispose`, but must not be used any more.
   *
   * @param options.bytes how much the arrays may take in all, up to 4 GiB less 64 KiB for each thread and the caller
   * @throws {TypeError} `bytes` is not a number
   * @throws {RangeError} `bytes` is out of range, or the engine has no address space left
   */
  workspace(options: { bytes: number }): Arena<ArrayBufferLike> {
    const crew = this.#crew;
    if (!this.#memories) return new Workspace(options);
    return this.#memories.workspace(options, (id) => {
      // Calls under way may still work there.
      void Promise.allSettled(this.#calls).then(() => crew.tell({ kind: "leave", id }));
    });
  }

  /** Ends the threads. Calls under way reject with a `PoolError`, further ones, too. */
  close(): Promise<void> {
    this.#closed ??= this.#crew.end(closed("pool.run"));
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #callOf(op: string, target: Target, args: readonly unknown[]): Call {
    const last = args.at(-1);
    const options = isOptions(last) ? copyOf(last) : {};
    const operands = args.filter((argument) => ArrayBuffer.isView(argument)) as unknown as Elements[];
    const division = target.divide(operands, options);
    const type = elementType(op, "x", operands[0]);
    const outputs = Object.fromEntries(
      target.outputs.map((name) => [name, (options[name] as FloatArray | undefined) ?? create(type, division.length)]),
    );
    for (const name of target.outputs) delete options[name];
    const limits = { threads: this.threads, bytes: PART_BYTES };
    return new Call(op, target, operands, outputs, options, division, limits);
  }
}

function closed(op: string): PoolError {
  return new PoolError(op, "pool", "an open pool", "a closed one", "make a new one");
}

function isOptions(value: unknown): value is object {
  return typeof value === "object" && value !== null && !ArrayBuffer.isView(value) && !Array.isArray(value);
}

/** Inherited options count, too. */
function copyOf(options: object): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const name in options) copy[name] = (options as OptionValues)[name];
  return copy;
}

/** The signal of the options, and the arguments as the function itself takes them. */
function withoutSignal(op: string, args: readonly unknown[]): { args: readonly unknown[]; signal?: AbortSignal } {
  const last = args.at(-1);
  if (!isOptions(last) || !("signal" in last)) return { args };
  const { signal, ...options } = copyOf(last);
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw wrongKind(op, "signal", "an AbortSignal", signal);
  }
  return { args: [...args.slice(0, -1), options], ...(signal && { signal }) };
}
