import type { FloatType } from "../core/types.js";

/** The ways to compute a call of a pool: on the calling thread, or on the pool's threads. */
export type Way = "direct" | "threads";

/** Calls that cost the same an element, as far as a pool can tell. */
export interface CallClass {
  /** The function or member: `"gelu.grad"`. */
  readonly call: string;
  readonly type: FloatType;
  /** True if the threads reach the arrays themselves, as in the pool's Workspace. */
  readonly inPlace: boolean;
  /** The number of elements of x, rounded down to a power of two. */
  readonly elements: number;
  /** The length of rows, rounded down to a power of two; 1 for functions of elements. */
  readonly row: number;
}

/** Measurements of a class, in nanoseconds an element; undefined for a way that was not tried. */
export interface Measurement extends CallClass {
  readonly direct: number | undefined;
  readonly threads: number | undefined;
  /** The way that most calls go. */
  readonly chosen: Way;
}

/** Calls of fewer elements take less time than the messages to the threads. */
export const LEAST_ELEMENTS = 2 ** 16;

// From here on, threads are tried first: a direct call would take a millisecond of the calling thread.
const LARGE = 2 ** 20;
// The first call of a way meets code that is not compiled yet.
const ENOUGH = 2;
// Calls until the slower way is tried again: at 1.5 times the time, that costs less than one percent.
const PERIOD = 64;
const WEIGHT = 0.25;
// A program that makes formulas without end must not fill the memory.
const MOST_CLASSES = 1_000;

class Cost {
  nanoseconds: number | undefined;
  samples = 0;

  add(nanoseconds: number): void {
    const known = this.nanoseconds;
    this.samples++;
    if (known === undefined) this.nanoseconds = nanoseconds;
    else if (this.samples <= ENOUGH) this.nanoseconds = Math.min(known, nanoseconds);
    else this.nanoseconds = known + WEIGHT * (nanoseconds - known);
  }
}

class Costs {
  readonly direct = new Cost();
  readonly threads = new Cost();
  readonly #first: Way;
  #calls = 0;

  constructor(elements: number) {
    this.#first = elements >= LARGE ? "threads" : "direct";
  }

  get faster(): Way {
    const [a, b] = [this.direct.nanoseconds, this.threads.nanoseconds];
    if (a === undefined || b === undefined) return this.#first;
    return a <= b ? "direct" : "threads";
  }

  next(): Way {
    const first = this.#first;
    const second = otherThan(first);
    if (this[first].samples === 0) return first;
    if (this[second].samples < ENOUGH) return second;
    if (this[first].samples < ENOUGH) return first;
    this.#calls++;
    return this.#calls % PERIOD === 0 ? otherThan(this.faster) : this.faster;
  }
}

/** Finds out, from the time that calls take, which of them gain from threads. */
export class MeasuredCosts {
  readonly #classes = new Map<string, { readonly of: CallClass; readonly costs: Costs }>();

  /** The way for the next call of a class: one that is to be tried, or else the faster one. */
  next(of: CallClass): Way {
    return this.#costs(of).next();
  }

  /** @param length the elements of x, which took so many milliseconds */
  add(of: CallClass, way: Way, length: number, milliseconds: number): void {
    this.#costs(of)[way].add((Math.max(milliseconds, 0) * 1e6) / length);
  }

  list(): Measurement[] {
    return [...this.#classes.values()].map(({ of, costs: { direct, threads, faster } }) => ({
      ...of,
      direct: direct.nanoseconds,
      threads: threads.nanoseconds,
      chosen: faster,
    }));
  }

  #costs(of: CallClass): Costs {
    const key = Object.values(of).join(" ");
    const known = this.#classes.get(key);
    if (known) return known.costs;
    if (this.#classes.size >= MOST_CLASSES) this.#classes.delete(this.#classes.keys().next().value!);
    const costs = new Costs(of.elements);
    this.#classes.set(key, { of, costs });
    return costs;
  }
}

function otherThan(way: Way): Way {
  return way === "direct" ? "threads" : "direct";
}
