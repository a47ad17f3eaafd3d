import { type FloatArray, gelu, relu, sigmoid, softmax, Workspace } from "lanewise";
import { createPool, type Pool } from "lanewise/pool";
import { figure, table } from "../catalogue/table.js";
import { filled } from "../catalogue/timing/inputs.js";
import { uniforms } from "../catalogue/timing/random.js";
import { sizeName } from "./report.js";

/** Threads against the calling thread: the cost of a call, the length from which they win, and by how much. */

const LEAST = 2 ** 12;
const MOST = 2 ** 24;
const THREADS = 2;

type Call = (x: FloatArray, out: FloatArray) => unknown;

interface Candidate {
  readonly name: string;
  readonly direct: Call;
  readonly threads: (pool: Pool) => Call;
}

const rows = (x: FloatArray) => ({ shape: [x.length / 1024, 1024] });
const CANDIDATES: readonly Candidate[] = [
  {
    name: "relu",
    direct: (x, out) => relu(x, { out }),
    threads: (pool) => (x, out) => pool.run(relu, x, { out }),
  },
  {
    name: "sigmoid",
    direct: (x, out) => sigmoid(x, { out }),
    threads: (pool) => (x, out) => pool.run(sigmoid, x, { out }),
  },
  {
    name: "gelu",
    direct: (x, out) => gelu(x, { out }),
    threads: (pool) => (x, out) => pool.run(gelu, x, { out }),
  },
  {
    name: "softmax, rows of 1024",
    direct: (x, out) => softmax(x, { ...rows(x), out }),
    threads: (pool) => (x, out) => pool.run(softmax, x, { ...rows(x), out }),
  },
];

/** Medians of a call, in microseconds. */
interface Sizes {
  readonly name: string;
  readonly place: string;
  readonly rows: readonly { readonly n: number; readonly direct: number; readonly threads: number }[];
}

export async function runPool(): Promise<object> {
  await using pool = await createPool({ threads: THREADS, threshold: 0 });
  const dispatch = await dispatchOf(pool);
  console.log(`\na call of 16 elements on a thread, there and back: ${figure(dispatch)} µs`);
  const sizes: Sizes[] = [];
  for (const candidate of CANDIDATES) sizes.push(...(await sizesOf(pool, candidate)));
  const header = ["f32", "", "wins from", "64Ki", "256Ki", "1Mi", "16Mi"];
  console.log(`\nhow many times as fast as the calling thread ${THREADS} threads are, on the same arrays`);
  console.log(table(header, sizes.map(cells)));
  return { threads: THREADS, dispatch, sizes };
}

async function dispatchOf(pool: Pool): Promise<number> {
  const [x, out] = [new Float32Array(16), new Float32Array(16)];
  const { call } = await medians({ call: () => pool.run(sigmoid, x, { out }) }, 2_000);
  return call;
}

async function sizesOf(pool: Pool, { name, direct, threads }: Candidate): Promise<Sizes[]> {
  using own = new Workspace({ bytes: 2 * MOST * 4 + 2 ** 16 });
  using shared = pool.workspace({ bytes: 2 * MOST * 4 + 2 ** 16 });
  const next = uniforms(MOST);
  const x = filled("f32", MOST, () => 16 * next() - 8);
  const out = new Float32Array(MOST);
  const inside = { direct: [own.float32(x), own.float32(MOST)], threads: [shared.float32(x), shared.float32(MOST)] };
  const places = { "in a Workspace": inside, "drop-in": { direct: [x, out], threads: [x, out] } };
  const all: Sizes[] = [];
  for (const [place, arrays] of Object.entries(places)) {
    const rows: Sizes["rows"][number][] = [];
    for (let n = LEAST; n <= MOST; n *= 2) {
      const [a, b] = arrays.direct.map((array) => array.subarray(0, n));
      const [c, d] = arrays.threads.map((array) => array.subarray(0, n));
      const samples = Math.max(7, Math.min(60, 2 ** 23 / n));
      const times = await medians({ direct: () => direct(a!, b!), threads: () => threads(pool)(c!, d!) }, samples);
      rows.push({ n, ...times });
    }
    all.push({ name, place, rows });
  }
  return all;
}

/** Measured in turn, so that whatever slows the machine down affects all calls. */
async function medians<K extends string>(calls: Record<K, () => unknown>, samples: number): Promise<Record<K, number>> {
  const names = Object.keys(calls) as K[];
  const times = new Map<K, number[]>(names.map((name) => [name, []]));
  for (let i = -Math.ceil(samples / 4); i < samples; i++) {
    for (const name of names) {
      const begin = performance.now();
      await calls[name]();
      if (i >= 0) times.get(name)!.push((performance.now() - begin) * 1e3);
    }
  }
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;
  return Object.fromEntries(names.map((name) => [name, median(times.get(name)!)])) as Record<K, number>;
}

function cells({ name, place, rows }: Sizes): readonly string[] {
  const slower = rows.map(({ direct, threads }) => threads > direct).lastIndexOf(true);
  const first = rows[slower + 1];
  const ratio = (size: number) => {
    const { direct, threads } = rows.find(({ n }) => n === size)!;
    return figure(direct / threads);
  };
  const from = first ? sizeName(first.n) : "never";
  return [name, place, from, ...[2 ** 16, 2 ** 18, 2 ** 20, 2 ** 24].map(ratio)];
}
