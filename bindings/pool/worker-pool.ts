import { PoolError } from "./error.js";
import type { InFlightTask, Job } from "./job.js";
import type { ReferenceTo } from "./marshalling.js";
import type { Init, Reply, Request } from "./protocol.js";
import type { TransferBuffers } from "./transfer-buffers.js";
import { startWorker, type WorkerThread } from "./worker-thread.js";

/** Tasks that a worker has: it computes one while another waits. */
export const TASKS_PER_WORKER = 2;

interface PooledWorker {
  thread: WorkerThread;
  ready: boolean;
  readonly inFlight: Map<number, InFlightTask>;
}

/** The messages that a new worker gets. */
export type InitialMessages = (index: number) => readonly [Omit<Init, "lock">, ...Request[]];

/**
 * The workers of a pool, and the jobs that they share. Written for this package: of the libraries tinypool is for Node
 * alone, comlink has no pool and does not notice a death, and workerpool ends a thread to abort a call.
 */
export class WorkerPool {
  readonly #workers: PooledWorker[];
  readonly #initialMessages: InitialMessages;
  readonly #jobs: Job[] = [];
  readonly #referenceTo: ReferenceTo;
  readonly #buffers: TransferBuffers;
  /** Resolved when all workers are ready, rejected when one cannot start. */
  readonly ready: Promise<void>;
  #resolveReady!: () => void;
  #rejectReady!: (reason: unknown) => void;
  #ended: PoolError | undefined;
  #nextId = 0;
  #held = true;

  constructor(threads: number, initialMessages: InitialMessages, referenceTo: ReferenceTo, buffers: TransferBuffers) {
    this.#initialMessages = initialMessages;
    this.#referenceTo = referenceTo;
    this.#buffers = buffers;
    this.ready = new Promise((resolve, reject) => {
      this.#resolveReady = resolve;
      this.#rejectReady = reject;
    });
    this.#workers = Array.from({ length: threads }, () => ({
      thread: undefined as never,
      ready: false,
      inFlight: new Map(),
    }));
    for (const [index, worker] of this.#workers.entries()) this.#start(index, worker);
  }

  broadcast(request: Request): void {
    for (const { thread } of this.#workers) thread.send(request);
  }

  enqueue(job: Job): void {
    if (this.#ended) job.fail(this.#ended);
    else {
      this.#jobs.push(job);
      this.#schedule();
    }
  }

  /** Fails all jobs with the reason and ends the workers. */
  async end(reason: PoolError): Promise<void> {
    this.#ended ??= reason;
    for (const job of this.#jobs.splice(0)) job.fail(reason);
    await Promise.all(this.#workers.map(({ thread }) => thread.terminate()));
    for (const worker of this.#workers) this.#loseTasks(worker, () => reason);
  }

  #start(index: number, worker: PooledWorker): void {
    worker.ready = false;
    const thread = startWorker({
      reply: (reply) => this.#receive(worker, reply),
      exit: (cause) => this.#replace(index, worker, cause),
    });
    worker.thread = thread;
    const [init, ...others] = this.#initialMessages(index);
    thread.send({ ...init, lock: thread.lock });
    for (const request of others) thread.send(request);
  }

  #receive(worker: PooledWorker, reply: Reply): void {
    if (reply.kind === "ready") {
      worker.ready = true;
      if (!this.#workers.every(({ ready }) => ready)) return;
      this.#resolveReady();
      this.#updateRefs();
      return;
    }
    const task = worker.inFlight.get(reply.id);
    if (!task) return;
    worker.inFlight.delete(reply.id);
    const { job, buffer } = task;
    if (reply.kind === "failed") job.lose(unexpected(job.op, reply.error));
    else {
      try {
        job.complete(task, reply.back[0] ?? buffer?.buffer, reply.value);
      } catch (error) {
        job.lose(unexpected(job.op, error));
      }
    }
    if (buffer) this.#buffers.release(buffer, reply.kind === "done" ? reply.back[0] : undefined);
    this.#schedule();
  }

  /** Replaces a worker that has ended; its tasks are lost. */
  #replace(index: number, worker: PooledWorker, cause: unknown): void {
    const got = cause instanceof Error ? cause.message : String(cause);
    if (!worker.ready) {
      const remedy = "serve pool-worker.js beside pool.js, from the page's own origin";
      const reason = new PoolError("createPool", "threads", "to begin", got, remedy, cause);
      this.#rejectReady(reason);
      void this.end(reason);
      return;
    }
    this.#loseTasks(
      worker,
      (op) => new PoolError(op, "pool", "its threads to live", got, "call again: there is a new thread", cause),
    );
    this.#start(index, worker);
    this.#updateRefs();
    this.#schedule();
  }

  #loseTasks({ inFlight }: PooledWorker, reason: (op: string) => PoolError): void {
    for (const { job, buffer } of inFlight.values()) {
      if (buffer) this.#buffers.release(buffer);
      job.lose(reason(job.op));
    }
    inFlight.clear();
  }

  /** Gives the least busy workers their next tasks, of one job after the other. */
  #schedule(): void {
    for (;;) {
      const worker = this.#workers.reduce((a, b) => (b.inFlight.size < a.inFlight.size ? b : a));
      if (worker.inFlight.size >= TASKS_PER_WORKER) break;
      const job = this.#jobs.shift();
      if (!job) break;
      if (!job.pending) continue;
      this.#dispatch(worker, job);
      if (job.pending) this.#jobs.push(job);
    }
    this.#updateRefs();
  }

  #dispatch({ thread, inFlight }: PooledWorker, job: Job): void {
    const id = this.#nextId++;
    try {
      const dequeued = job.dequeue(id, this.#referenceTo, this.#buffers);
      const { task, buffer } = dequeued;
      thread.send(task, buffer?.memory instanceof ArrayBuffer ? [buffer.memory] : undefined);
      inFlight.set(id, dequeued);
    } catch (error) {
      job.lose(unexpected(job.op, error));
    }
  }

  /** The process waits for the workers while they have something to do. */
  #updateRefs(): void {
    const busy = this.#workers.some(({ inFlight, ready }) => inFlight.size > 0 || !ready);
    if (busy === this.#held) return;
    this.#held = busy;
    for (const { thread } of this.#workers) thread.ref(busy);
  }
}

function unexpected(op: string, cause: unknown): PoolError {
  const got = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  const remedy = "arrays must keep their memory until the promise is settled";
  return new PoolError(op, "pool", "its threads to compute the call", got, remedy, cause);
}
