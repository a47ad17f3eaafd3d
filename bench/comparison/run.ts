import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { PeerName } from "../peers/index.js";
import type { Delivery, Order } from "./child.js";
import { merged } from "./merge.js";
import type { Row } from "./row.js";

export interface Results {
  readonly rows: readonly Row[];
  /** The names of the libraries with their versions. */
  readonly titles: Readonly<Partial<Record<PeerName, string>>>;
  /** The number of processes for each function; figures are their medians. */
  readonly processes: number;
}

const CHILD = fileURLToPath(new URL("./child.ts", import.meta.url));

/**
 * Runs one process after another for each function: now and then V8 places WebAssembly code so that a kernel
 * takes 1.6 to 2 times as long for the life of the process.
 */
export async function run(
  names: readonly string[],
  order: Omit<Order, "name">,
  processes: number,
  progress: (name: string) => void,
): Promise<Results> {
  const rows: Row[] = [];
  let titles: Results["titles"] = {};
  for (const name of names) {
    progress(name);
    const all: Row[][] = [];
    for (let i = 0; i < processes; i++) {
      const own: Row[] = [];
      await answer({ ...order, name }, (delivery) => {
        if ("row" in delivery) own.push(delivery.row);
        else titles = delivery.titles;
      });
      all.push(own);
    }
    rows.push(...merged(all));
  }
  return { rows, titles, processes };
}

type Part = Extract<Delivery, { row: Row } | { titles: object }>;

function answer(order: Order, take: (part: Part) => void): Promise<void> {
  const child = fork(CHILD);
  const answered = new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      reject(new Error(`bench/comparison/child.ts ended with ${signal ?? code} in ${order.name}`));
    });
    child.on("message", (delivery: Delivery) => {
      if (delivery === "done") resolve();
      else if ("error" in delivery) reject(new RangeError(delivery.error));
      else take(delivery);
    });
    child.send(order);
  });
  return answered.finally(() => child.kill());
}
