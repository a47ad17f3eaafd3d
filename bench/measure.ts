import { Bench } from "tinybench";

/** What to time against each other: each call does the same work on the same operands. */
export type Candidates<K extends string = string> = Readonly<Record<K, () => unknown>>;

export interface Settings {
  readonly rounds: number;
  /** Milliseconds of a candidate in a round. */
  readonly time: number;
  /** Milliseconds before the first round. */
  readonly warmup: number;
  /** The same of a plain loop. */
  readonly plainWarmup?: number;
  /** Nanoseconds of a sample, well above the resolution of the clock. */
  readonly sample?: number;
}

export interface Timing {
  /** Nanoseconds of a call: the median of the rounds' medians. */
  readonly ns: number;
  /** Half the range of the rounds' medians, relative to `ns`. */
  readonly spread: number;
}

const SAMPLE_NS = 50_000;
// Large arrays take long: enough samples for a median all the same.
const LEAST_SAMPLES = 3;
// Node 20 moves a plain loop between its tiers for a quarter of a second, and may end twice as fast.
const PLAIN_WARMUP = 300;

/**
 * Times the candidates in turn, several rounds of all: a machine that slows down for a while slows
 * all of them down, and the median forgets it. Each is called past the engine's last tier first.
 */
export function measure<K extends string>(candidates: Candidates<K>, settings: Settings): Record<K, Timing> {
  const names = Object.keys(candidates) as K[];
  const { warmup, plainWarmup = PLAIN_WARMUP, sample = SAMPLE_NS } = settings;
  const before = (name: K) => (name.startsWith("plain") ? plainWarmup : warmup);
  const calls = new Map(names.map((name) => [name, repeated(candidates[name], before(name), sample)]));
  const medians = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = 0; round < settings.rounds; round++) {
    const bench = new Bench({ time: settings.time, iterations: LEAST_SAMPLES, warmup: false, throws: true });
    // Another one goes first each time.
    const start = round % names.length;
    for (const name of [...names.slice(start), ...names.slice(0, start)]) bench.add(name, calls.get(name)!.run);
    for (const task of bench.runSync()) {
      const { result } = task;
      if (result.state !== "completed") throw new Error(`${task.name}: ${result.state}`);
      const name = task.name as K;
      medians.get(name)!.push((result.latency.p50 * 1e6) / calls.get(name)!.count);
    }
  }
  return Object.fromEntries(names.map((name) => [name, summary(medians.get(name)!)])) as Record<K, Timing>;
}

/** The candidate called so often that a sample can be timed, after `warmup` milliseconds of it. */
function repeated(call: () => unknown, warmup: number, sample: number): { run: () => void; count: number } {
  const begin = performance.now();
  let calls = 0;
  do {
    call();
    calls++;
  } while (calls < LEAST_SAMPLES || performance.now() - begin < warmup);
  const ns = ((performance.now() - begin) * 1e6) / calls;
  const count = Math.max(1, Math.ceil(sample / ns));
  return {
    count,
    run: () => {
      for (let i = 0; i < count; i++) call();
    },
  };
}

function summary(values: readonly number[]): Timing {
  const sorted = [...values].sort((a, b) => a - b);
  const ns = median(sorted);
  return { ns, spread: (sorted.at(-1)! - sorted[0]!) / 2 / ns };
}

export function median(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
