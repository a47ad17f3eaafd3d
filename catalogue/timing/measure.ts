import { Bench, type Task } from "tinybench";

/** Calls to time against each other: all do the same work on the same operands. */
export type Candidates<K extends string = string> = Readonly<Record<K, () => unknown>>;

export interface Settings {
  readonly rounds: number;
  /** Milliseconds for a candidate in a round. */
  readonly time: number;
  /** Milliseconds before the first round. */
  readonly warmup: number;
  /** The least number of samples of a candidate in a round, and of calls before the first round; default 3. */
  readonly samples?: number;
  /** Milliseconds for a plain loop before the first round; default 300. */
  readonly plainWarmup?: number;
  /** Nanoseconds per sample, well above the resolution of the clock; default 50,000. */
  readonly sample?: number;
}

export interface Timing {
  /** Nanoseconds per call: the median of the rounds' medians. */
  readonly ns: number;
  /** Half the range of the rounds' medians, relative to `ns`. */
  readonly spread: number;
}

const SAMPLE_NS = 50_000;
// Even large arrays, which take long, need enough samples for a median.
const LEAST_SAMPLES = 3;
// Node 20 takes a quarter of a second to move a plain loop to its last tier, where it may run twice as fast.
const PLAIN_WARMUP = 300;

/** A candidate, repeated until a sample is long enough to be timed. */
interface Repeated {
  readonly run: () => void | Promise<void>;
  readonly count: number;
  readonly async: boolean;
}

/**
 * Times the candidates in turn, in several rounds: a machine that slows down for a while slows all of them
 * down, and the median ignores it. Each is first called until the engine has compiled it in its last tier.
 */
export function measure<K extends string>(candidates: Candidates<K>, settings: Settings): Record<K, Timing> {
  const names = Object.keys(candidates) as K[];
  const calls = new Map(names.map((name) => [name, repeated(candidates[name], warmupOf(name, settings))]));
  const medians = new Medians(calls);
  for (let round = 0; round < settings.rounds; round++) medians.add(benchOf(calls, settings, round).runSync());
  return medians.timings();
}

/**
 * The same for candidates that may return a promise: their calls end when it is settled.
 * `begin` is called at the start of each turn.
 */
export async function measureAsync<K extends string>(
  candidates: Candidates<K>,
  settings: Settings,
  begin: (name: K) => void,
): Promise<Record<K, Timing>> {
  const calls = new Map<K, Repeated>();
  for (const name of Object.keys(candidates) as K[]) {
    begin(name);
    const call = candidates[name];
    const warmup = warmupOf(name, settings);
    const first = call();
    calls.set(name, first instanceof Promise ? await repeatedAsync(call, first, warmup) : repeated(call, warmup));
  }
  const medians = new Medians(calls);
  for (let round = 0; round < settings.rounds; round++) {
    medians.add(await benchOf(calls, settings, round, begin).run());
  }
  return medians.timings();
}

interface Warmup {
  readonly ms: number;
  readonly calls: number;
  /** Nanoseconds per sample afterwards. */
  readonly sample: number;
}

function warmupOf(name: string, settings: Settings): Warmup {
  const { warmup, samples = LEAST_SAMPLES, plainWarmup = PLAIN_WARMUP, sample = SAMPLE_NS } = settings;
  return { ms: name.startsWith("plain") ? plainWarmup : warmup, calls: samples, sample };
}

function isCold({ ms, calls }: Warmup, begin: number, done: number): boolean {
  return done < calls || performance.now() - begin < ms;
}

/** One round. Each round starts with another candidate. */
function benchOf<K extends string>(
  calls: ReadonlyMap<K, Repeated>,
  { time, samples = LEAST_SAMPLES }: Settings,
  round: number,
  begin?: (name: K) => void,
): Bench {
  const bench = new Bench({ time, iterations: samples, warmup: false, throws: true });
  const all = [...calls];
  const start = round % all.length;
  for (const [name, { run, async }] of [...all.slice(start), ...all.slice(0, start)]) {
    bench.add(name, run, { async, ...(begin && { beforeAll: () => begin(name) }) });
  }
  return bench;
}

class Medians<K extends string> {
  readonly #calls: ReadonlyMap<K, Repeated>;
  readonly #values: ReadonlyMap<K, number[]>;

  constructor(calls: ReadonlyMap<K, Repeated>) {
    this.#calls = calls;
    this.#values = new Map([...calls.keys()].map((name) => [name, []]));
  }

  add(tasks: readonly Task[]): void {
    for (const { name, result } of tasks) {
      if (result.state !== "completed") throw new Error(`${name}: ${result.state}`);
      this.#values.get(name as K)!.push((result.latency.p50 * 1e6) / this.#calls.get(name as K)!.count);
    }
  }

  timings(): Record<K, Timing> {
    const summaries = [...this.#values].map(([name, values]) => [name, summary(values)]);
    return Object.fromEntries(summaries) as Record<K, Timing>;
  }
}

/** Warms the candidate up, and repeats it. */
function repeated(call: () => unknown, warmup: Warmup): Repeated {
  const begin = performance.now();
  let calls = 0;
  do {
    call();
    calls++;
  } while (isCold(warmup, begin, calls));
  const count = countFor(warmup, performance.now() - begin, calls);
  return {
    count,
    async: false,
    run: () => {
      for (let i = 0; i < count; i++) call();
    },
  };
}

async function repeatedAsync(call: () => unknown, first: Promise<unknown>, warmup: Warmup): Promise<Repeated> {
  await first;
  const begin = performance.now();
  let calls = 0;
  do {
    await call();
    calls++;
  } while (isCold(warmup, begin, calls));
  const count = countFor(warmup, performance.now() - begin, calls);
  return {
    count,
    async: true,
    run: async () => {
      for (let i = 0; i < count; i++) await call();
    },
  };
}

function countFor({ sample }: Warmup, ms: number, calls: number): number {
  return Math.max(1, Math.ceil(sample / ((ms * 1e6) / calls)));
}

/** The median, and half the range relative to it. */
export function summary(values: readonly number[]): Timing {
  const sorted = [...values].sort((a, b) => a - b);
  const ns = median(sorted);
  return { ns, spread: (sorted.at(-1)! - sorted[0]!) / 2 / ns };
}

export function median(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
