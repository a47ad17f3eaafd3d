import { PoolError } from "./error.js";
import type { Reply, Request } from "./protocol.js";

/** A thread of Node or of a browser, alike. */
export interface Thread {
  /** Whether it has said that it is ready. */
  ready: boolean;
  send(request: Request, transfer?: ArrayBuffer[]): void;
  /** Whether the process waits for it. */
  hold(busy: boolean): void;
  end(): Promise<unknown>;
  /** The name of the lock that it holds for life, where nothing else tells of its end. */
  readonly lock: string | undefined;
}

export interface Listener {
  reply(reply: Reply): void;
  /** Called once, however it ended, unless `end` was called. */
  death(cause: unknown): void;
}

type NodeWorker = import("node:worker_threads").Worker;

interface NodeModules {
  "node:worker_threads": typeof import("node:worker_threads");
  "node:os": typeof import("node:os");
}

/** A module of Node itself, where there is one: none is needed to load this file. */
export function nodeModule<K extends keyof NodeModules>(name: K): NodeModules[K] | undefined {
  return globalThis.process?.getBuiltinModule?.(name) as never;
}

export function startThread(listener: Listener): Thread {
  // Named so, and in one expression, for bundlers, which look for it.
  const Worker = globalThis.Worker ?? nodeModule("node:worker_threads")?.Worker;
  if (!Worker) throw new PoolError("createPool", "threads", "an engine with workers", "none");
  // Without the arguments of Node, which may be for another kind of script.
  const worker = new Worker(new URL("./pool-worker.js", import.meta.url), {
    type: "module",
    execArgv: [],
  } as WorkerOptions);
  return "on" in worker ? nodeThread(worker as unknown as NodeWorker, listener) : webThread(worker, listener);
}

function nodeThread(worker: NodeWorker, listener: Listener): Thread {
  let cause: unknown;
  let ended = false;
  worker.on("message", (reply: Reply) => listener.reply(reply));
  worker.on("error", (error) => {
    cause = error;
  });
  worker.on("exit", (code) => {
    if (!ended) listener.death(cause ?? new Error(`its worker exited with code ${code}`));
  });
  return {
    ready: false,
    lock: undefined,
    send: (request, transfer) => worker.postMessage(request, transfer),
    hold: (busy) => (busy ? worker.ref() : worker.unref()),
    end: () => {
      ended = true;
      return worker.terminate();
    },
  };
}

let locks = 0;

/** A Web Worker reports errors, but not its end: it holds a lock meanwhile, where the page may have locks. */
function webThread(worker: Worker, listener: Listener): Thread {
  const lock = globalThis.navigator?.locks && `lanewise-pool-${Date.now()}-${Math.random()}-${locks++}`;
  let ended = false;
  const die = (cause: unknown) => {
    if (ended) return;
    ended = true;
    worker.terminate();
    listener.death(cause);
  };
  worker.onmessage = ({ data }: MessageEvent<Reply>) => {
    if (lock && data.kind === "ready") {
      void navigator.locks.request(lock, () => die(new Error("its worker ended")));
    }
    listener.reply(data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    die(event.error ?? new Error(event.message || "its script could not be loaded"));
  };
  return {
    ready: false,
    lock: lock || undefined,
    send: (request, transfer) => worker.postMessage(request, transfer ?? []),
    hold: () => {},
    end: async () => {
      ended = true;
      worker.terminate();
    },
  };
}
