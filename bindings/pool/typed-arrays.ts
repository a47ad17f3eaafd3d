import type { FloatArray } from "../core/types.js";
import type { NumericType } from "./protocol.js";

/** An array as functions take it: floats, or labels. */
export type NumericArray = FloatArray | Int32Array<ArrayBufferLike>;

/** `runs` runs of `width` elements, `stride` apart. */
export interface Strided {
  readonly width: number;
  readonly runs: number;
  readonly stride: number;
}

const CLASSES = { f32: Float32Array, f64: Float64Array, i32: Int32Array } as const;
const TYPES: Readonly<Record<string, NumericType>> = { Float32Array: "f32", Float64Array: "f64", Int32Array: "i32" };

/** By tag, for arrays of another realm, too. */
export function numericTypeOf(array: NumericArray): NumericType {
  return TYPES[array[Symbol.toStringTag]]!;
}

export function arrayOver(
  type: NumericType,
  memory: ArrayBufferLike,
  byteOffset: number,
  length: number,
): NumericArray {
  return new CLASSES[type](memory as ArrayBuffer, byteOffset, length);
}

export function allocate(type: NumericType, length: number): NumericArray {
  return new CLASSES[type](length);
}

/** The length from the first element to the last. */
export function spanLength({ width, runs, stride }: Strided): number {
  return (runs - 1) * stride + width;
}

/** Copies runs that are `from` elements apart to where they are `to` apart. */
export function copyStrided(
  source: NumericArray,
  from: number,
  target: NumericArray,
  to: number,
  { width, runs }: Strided,
): void {
  if (runs === 1 || (from === width && to === width)) {
    target.set(source.subarray(0, runs * width));
    return;
  }
  for (let k = 0; k < runs; k++) target.set(source.subarray(k * from, k * from + width), k * to);
}
