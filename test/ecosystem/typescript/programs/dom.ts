import { sigmoid } from "lanewise";
import { createPool, type Pool } from "lanewise/pool";

/** Results where a page takes bytes. */

declare const x: Float32Array;
declare const socket: WebSocket;

export async function send(pool: Pool): Promise<void> {
  for (const y of [sigmoid(x), await pool.run(sigmoid, x)]) {
    new Blob([y]);
    new Response(y);
    await crypto.subtle.digest("SHA-256", y);
    socket.send(y);
  }
  await pool.run(sigmoid, x, { signal: AbortSignal.timeout(1000) });
}

export const own = createPool({ worker: () => new Worker("pool-worker.js") });
