import { arithmetic, type Real } from "./decimal.js";
import { definitions } from "./exact.js";
import type { Direction, ElementType, Values } from "./subjects.js";

/** An exact result: the double next to it, and the difference. */
export interface Halves {
  readonly high: number;
  readonly low: number;
}

/** Computes a function, or its derivative, from its definition; parameters not given have their defaults. */
export function evaluate(
  op: string,
  direction: Direction,
  given: Values,
  type: ElementType,
  digits: number,
): (x: number) => Halves {
  const definition = definitions(digits, type)[op];
  if (!definition) throw new Error(`accuracy/exact.ts has no ${op}`);
  const { real } = arithmetic(digits);
  const parameters = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, real(value)]));
  const f = direction === "value" ? definition.f : definition.df;
  // The limits at ±∞: far beyond all doubles, every result is as near as its digits can tell.
  const far = real(10).pow(1000);
  const input = (x: number) => (Math.abs(x) === Infinity ? far.times(Math.sign(x)) : real(x));
  return (x) => (Number.isNaN(x) ? { high: x, low: 0 } : halves(f(input(x), parameters), digits));
}

/** The double next to the value, and the difference, where it has any of the digits. */
export function halves(value: Real, digits: number): Halves {
  const high = value.toNumber();
  if (!Number.isFinite(high)) return { high, low: 0 };
  const low = value.minus(arithmetic(digits).real(high)).toNumber();
  return { high, low: Math.abs(low) > 10 ** -digits * Math.abs(high) ? low : 0 };
}
