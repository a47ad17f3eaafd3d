import type { FloatArray } from "lanewise";
import type { Candidates } from "./measure.js";

export type ElementType = "f32" | "f64";

export interface Arrays {
  readonly x: FloatArray;
  readonly dy: FloatArray;
  readonly y: FloatArray;
  readonly alpha: FloatArray;
}

export const ROW = 1000;

export function part({ x, dy, y, alpha }: Arrays, n: number): Arrays {
  return { x: x.subarray(0, n), dy: dy.subarray(0, n), y: y.subarray(0, n), alpha };
}

export function filled(type: ElementType, n: number, value: () => number): FloatArray {
  const array = type === "f32" ? new Float32Array(n) : new Float64Array(n);
  for (let i = 0; i < n; i++) array[i] = value();
  return array;
}

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
