import { ulpError } from "../test/support/ulp.js";
import { type Real, real } from "./decimal.js";
import { exact } from "./exact.js";
import type { Direction, ElementType, Values } from "./subjects.js";

/** The errors of results by 60 digits. */
export class Judge {
  readonly #want: (x: Real) => Real;
  readonly #type: ElementType;
  readonly #absolute: boolean;

  constructor(op: string, direction: Direction, values: Values, type: ElementType, absolute: boolean) {
    const definition = exact[op];
    if (!definition) throw new Error(`accuracy/exact.ts has no ${op}`);
    const p = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, real(value)]));
    const f = direction === "value" ? definition.f : definition.df;
    this.#want = (x) => f(x, p);
    this.#type = type;
    this.#absolute = absolute;
  }

  /** The exact result as a double, and what that lacks. */
  want(x: number): { high: number; low: number } {
    const value = this.#want(real(x));
    const high = value.toNumber();
    if (!Number.isFinite(high)) return { high, low: 0 };
    const low = value.minus(real(high)).toNumber();
    // What is left where the digits end is none of the result's.
    return { high, low: Math.abs(low) > 1e-60 * Math.abs(high) ? low : 0 };
  }

  error(x: number, got: number): number {
    const { high, low } = this.want(x);
    return ulpError(got, high, this.#type, this.#absolute, low);
  }
}
