import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { PeerName } from "../peers/index.js";
import type { Delivery, Order } from "./child.js";
import type { Row } from "./row.js";

export interface Results {
  readonly rows: readonly Row[];
  /** The names of the libraries with their versions. */
  readonly titles: Readonly<Partial<Record<PeerName, string>>>;
}

const CHILD = fileURLToPath(new URL("./child.ts", import.meta.url));

/**
 * A process for each function, one after the other: V8 places code of WebAssembly so that a kernel takes 1.6
 * to 2 times as long now and then, and a process that has run many has met more of that.
 */
export async function run(
  names: readonly string[],
  order: Omit<Order, "name">,
  progress: (name: string) => void,
): Promise<Results> {
  const rows: Row[] = [];
  let titles: Results["titles"] = {};
  for (const name of names) {
    progress(name);
    await answer({ ...order, name }, (delivery) => {
      if ("row" in delivery) rows.push(delivery.row);
      else titles = delivery.titles;
    });
  }
  return { rows, titles };
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
