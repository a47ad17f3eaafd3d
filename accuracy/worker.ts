import type { Span } from "./places.js";
import { type Job, sweep } from "./sweep.js";
import type { Tally } from "./tally.js";

/** An order to a process of the pool, which gets one job all its life, slice by slice. */
export interface Order {
  readonly job: Job;
  readonly span: Span;
}

export interface Delivery {
  readonly tally: Tally;
  readonly seconds: number;
}

process.on("message", ({ job, span }: Order) => {
  const begin = performance.now();
  const tally = sweep(job, span);
  const delivery: Delivery = { tally, seconds: (performance.now() - begin) / 1000 };
  process.send!(delivery);
});
