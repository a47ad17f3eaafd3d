import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Findings } from "./sweep.js";
import type { Order } from "./worker.js";

const WORKER = fileURLToPath(new URL("./worker.ts", import.meta.url));

/** Carries out orders in so many processes, in their order. */
export async function carryOut(
  orders: readonly Order[],
  processes: number,
  done: (order: Order, findings: Findings) => void,
): Promise<void> {
  const queue = [...orders];
  const lane = async () => {
    if (queue.length === 0) return;
    // Findings hold infinities, which JSON loses.
    const worker = fork(WORKER, { serialization: "advanced" });
    try {
      for (let order = queue.shift(); order; order = queue.shift()) done(order, await answer(worker, order));
    } finally {
      worker.kill();
    }
  };
  await Promise.all(Array.from({ length: processes }, lane));
}

async function answer(worker: ChildProcess, order: Order): Promise<Findings> {
  worker.send(order);
  const stop = new AbortController();
  const { signal } = stop;
  const ended = once(worker, "exit", { signal }).then(([code, by]) => {
    throw new Error(`accuracy/rounding/worker.ts ended with ${by ?? code} in ${JSON.stringify(order)}`);
  });
  try {
    const [findings] = await Promise.race([once(worker, "message", { signal }), ended]);
    return findings as Findings;
  } finally {
    ended.catch(() => {});
    stop.abort();
  }
}
