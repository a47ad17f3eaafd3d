import { deno, nodeBuiltin, nodeVersion } from "./node-builtins.js";
import type { WorkerLike } from "./worker-thread.js";

/** Starts `pool-worker.js` as a worker thread or a Web Worker. */
export function launch(): WorkerLike {
  // An idle Web Worker of Deno keeps the process alive; a worker thread does not. Electron's pages have Node's modules,
  // but its workers do not run there: so Web Workers come first elsewhere.
  const threads = typeof Worker === "undefined" || deno ? nodeBuiltin("node:worker_threads") : undefined;
  if (threads) {
    // Without the arguments of the process, which may not suit this script.
    return new threads.Worker(new URL("./pool-worker.js", import.meta.url), { execArgv: [] });
  }
  if (typeof Worker === "undefined") {
    const node = nodeVersion();
    throw new Error(node ? `Node ${node}, without getBuiltinModule` : "an environment with no workers");
  }
  // Bundlers look for exactly this expression, on the global name.
  return new Worker(new URL("./pool-worker.js", import.meta.url), { type: "module" });
}
