import { ulpError } from "../test/support/ulp.js";
import { evaluate, type Halves } from "./evaluate.js";
import type { Direction, ElementType, Values } from "./subjects.js";

const DIGITS = 60;

/** Measures results against 60 digits. */
export class Judge {
  readonly want: (x: number) => Halves;
  readonly #type: ElementType;
  readonly #absolute: boolean;

  constructor(op: string, direction: Direction, values: Values, type: ElementType, absolute: boolean) {
    this.want = evaluate(op, direction, values, type, DIGITS);
    this.#type = type;
    this.#absolute = absolute;
  }

  error(x: number, got: number): number {
    const { high, low } = this.want(x);
    return ulpError(got, high, this.#type, this.#absolute, low);
  }
}
