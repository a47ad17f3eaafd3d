import { Readable } from "node:stream";
import { Worker } from "node:worker_threads";
import { gelu, softmax } from "lanewise";
import { createPool } from "lanewise/pool";
import { activationStream } from "lanewise/stream";

/** Streams and threads of Node. */

export async function total(source: Readable): Promise<number> {
  let sum = 0;
  const results = Readable.toWeb(source).pipeThrough(activationStream(softmax, { shape: [10] }));
  for await (const chunk of results) sum += chunk.length;
  return sum;
}

export const bytes = (source: Readable) => Readable.toWeb(source).pipeThrough(activationStream(gelu, { type: "f32" }));

export const own = createPool({ worker: () => new Worker("pool-worker.js") });
