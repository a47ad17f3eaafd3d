import { curvesOf } from "../../../catalogue/curves.js";
import { isKind, placesOf } from "../../../catalogue/functions.js";
import type { Curve } from "../../../catalogue/sample.js";
import type { Dot, Point, Zone } from "../plot/picture.js";
import { type Chosen, valuesOf } from "./chosen.js";

/** Curves of a function over an interval, from the results of its f64 kernels. */

export type Order = 0 | 1 | 2;

export interface Sampled {
  readonly label: string;
  readonly runs: readonly (readonly Point[])[];
  readonly dots: readonly Dot[];
}

export type Interval = readonly [low: number, high: number];

type Call = (x: Float64Array) => Float64Array;

const SAMPLES = 560;
// The step of the second derivative, a difference of f64 values: its error is about 1e-10.
const STEP = 1e-5;
const NEAR = 1e-9;

/** The function's derivative of an order, for one value at a time too. */
export function callOf(chosen: Chosen, order: Order): Call | undefined {
  const { f } = chosen;
  if (!isKind(f, "elementwise")) return undefined;
  const options = valuesOf(chosen);
  if (order === 0) return (x) => f(x, options);
  if (order === 1) return (x) => f.derivative(x, options);
  return (x) => {
    const high = f.derivative(
      x.map((v) => v + STEP),
      options,
    );
    const low = f.derivative(
      x.map((v) => v - STEP),
      options,
    );
    return high.map((v, i) => (v - low[i]!) / (2 * STEP));
  };
}

export function kinksOf(chosen: Chosen): readonly number[] {
  const { f } = chosen;
  if (!isKind(f, "elementwise")) return [];
  return placesOf(f.spec, f.spec.kinks, valuesOf(chosen)).filter(Number.isFinite);
}

/** One curve for an elementwise function; one for each of several second operands or places for another one. */
export function sample(chosen: Chosen, order: Order, [low, high]: Interval): readonly Sampled[] {
  const call = callOf(chosen, order);
  if (!call) return order === 2 ? [] : shaped(chosen, order, [low, high]);
  const kinks = kinksOf(chosen).filter((x) => x > low && x < high);
  // The second derivative is a difference across a kink, and so has no value there.
  const gap = order === 2 ? 2 * STEP : NEAR * Math.max(1, high - low);
  const edges = [low, ...kinks.flatMap((x) => [x - gap, x + gap]), high];
  const runs: (readonly Point[])[] = [];
  for (let i = 0; i < edges.length; i += 2) runs.push(run(call, edges[i]!, edges[i + 1]!, high - low));
  const dots = order === 2 ? [] : kinks.flatMap((x, i) => jump(x, call, runs[i]!.at(-1)!.y, runs[i + 1]![0]!.y));
  return [{ label: "", runs, dots }];
}

function run(call: Call, from: number, to: number, whole: number): readonly Point[] {
  const count = Math.max(2, Math.ceil((SAMPLES * (to - from)) / whole));
  const x = Float64Array.from({ length: count + 1 }, (_, i) => from + ((to - from) * i) / count);
  const y = call(x);
  return Array.from(x, (x, i) => ({ x, y: y[i]! }));
}

/** A dot where the function has its value, and rings where it has not, if it jumps. */
function jump(x: number, call: Call, left: number, right: number): readonly Dot[] {
  if (Math.abs(left - right) < 1e-5) return [];
  const y = call(Float64Array.of(x))[0]!;
  const rings = [left, right].filter((side) => Math.abs(side - y) > 1e-5).map((y) => ({ x, y, filled: false }));
  return [...rings, { x, y, filled: true }];
}

function shaped({ f }: Chosen, order: 0 | 1, [low, high]: Interval): readonly Sampled[] {
  const { value, derivative } = curvesOf(f);
  const inside = ({ x }: Point) => x >= low && x <= high;
  return (order === 0 ? value : derivative).map(({ label, runs, ends }: Curve) => ({
    label,
    runs: runs.map((run) => run.filter(inside)).filter((run) => run.length > 0),
    dots: ends.filter(inside).map(({ x, y, attained }) => ({ x, y, filled: attained })),
  }));
}

const SATURATED = 0.01;

/** Stretches where f′ is exactly 0, and where it is so small that little passes. */
export function zonesOf(chosen: Chosen, colour: string, [low, high]: Interval): readonly Zone[] {
  const derivative = callOf(chosen, 1);
  if (!derivative) return [];
  const x = Float64Array.from({ length: SAMPLES + 1 }, (_, i) => low + ((high - low) * i) / SAMPLES);
  const slopes = derivative(x);
  const states = Array.from(slopes, (slope) => (slope === 0 ? "dead" : Math.abs(slope) < SATURATED ? "saturated" : ""));
  const zones: Zone[] = [];
  let start = 0;
  for (let i = 1; i <= states.length; i++) {
    if (states[i] === states[start]) continue;
    // A single point is a crossing of 0, not a stretch.
    if (states[start] && i - start > 4) {
      const dead = states[start] === "dead";
      const label = dead ? "f′ = 0: dead" : "|f′| < 0.01: saturated";
      zones.push({ from: x[start]!, to: x[i - 1]!, colour, hatched: dead, label });
    }
    start = i;
  }
  return zones;
}
