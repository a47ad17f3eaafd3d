import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Span } from "./places.js";
import type { Job } from "./sweep.js";
import type { Delivery, Order } from "./worker.js";

/** A job and its slices that no process has begun. */
export interface Work {
  readonly job: Job;
  readonly spans: readonly Span[];
}

const WORKER = fileURLToPath(new URL("./worker.ts", import.meta.url));

/**
 * Sweeps in so many processes. Each stays with one job while slices of it are left; a new process takes the
 * next job: once V8 has met two references at one call it no longer inlines them, and both take five times
 * as long. In the end all processes help with the remaining slices.
 */
export async function runAll(
  work: readonly Work[],
  processes: number,
  done: (job: Job, span: Span, delivery: Delivery) => void,
): Promise<void> {
  const queues = work.map(({ job, spans }) => ({ job, spans: [...spans], workers: 0 }));
  const next = () => {
    const open = queues.filter(({ spans }) => spans.length > 0);
    return open.find(({ workers }) => workers === 0) ?? open.sort((a, b) => b.spans.length - a.spans.length)[0];
  };
  const lane = async () => {
    for (let queue = next(); queue; queue = next()) {
      queue.workers++;
      // Tallies hold infinities and −0, which JSON loses.
      const worker = fork(WORKER, { serialization: "advanced" });
      try {
        for (let span = queue.spans.shift(); span; span = queue.spans.shift()) {
          done(queue.job, span, await answer(worker, { job: queue.job, span }));
        }
      } finally {
        queue.workers--;
        worker.kill();
      }
    }
  };
  await Promise.all(Array.from({ length: processes }, lane));
}

function answer(worker: ChildProcess, order: Order): Promise<Delivery> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null, signal: string | null) => {
      reject(new Error(`accuracy/worker.ts ended with ${signal ?? code} in ${JSON.stringify(order)}`));
    };
    worker.once("exit", ended);
    worker.once("message", (delivery: Delivery) => {
      worker.off("exit", ended);
      resolve(delivery);
    });
    worker.send(order);
  });
}
