import { families } from "../wasm/registry.js";
import type { InFlightTask } from "./job.js";
import { unrefTimer } from "./node-builtins.js";
import type { AttachMemory, Init, Kernels, Reply, Request, Task } from "./protocol.js";
import { adapt, type WorkerLike, type WorkerThread } from "./worker-thread.js";

/** A worker that is not ready after so long is given up: its script may be one that never answers. */
export const READY_TIMEOUT = 30_000;

// Pauses before a worker that could not start is tried again: 100 ms, then twice as long each time.
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 30_000;

/** How a worker is made, and who hears of what happens to it. */
export interface WorkerHost {
  launch(): WorkerLike;
  init(index: number): Omit<Init, "lock">;
  /** The kernels of all functions that are loaded by now. */
  kernels(): Kernels;
  /** It has started. */
  onReady(worker: PooledWorker): void;
  onReply(worker: PooledWorker, reply: Exclude<Reply, { kind: "ready" }>): void;
  /** It was ready, and has ended. Another thread takes its place. */
  onExit(worker: PooledWorker, cause: unknown): void;
  /** It could not start. It tries again after a pause, unless it is ended. */
  onStartFailure(worker: PooledWorker, cause: unknown): void;
}

/** One place in a pool: a thread, and its successors when it ends. */
export class PooledWorker {
  readonly inFlight = new Map<number, InFlightTask>();
  readonly #index: number;
  readonly #host: WorkerHost;
  readonly #attached = new Set<number>();
  /** How many families the thread has the kernels of. */
  #families = 0;
  #state: "starting" | "ready" | "pausing" | "ended" = "starting";
  #thread: WorkerThread | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #held = true;

  constructor(index: number, host: WorkerHost) {
    this.#index = index;
    this.#host = host;
  }

  get ready(): boolean {
    return this.#state === "ready";
  }

  /** True if it computes, or is expected to soon: it is starting, and the last attempt did not fail. */
  get available(): boolean {
    return this.ready || (this.#state === "starting" && this.#failures === 0);
  }

  start(): void {
    if (this.#state === "ended") return;
    this.#state = "starting";
    this.#attached.clear();
    this.#families = 0;
    let thread: WorkerThread | undefined;
    const events = {
      reply: (reply: Reply) => this.#thread === thread && this.#receive(reply),
      exit: (cause: unknown) => this.#thread === thread && this.#exit(cause),
    };
    try {
      thread = adapt(this.#host.launch(), events);
      this.#thread = thread;
      thread.send({ ...this.#host.init(this.#index), lock: thread.lock });
      thread.ref(this.#held);
    } catch (cause) {
      this.#fail(cause);
      return;
    }
    const late = () => this.#fail(new Error(`it was not ready after ${READY_TIMEOUT / 1000} s`));
    this.#wait(late, READY_TIMEOUT);
  }

  /** Sends a task, after the kernels and the memories that the thread does not have. */
  send(task: Task, transfer: ArrayBuffer[], attachments: readonly AttachMemory[]): void {
    const { size } = families();
    if (size > this.#families) {
      this.#post(this.#host.kernels());
      this.#families = size;
    }
    for (const attachment of attachments) {
      if (this.#attached.has(attachment.id)) continue;
      this.#post(attachment);
      this.#attached.add(attachment.id);
    }
    this.#post(task, transfer);
  }

  /** Forgets a memory. Tasks that were sent before are done before. */
  detach(id: number): void {
    // A thread that has ended took what it knew with it.
    if (this.#attached.delete(id)) this.#thread?.send({ kind: "detach", id });
  }

  /** True if the process waits for the thread. */
  ref(held: boolean): void {
    if (held === this.#held) return;
    this.#held = held;
    this.#thread?.ref(held);
  }

  async end(): Promise<void> {
    this.#state = "ended";
    await this.#drop();
  }

  #post(request: Request, transfer?: ArrayBuffer[]): void {
    this.#thread!.send(request, transfer);
  }

  #receive(reply: Reply): void {
    if (reply.kind !== "ready") this.#host.onReply(this, reply);
    else if (this.#state === "starting") {
      clearTimeout(this.#timer);
      this.#state = "ready";
      this.#failures = 0;
      this.#host.onReady(this);
    }
  }

  #exit(cause: unknown): void {
    if (!this.ready) {
      this.#fail(cause);
      return;
    }
    this.#thread = undefined;
    this.#state = "starting";
    this.#host.onExit(this, cause);
    this.start();
  }

  #fail(cause: unknown): void {
    void this.#drop();
    this.#state = "pausing";
    const pause = Math.min(FIRST_PAUSE * 2 ** this.#failures, LONGEST_PAUSE);
    this.#failures++;
    this.#wait(() => this.start(), pause);
    this.#host.onStartFailure(this, cause);
  }

  async #drop(): Promise<void> {
    clearTimeout(this.#timer);
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.terminate();
  }

  /** An idle process need not wait for it. */
  #wait(then: () => void, milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, milliseconds);
    unrefTimer(this.#timer);
  }
}
