import { createRequire } from "node:module";
import type { Worker as NodeWorker } from "node:worker_threads";
import { afterAll, beforeAll } from "vitest";

const threads = createRequire(import.meta.url)("node:worker_threads") as { Worker: typeof NodeWorker };

/** The worker threads that are started in a test file, in a list that grows. */
export function workersStarted(): NodeWorker[] {
  const started: NodeWorker[] = [];
  const { Worker } = threads;
  beforeAll(() => {
    threads.Worker = class extends Worker {
      constructor(...args: ConstructorParameters<typeof Worker>) {
        super(...args);
        started.push(this);
      }
    };
  });
  afterAll(() => {
    threads.Worker = Worker;
  });
  return started;
}
