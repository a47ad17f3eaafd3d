import { smallestNormal, ulp, ulpError } from "../test/support/ulp.js";
import type { Traits, Values } from "./subjects.js";
import type { Tally, Worst } from "./tally.js";

export interface Expectation {
  /** The reference. A process should have only one: V8 then inlines it; with several it is five times slower. */
  readonly want: (x: number, values: Values) => number;
  readonly values: Values;
  readonly absolute: boolean;
  readonly traits: Traits;
}

const NORMAL = smallestNormal("f32");

/** Counts the errors of f32 results, in ascending order of x. */
export class Comparison {
  #inputs = 0;
  #rounded = 0;
  #flushed = 0;
  #numbers = 0;
  #beyond = 0;
  #signs = 0;
  #falls = 0;
  #deepest = 0;
  #worst: Worst = { ulp: 0, x: 0, got: 0, want: 0 };
  #last = -Infinity;
  readonly #expected: Expectation;

  constructor(expected: Expectation) {
    this.#expected = expected;
  }

  /** Sets the result from which the next one must not fall. */
  precede(got: number): void {
    this.#last = this.#expected.traits.rise * got;
  }

  block(x: Float32Array, got: Float32Array, n: number): void {
    const {
      want,
      values,
      traits: { rise },
    } = this.#expected;
    let last = this.#last;
    let rounded = 0;
    for (let i = 0; i < n; i++) {
      const v = x[i]!;
      const y = got[i]!;
      const exact = want(v, values);
      if (exact === y) rounded++;
      else if (Math.fround(exact) === y) {
        rounded++;
        if (this.#worst.ulp < 0.5) this.#weigh(v, y, exact);
      } else this.#off(v, y, exact);
      const height = rise * y;
      if (height < last) this.#fall((last - height) / ulp(y, "f32"));
      last = height;
    }
    this.#last = last;
    this.#rounded += rounded;
    this.#inputs += n;
  }

  /** The results for −0 and +0, whose signs count if the function is odd. */
  zeros(below: number, above: number): void {
    const { want, values, traits } = this.#expected;
    if (!traits.odd) return;
    if (!Object.is(below, Math.fround(want(-0, values)))) this.#signs++;
    if (!Object.is(above, Math.fround(want(0, values)))) this.#signs++;
  }

  get tally(): Tally {
    return {
      inputs: this.#inputs,
      rounded: this.#rounded,
      flushed: this.#flushed,
      numbers: this.#numbers,
      worst: this.#worst,
      beyond: this.#beyond,
      signs: this.#signs,
      falls: this.#falls,
      deepest: this.#deepest,
    };
  }

  /** A result that is not the nearest number: only such a result can be out of range or of the wrong sign. */
  #off(x: number, got: number, want: number): void {
    if (Number.isNaN(x)) {
      this.#inputs--;
      if (!Number.isNaN(got)) this.#numbers++;
      return;
    }
    if (Number.isNaN(want) && Number.isNaN(got)) {
      this.#rounded++;
      return;
    }
    const { traits } = this.#expected;
    if (got < traits.low || got > traits.high) this.#beyond++;
    if ((got < 0 && want > 0) || (got > 0 && want < 0)) this.#signs++;
    if (got === 0 && Math.abs(want) < NORMAL) {
      this.#flushed++;
      return;
    }
    this.#weigh(x, got, want);
  }

  #weigh(x: number, got: number, want: number): void {
    // A unit is at least 2⁻²⁴ of the number: this test rules most results out without a division.
    if (Math.abs(got - want) <= this.#worst.ulp * 2 ** -24 * Math.abs(want)) return;
    const ulp = ulpError(got, want, "f32", this.#expected.absolute);
    if (ulp > this.#worst.ulp) this.#worst = { ulp, x, got, want };
  }

  #fall(depth: number): void {
    this.#falls++;
    this.#deepest = Math.max(this.#deepest, depth);
  }
}
