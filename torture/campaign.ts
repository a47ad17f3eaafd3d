import type { Random } from "./random.js";

/** Counts of what was tried, by name, and reasons why something could not be. */
export class Tally {
  readonly counts: Record<string, number> = {};
  readonly skips = new Set<string>();

  count(what: string, times = 1): void {
    this.counts[what] = (this.counts[what] ?? 0) + times;
  }

  skip(why: string): void {
    this.skips.add(why);
  }
}

/** One case after the other; each draws all it does from its random numbers, and throws when the package failed. */
export interface Runner {
  run(random: Random, tally: Tally): void | Promise<void>;
  close?(): void | Promise<void>;
}

export interface Campaign {
  readonly name: string;
  /** Its action and its expectation, for the page of results. */
  readonly about: string;
  /** Its part of the time, relative to the others. */
  readonly share: number;
  /** A runner, or the reason why there is none here. */
  prepare(): Promise<Runner | string>;
}

/** A failure of the package under test. */
export function fail(message: string): never {
  throw new Error(message);
}

export function expect(condition: boolean, message: () => string): asserts condition {
  if (!condition) fail(message());
}

/** Rejects when a promise has not settled in time. */
export async function inTime<T>(promise: Promise<T>, seconds: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not settled after ${seconds} s`)), seconds * 1000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
