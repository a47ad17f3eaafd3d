import { describe } from "../core/errors.js";
import type { Reply, Request } from "./protocol.js";

/** One interface for a worker thread of Node and a Web Worker. */
export interface WorkerThread {
  send(request: Request, transfer?: ArrayBuffer[]): void;
  /** True if the process waits for it. */
  ref(held: boolean): void;
  terminate(): Promise<unknown>;
  /** The name of the lock that it holds for life, where nothing else tells that it ended. */
  readonly lock: string | undefined;
}

export interface WorkerEvents {
  reply(reply: Reply): void;
  /** The worker has ended, or is of no more use. Not called after `terminate`. */
  exit(cause: unknown): void;
}

/** A Web Worker, or a worker thread of Node. */
export interface WorkerLike {
  postMessage(message: unknown): void;
  terminate(): unknown;
}

type NodeWorker = import("node:worker_threads").Worker;

export function adapt(worker: WorkerLike, events: WorkerEvents): WorkerThread {
  if (typeof (worker as unknown as WorkerLike | undefined)?.postMessage !== "function") {
    throw new TypeError(`"worker" returned ${describe(worker)}, which is no worker`);
  }
  return "on" in worker ? nodeThread(worker as NodeWorker, events) : webThread(worker as Worker, events);
}

function nodeThread(worker: NodeWorker, events: WorkerEvents): WorkerThread {
  let cause: unknown;
  let ended = false;
  worker.on("message", (reply: Reply) => events.reply(reply));
  worker.on("error", (error) => {
    cause = error;
  });
  worker.on("messageerror", (error) => {
    cause = error;
    void worker.terminate();
  });
  worker.on("exit", (code) => {
    if (!ended) events.exit(cause ?? new Error(`its worker exited with code ${code}`));
  });
  return {
    lock: undefined,
    send: (request, transfer) => worker.postMessage(request, transfer),
    ref: (held) => (held ? worker.ref() : worker.unref()),
    terminate: () => {
      ended = true;
      return worker.terminate();
    },
  };
}

type Referenced = Worker & Partial<Pick<NodeWorker, "ref" | "unref">>;

let locks = 0;

/** A Web Worker reports errors, but not its end: while it lives it holds a lock, where the page may have locks. */
function webThread(worker: Referenced, events: WorkerEvents): WorkerThread {
  const lock = globalThis.navigator?.locks && `lanewise-pool-${Date.now()}-${Math.random()}-${locks++}`;
  let ended = false;
  const exit = (cause: unknown) => {
    if (ended) return;
    ended = true;
    worker.terminate();
    events.exit(cause);
  };
  worker.onmessage = ({ data }: MessageEvent<Reply>) => {
    if (lock && data.kind === "ready") {
      void navigator.locks.request(lock, () => exit(new Error("its worker ended")));
    }
    events.reply(data);
  };
  worker.onmessageerror = () => exit(new Error("its message could not be read"));
  worker.onerror = (event) => {
    event.preventDefault();
    exit(event.error ?? new Error(event.message || "its script could not be loaded"));
  };
  return {
    lock: lock || undefined,
    send: (request, transfer) => worker.postMessage(request, transfer ?? []),
    // Bun has them, browsers need none.
    ref: (held) => (held ? worker.ref?.() : worker.unref?.()),
    terminate: async () => {
      ended = true;
      worker.terminate();
    },
  };
}
