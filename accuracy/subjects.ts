import type { Elementwise, FloatArray, Spec } from "lanewise";
import { functionsOf, samplesOf } from "../catalogue/functions.js";
import { reference } from "../test/reference/index.js";

/** The functions that are compared: the elementwise ones, each with its derivative. */

export type Direction = "value" | "derivative";
export const DIRECTIONS: readonly Direction[] = ["value", "derivative"];

export type ElementType = "f32" | "f64";
export type Values = Readonly<Record<string, number>>;
type Call = (x: FloatArray, options: Readonly<Record<string, unknown>>) => FloatArray;

export const subjects: ReadonlyMap<string, Elementwise> = new Map(
  functionsOf("elementwise").map((f) => [f.spec.name, f]),
);

/** The given parameters and the defaults of the others, rounded to the element type as for the kernel. */
export function parametersOf(spec: Spec, type: ElementType, given: Values = {}): Values {
  const entries = Object.entries(spec.parameters);
  const samples = samplesOf(spec);
  return Object.fromEntries(
    entries.map(([name, { default: preset }]) => {
      const value = given[name] ?? preset ?? samples[name]!;
      return [name, type === "f32" ? Math.fround(value) : value];
    }),
  );
}

/** Computes y from x through the public API; both should live in one Workspace. */
export function evaluator(name: string, direction: Direction, values: Values): (x: FloatArray, y: FloatArray) => void {
  const f = subjects.get(name)!;
  const call = (direction === "value" ? f : f.derivative) as Call;
  return (x, y) => {
    call(x, { ...values, out: y });
  };
}

/** The float64 reference. */
export function expectation(name: string, direction: Direction): (x: number, values: Values) => number {
  const expected = reference[name];
  if (!expected) throw new Error(`test/reference/index.ts has no ${name}`);
  return direction === "value" ? expected.f : expected.df;
}

/** Properties of a function over all inputs. */
export interface Traits {
  /** 1 where it never falls, −1 where it never rises, else 0. */
  readonly rise: 1 | 0 | -1;
  readonly odd: boolean;
  /** Its bounds, if it comes closest to them at −∞, 0 or ∞; else infinite. */
  readonly low: number;
  readonly high: number;
}

const GRID = [-Infinity, ...Array.from({ length: 4_001 }, (_, i) => i / 100 - 20), Infinity];

/** Read from a grid of the reference. */
export function traitsOf(want: (x: number) => number): Traits {
  const y = GRID.map(want);
  const steps = y.slice(1).map((value, i) => [y[i]!, value] as const);
  const rising = steps.every(([a, b]) => a <= b);
  const falling = steps.every(([a, b]) => a >= b);
  const ends = [want(-Infinity), want(0), want(Infinity)];
  const low = Math.fround(Math.min(...ends));
  const high = Math.fround(Math.max(...ends));
  return {
    rise: rising ? 1 : falling ? -1 : 0,
    odd: GRID.every((x) => Object.is(want(-x), -want(x))),
    low: y.every((value) => Math.fround(value) >= low) ? low : -Infinity,
    high: y.every((value) => Math.fround(value) <= high) ? high : Infinity,
  };
}
