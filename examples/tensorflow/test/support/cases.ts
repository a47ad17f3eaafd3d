import * as functions from "lanewise";
import { sample } from "./setup.js";

export interface Entry {
  (x: Float32Array, options?: object): Float32Array;
  grad(x: Float32Array, dy: Float32Array, options?: object): Float32Array;
  spec: { name: string; kind: string };
}

/** The functions of some kinds, without aliases. */
export function functionsOfKind(...kinds: string[]): [name: string, f: Entry][] {
  const entries = Object.entries(functions).filter(([, f]) => "spec" in f) as unknown as [string, Entry][];
  return entries.filter(([name, { spec }]) => name === spec.name && kinds.includes(spec.kind));
}

/** Values of the parameters of each function other than the defaults. */
export const OPTIONS: Readonly<Record<string, object>> = {
  celu: { alpha: 1.5 },
  elu: { alpha: 0.5 },
  hardShrink: { lambda: 1 },
  hardSigmoid: { alpha: 0.2, beta: 0.4 },
  hardTanh: { min: -2, max: 3 },
  leakyRelu: { negativeSlope: 0.3 },
  leakyRelu6: { negativeSlope: 0.3 },
  relu: { maxValue: 5, negativeSlope: 0.1, threshold: 0.5 },
  softplus: { beta: 2 },
  softShrink: { lambda: 1 },
  squareplus: { b: 1 },
  swish: { beta: 1.5 },
  threshold: { threshold: 0.5, value: -2 },
  thresholdedRelu: { theta: 2 },
};

/** A call of an operation, as JSON has it, so that a page can make it, too. */
export interface Case {
  readonly name: string;
  readonly options: object | undefined;
  readonly shape: number[];
  readonly x: number[];
  readonly dy: number[];
}

/** The values and gradients of a case. */
export interface Outcome {
  readonly y: ArrayLike<number>;
  readonly dx: ArrayLike<number>;
}

const SHAPE = [4, 8, 6];
const LENGTH = 4 * 8 * 6;
/** Points at which functions have kinks, and NaN. */
const SPECIAL = [NaN, 0, -1, 1, 0.5, -0.5, 2, -2, 3, -3, 5, 6, 20, -20];

/** Without infinite numbers, and without subnormal ones, which GPUs take for 0. */
const moderate = (seed: number) =>
  Array.from(sample(LENGTH, seed), (v) => (Math.abs(v) < 50 && Math.abs(v) > 1e-37 ? v : 0.5));

/** Calls of all functions, with their parameters, and along each axis. */
export function casesOf(): Case[] {
  const elementwise = functionsOfKind("elementwise").flatMap(([name]) => {
    const x = [...SPECIAL, ...moderate(1).slice(SPECIAL.length)];
    const all = name === "threshold" || !OPTIONS[name] ? [OPTIONS[name]] : [undefined, OPTIONS[name]];
    return all.map((options) => ({ name, options, shape: SHAPE, x, dy: moderate(2) }));
  });
  const rows = functionsOfKind("rowwise", "reduction", "resizing").flatMap(([name]) =>
    [0, 1, 2].map((axis) => {
      const options = { axis, ...(name === "maxout" && { pieces: 2 }) };
      return { name, options, shape: SHAPE, x: moderate(1), dy: moderate(2) };
    }),
  );
  const random = [{}, { training: true, seed: 7 }].map((options) => {
    return { name: "rrelu", options, shape: SHAPE, x: moderate(1), dy: moderate(2) };
  });
  return [...elementwise, ...rows, ...random];
}

/** Names of the cases whose outcome is not near the functions of the package, relative to numbers above 1. */
export function farFrom(cases: readonly Case[], outcomes: readonly Outcome[], tolerance: number): string[] {
  const all = new Map(functionsOfKind("elementwise", "rowwise", "reduction", "resizing", "rrelu"));
  return cases.flatMap(({ name, options, shape, x, dy }, i) => {
    const f = all.get(name)!;
    const given = ["elementwise", "rrelu"].includes(f.spec.kind) ? options : { ...options, shape };
    const [input, { y, dx }] = [Float32Array.from(x), outcomes[i]!];
    const want = f(input, given);
    // A composition that compares has a slope at NaN, too.
    const slope = f.grad(input, tangent(dy, want.length), given).map((v, at) => (Number.isNaN(v) ? dx[at]! : v));
    const label = JSON.stringify(options ?? {});
    const values = isNear(y, want, tolerance) ? [] : [`${name} ${label}`];
    return isNear(dx, slope, tolerance) ? values : [...values, `${name}′ ${label}`];
  });
}

/** As many numbers as a result has. */
export function tangent(dy: readonly number[], length: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length }, (_, i) => dy[i % dy.length]!);
}

function isNear(got: ArrayLike<number>, want: ArrayLike<number>, tolerance: number): boolean {
  if (got.length !== want.length) return false;
  for (let i = 0; i < want.length; i++) {
    if (!(Object.is(got[i], want[i]) || Math.abs(got[i]! - want[i]!) <= tolerance * Math.max(1, Math.abs(want[i]!))))
      return false;
  }
  return true;
}
