import { gelu, relu, softmax, Workspace } from "lanewise";
import { createPool, type Pool } from "lanewise/pool";
import { activationStream } from "lanewise/stream";
import { through } from "../../test/support/streams.js";
import { type Campaign, expect, type Tally } from "../campaign.js";

/** Memory after a garbage collection, in bytes. */
interface Sample {
  readonly heap: number;
  readonly outside: number;
  readonly resident: number;
}

const MIB = 2 ** 20;
// Growth from the first sample to the last of a use; a leak of 100 bytes a call is 10 MB here.
const MOST: Sample = { heap: 2 * MIB, outside: 4 * MIB, resident: 96 * MIB };
const ROUNDS = 4;

interface Use {
  readonly what: string;
  readonly times: number;
  /** Does it so many times. */
  go(times: number, pool: Pool): void | Promise<void>;
}

const x = new Float32Array(16).fill(0.5);
const out = new Float32Array(16);

const USES: readonly Use[] = [
  {
    what: "calls",
    times: 100_000,
    go(times) {
      for (let i = 0; i < times; i++) gelu(x, { out });
    },
  },
  {
    what: "calls that make arrays",
    times: 100_000,
    go(times) {
      for (let i = 0; i < times; i++) softmax(x, { shape: [4, 4] });
    },
  },
  {
    what: "calls that are refused",
    times: 50_000,
    go(times) {
      for (let i = 0; i < times; i++) {
        try {
          relu(x, { out: new Float32Array(3) });
        } catch {}
      }
    },
  },
  {
    what: "batches",
    times: 10_000,
    go(times) {
      for (let i = 0; i < times; i++) gelu.batch([x, x, x, x]);
    },
  },
  {
    what: "Workspaces",
    times: 1_000,
    go(times) {
      for (let i = 0; i < times; i++) {
        const ws = new Workspace({ bytes: 2 ** (10 + (i % 14)) });
        const a = ws.float32(16);
        gelu(a, { out: a });
        if (i % 3 === 0) ws.free(a);
        ws.dispose();
      }
    },
  },
  {
    what: "arrays of a Workspace",
    times: 20_000,
    go(times) {
      const ws = new Workspace({ bytes: MIB });
      for (let i = 0; i < times; i++) ws.free(ws.float64(1 + (i % 100)));
      expect(ws.used === 0, () => `${ws.used} bytes of a Workspace stay in use`);
      ws.dispose();
    },
  },
  {
    what: "calls of a pool",
    times: 2_000,
    async go(times, pool) {
      for (let i = 0; i < times; i += 20) await Promise.all(Array.from({ length: 20 }, () => pool.run(gelu, x)));
    },
  },
  {
    what: "calls of a pool with one signal",
    times: 1_000,
    async go(times, pool) {
      const { signal } = new AbortController();
      for (let i = 0; i < times; i += 20) {
        await Promise.all(Array.from({ length: 20 }, () => pool.run(gelu, x, { signal })));
      }
    },
  },
  {
    what: "Workspaces of a pool",
    times: 100,
    async go(times, pool) {
      for (let i = 0; i < times; i++) {
        const ws = pool.workspace({ bytes: 2 ** 16 });
        const a = ws.float32(16);
        await pool.run(gelu, a, { out: a });
        ws.dispose();
      }
    },
  },
  {
    what: "streams",
    times: 500,
    async go(times) {
      for (let i = 0; i < times; i++) await through(activationStream(gelu), [x, x, x]);
    },
  },
];

export const memory: Campaign = {
  name: "memory",
  about:
    "the same use again and again (calls, refused calls, batches, Workspaces, pools, streams): after a garbage collection " +
    "the JavaScript heap, the memory outside of it, and the resident memory of the process stay flat",
  share: 1,
  async prepare() {
    const pool = await createPool({ threads: 2, threshold: 0 });
    // Code is compiled and caches are filled first.
    for (const { go, times } of USES) await go(Math.ceil(times / 5), pool);
    const start = await sample();
    return {
      async run(random, tally) {
        await flat(random.pick(USES), pool, tally);
      },
      async close() {
        await pool.close();
        compare("the whole campaign", start, await sample());
      },
    };
  },
};

async function flat({ what, times, go }: Use, pool: Pool, tally: Tally): Promise<void> {
  let first: Sample | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    await go(times, pool);
    tally.count(what, times);
    first ??= await sample();
  }
  compare(`${(ROUNDS - 1) * times} ${what}`, first!, await sample());
}

/** Several collections with turns between them: memory outside of the heap is given back late. */
async function sample(): Promise<Sample> {
  for (let i = 0; i < 3; i++) {
    globalThis.gc!();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const { heapUsed, external, arrayBuffers, rss } = process.memoryUsage();
  return { heap: heapUsed, outside: external + arrayBuffers, resident: rss };
}

function compare(what: string, before: Sample, after: Sample): void {
  for (const kind of ["heap", "outside", "resident"] as const) {
    const growth = after[kind] - before[kind];
    expect(growth <= MOST[kind], () => `${what}: ${kind} memory grew by ${(growth / MIB).toFixed(1)} MiB`);
  }
}
