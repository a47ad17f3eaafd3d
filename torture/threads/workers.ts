import { createRequire } from "node:module";
import type { Worker } from "node:worker_threads";

const threads = createRequire(import.meta.url)("node:worker_threads") as { Worker: typeof Worker };
const Original = threads.Worker;

/** How the next threads start. */
export type Start = "as it should" | "throws" | "dies at once" | "never answers";

const SCRIPTS: Readonly<Record<string, string>> = {
  "dies at once": "process.exit(7)",
  "never answers": "require('node:worker_threads').parentPort.on('message', () => {})",
};

/** Every thread that a pool of this process starts, and control over how the next ones do. */
export const workers = {
  live: new Set<Worker>(),
  next: (): Start => "as it should",
};

threads.Worker = class extends Original {
  constructor(...[file, options]: ConstructorParameters<typeof Worker>) {
    const start = workers.next();
    if (start === "throws") throw new Error("ERR_WORKER_INIT_FAILED: EAGAIN (of the campaign)");
    const script = SCRIPTS[start];
    super(script ?? file, script === undefined ? options : { ...options, eval: true });
    workers.live.add(this);
    this.once("exit", () => workers.live.delete(this));
  }
};
