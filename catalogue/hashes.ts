import type { FloatArray } from "lanewise";
import { type AnyFunction, byKind, functions, samplesOf } from "./functions.js";
import { uniforms } from "./timing/random.js";

/** Hashes of the bits of each function and its gradient, on a million inputs: equal in every engine. */

export const INPUTS = 2 ** 20;
const ROW = 1024;
const ROWS = INPUTS / ROW;

export type Hashes = readonly [value: string, gradient: string];

/** Half of the numbers are ordinary, half have random bits: all magnitudes, without NaN and infinities. */
function inputs(type: "f32" | "f64", seed: number): FloatArray {
  const next = uniforms(seed);
  const numbers = type === "f32" ? new Float32Array(INPUTS) : new Float64Array(INPUTS);
  const bits = new Uint32Array(numbers.buffer);
  const step = type === "f32" ? 1 : 2;
  for (let i = 0; i < INPUTS; i += 2) {
    numbers[i] = (next() - 0.5) * 40;
    for (let k = 0; k < step; k++) bits[step * (i + 1) + k] = Math.floor(next() * 2 ** 32);
    if (!Number.isFinite(numbers[i + 1]!)) numbers[i + 1] = next();
  }
  return numbers;
}

const cache = new Map<string, FloatArray>();
export function operand(type: "f32" | "f64", seed: number): FloatArray {
  const key = `${type} ${seed}`;
  const known = cache.get(key) ?? inputs(type, seed);
  cache.set(key, known);
  return known;
}

export const names: readonly string[] = functions.map(({ spec }) => spec.name);

/** All of them, by name and type. */
export function allHashes(types: readonly ("f32" | "f64")[]): Record<string, Hashes> {
  return Object.fromEntries(names.flatMap((name) => types.map((type) => [`${name} ${type}`, hashesOf(name, type)])));
}

export function hashesOf(name: string, type: "f32" | "f64"): Hashes {
  const f = functions.find(({ spec }) => spec.name === name);
  if (!f) throw new RangeError(`expected the name of a function, got ${name}`);
  const [value, gradient] = results(f, operand(type, 1), operand(type, 2));
  return [hash(value), hash(gradient)];
}

function results(f: AnyFunction, x: FloatArray, dy: FloatArray): readonly [FloatArray, FloatArray] {
  const options = samplesOf(f.spec);
  const shape = [ROWS, ROW];
  const rows = { ...options, shape };
  const labels = Int32Array.from({ length: ROWS }, (_, r) => (r * 389) % ROW);
  return byKind<readonly [FloatArray, FloatArray]>(f, {
    elementwise: (f) => [f(x, options), f.grad(x, dy, options)],
    rowwise: (f) => [f(x, rows), f.grad(x, dy, rows)],
    reduction: (f) => [f(x, rows), f.grad(x, dy.subarray(0, ROWS), rows)],
    prelu: (f) => {
      const alpha = x.map((v) => v / 64).subarray(0, ROW);
      return [f(x, alpha, { shape }), f.grad(x, alpha, dy, { shape })];
    },
    rrelu: (f) => [f(x, { training: true, seed: 1 }), f.grad(x, dy, { training: true, seed: 1 })],
    resizing: (f) => {
      const call = f as (x: FloatArray, options: object) => FloatArray;
      const grad = f.grad as (x: FloatArray, dy: FloatArray, options: object) => FloatArray;
      const y = call(x, rows);
      const fit = y.length > dy.length ? y : dy.subarray(0, y.length);
      return [y, grad(x, fit, rows)];
    },
    "cross-entropy": (f) => [f(x, labels, { shape }), f.grad(x, labels, { shape })],
    "element-loss": (f) => [f(x, dy.map(Math.abs)), f.grad(x, dy.map(Math.abs))],
  });
}

/** FNV-1a over words of 32 bits. The bits of a NaN are the engine's choice: all count as one. */
export function hash(values: FloatArray): string {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.byteLength / 4);
  const step = values.BYTES_PER_ELEMENT / 4;
  let state = 0x811c9dc5;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    for (let k = 0; k < step; k++) {
      const word = Number.isNaN(value) ? 0x7fc00000 : words[step * i + k]!;
      state = Math.imul(state ^ word, 0x01000193);
      state ^= state >>> 15;
    }
  }
  return (state >>> 0).toString(16).padStart(8, "0");
}
