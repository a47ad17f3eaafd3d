import { PoolError } from "./error.js";
import type { InFlightTask, Job, PoolMemory } from "./job.js";
import { PooledWorker, type WorkerHost } from "./pooled-worker.js";
import type { AttachMemory, Task } from "./protocol.js";
import { explainStart } from "./start-failure.js";
import { LostMemory } from "./typed-arrays.js";

/** Tasks that a worker has: it computes one while another waits. */
export const TASKS_PER_WORKER = 2;

/**
 * The workers of a pool, and the jobs that they share. Written for this package: of the libraries tinypool is for Node
 * alone, comlink has no pool and does not notice a death, and workerpool ends a thread to abort a call.
 */
export class WorkerPool {
  readonly #workers: readonly PooledWorker[];
  readonly #jobs: Job[] = [];
  readonly #memory: PoolMemory;
  /** Resolved when all workers are ready, rejected when one cannot start. */
  readonly ready: Promise<void>;
  #resolveReady!: () => void;
  #rejectReady!: (reason: unknown) => void;
  #started = false;
  #ended: PoolError | undefined;
  /** Why the last worker that could not start did not. */
  #startFailure: unknown;
  #nextId = 0;
  #enqueued = 0;

  constructor(threads: number, host: Pick<WorkerHost, "launch" | "init" | "kernels">, memory: PoolMemory) {
    this.#memory = memory;
    this.ready = new Promise((resolve, reject) => {
      this.#resolveReady = resolve;
      this.#rejectReady = reject;
    });
    const hosted: WorkerHost = {
      ...host,
      onReady: () => this.#onReady(),
      onReply: (worker, reply) => this.#onReply(worker, reply),
      onExit: (worker, cause) => this.#onExit(worker, cause),
      onStartFailure: (_, cause) => this.#onStartFailure(cause),
    };
    this.#workers = Array.from({ length: threads }, (_, index) => new PooledWorker(index, hosted));
    for (const worker of this.#workers) worker.start();
  }

  /** How many jobs it has been given. */
  get jobs(): number {
    return this.#enqueued;
  }

  /** True if no job is in flight or waits. */
  get idle(): boolean {
    return this.#jobs.length === 0 && this.#workers.every(({ inFlight }) => inFlight.size === 0);
  }

  enqueue(job: Job): void {
    this.#enqueued++;
    if (this.#ended) job.fail(this.#ended);
    else if (!this.#available) job.fail(noThreads(job.op, this.#startFailure));
    else {
      this.#jobs.push(job);
      this.#schedule();
    }
  }

  /** Has the workers forget a memory. */
  detach(id: number): void {
    for (const worker of this.#workers) worker.detach(id);
  }

  /** Fails all jobs with the reason and ends the workers. */
  async end(reason: PoolError): Promise<void> {
    this.#ended ??= reason;
    for (const job of this.#jobs.splice(0)) job.fail(reason);
    await Promise.allSettled(this.#workers.map((worker) => worker.end()));
    this.#rejectReady(reason);
    for (const worker of this.#workers) this.#loseTasks(worker, () => reason);
  }

  get #available(): boolean {
    return this.#workers.some(({ available }) => available);
  }

  #onReady(): void {
    if (!this.#started && this.#workers.every(({ ready }) => ready)) {
      this.#started = true;
      this.#resolveReady();
    }
    this.#schedule();
  }

  #onReply(worker: PooledWorker, reply: Parameters<WorkerHost["onReply"]>[1]): void {
    const inFlight = worker.inFlight.get(reply.id);
    if (!inFlight) return;
    worker.inFlight.delete(reply.id);
    const { job, buffer } = inFlight;
    try {
      if (reply.kind === "failed") throw reply.error;
      job.complete(inFlight, reply.back[0] ?? buffer?.buffer, reply);
    } catch (error) {
      job.lose(unexpected(job.op, error));
    }
    if (buffer) this.#memory.buffers.release(buffer, reply.kind === "done" ? reply.back[0] : undefined);
    this.#schedule();
  }

  #onExit(worker: PooledWorker, cause: unknown): void {
    const remedy = "call again: there is a new thread";
    this.#loseTasks(worker, (op) => new PoolError(op, "pool", "its threads to live", textOf(cause), remedy, cause));
    this.#schedule();
  }

  #onStartFailure(cause: unknown): void {
    this.#startFailure = cause;
    if (!this.#started) {
      const { got, remedy } = explainStart(cause);
      void this.end(new PoolError("createPool", "threads", "to start", got, remedy, cause));
    } else if (!this.#available) for (const job of this.#jobs.splice(0)) job.fail(noThreads(job.op, cause));
    this.#schedule();
  }

  #loseTasks({ inFlight }: PooledWorker, reason: (op: string) => PoolError): void {
    const lost = [...inFlight.values()];
    inFlight.clear();
    for (const { job, buffer } of lost) {
      if (buffer) this.#memory.buffers.release(buffer);
      job.lose(reason(job.op));
    }
  }

  /** Gives the least busy workers their next tasks, of one job after the other. */
  #schedule(): void {
    for (;;) {
      const worker = this.#leastBusy();
      const job = worker && this.#jobs.shift();
      if (!job) break;
      if (!job.pending) continue;
      this.#dispatch(worker, job);
      if (job.pending) this.#jobs.push(job);
    }
    // The process waits for the workers while they have something to do.
    const busy = !this.#started || !this.idle;
    for (const worker of this.#workers) worker.ref(busy);
  }

  #leastBusy(): PooledWorker | undefined {
    let least: PooledWorker | undefined;
    for (const worker of this.#workers) {
      if (!worker.ready || worker.inFlight.size >= TASKS_PER_WORKER) continue;
      if (!least || worker.inFlight.size < least.inFlight.size) least = worker;
    }
    return least;
  }

  #dispatch(worker: PooledWorker, job: Job): void {
    const id = this.#nextId++;
    const { buffers } = this.#memory;
    let inFlight: InFlightTask | undefined;
    try {
      inFlight = job.dequeue(id, this.#memory);
      const { task, buffer } = inFlight;
      const transfer = buffer?.memory instanceof ArrayBuffer ? [buffer.memory] : [];
      worker.send(task, transfer, this.#attachmentsOf(task));
      worker.inFlight.set(id, inFlight);
    } catch (error) {
      if (inFlight?.buffer) buffers.release(inFlight.buffer);
      job.lose(unexpected(job.op, error));
    }
  }

  #attachmentsOf({ operands, outputs }: Task): AttachMemory[] {
    const memories = new Set([...Object.values(operands), ...Object.values(outputs)].map(({ memory }) => memory));
    return [...memories].flatMap((memory) =>
      typeof memory === "number" ? [this.#memory.shared!.attachment(memory)] : [],
    );
  }
}

function textOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function noThreads(op: string, cause: unknown): PoolError {
  const { got, remedy } = explainStart(cause);
  return new PoolError(op, "pool", "a thread that can start", got, `${remedy}; the pool tries again by itself`, cause);
}

function unexpected(op: string, cause: unknown): PoolError {
  const got = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  const remedy = cause instanceof LostMemory ? "arrays must keep their memory until the promise is settled" : undefined;
  return new PoolError(op, "pool", "its threads to compute the call", got, remedy, cause);
}
