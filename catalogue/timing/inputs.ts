import { type FloatArray, Workspace } from "lanewise";
import type { Candidates } from "./measure.js";
import { uniforms } from "./random.js";

export type ElementType = "f32" | "f64";

export interface Arrays {
  readonly x: FloatArray;
  readonly dy: FloatArray;
  readonly y: FloatArray;
  readonly alpha: FloatArray;
}

export const ROW = 1000;
export const CHANNELS = 64;

/** The same numbers in a Workspace and outside of one. */
export interface Operands {
  readonly inside: Arrays;
  readonly outside: Arrays;
}

/** One line of the table: a function or its gradient, each way of computing it. */
export interface Case {
  readonly name: string;
  readonly elements: number;
  readonly candidates: Candidates<Way>;
}

export type Way = "workspace" | "dropIn" | "plain" | "copy";

/** x between −8 and 8, dy between −1 and 1, seeded. */
export function operands(type: ElementType, n: number): Operands & Disposable {
  const next = uniforms(1);
  const outside: Arrays = {
    x: filled(type, n, () => 16 * next() - 8),
    dy: filled(type, n, () => 2 * next() - 1),
    y: filled(type, n, () => 0),
    alpha: filled(type, CHANNELS, next),
  };
  const size = type === "f32" ? 4 : 8;
  const ws = new Workspace({ bytes: 3 * n * size + 2 ** 20 });
  const move = (array: FloatArray) => (type === "f32" ? ws.float32(array) : ws.float64(array));
  const { x, dy, y, alpha } = outside;
  const inside: Arrays = { x: move(x), dy: move(dy), y: move(y), alpha: move(alpha) };
  return { inside, outside, [Symbol.dispose]: () => ws.dispose() };
}

export function filled(type: ElementType, n: number, value: () => number): FloatArray {
  const array = type === "f32" ? new Float32Array(n) : new Float64Array(n);
  for (let i = 0; i < n; i++) array[i] = value();
  return array;
}
