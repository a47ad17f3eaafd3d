import type { FloatArray } from "../core/types.js";
import type { PieceType } from "./protocol.js";

/** Arrays as functions take them: floats, or labels. */
export type Elements = FloatArray | Int32Array<ArrayBufferLike>;

/** `runs` runs of `width` elements, `stride` apart. */
export interface Runs {
  readonly width: number;
  readonly runs: number;
  readonly stride: number;
}

const CLASSES = { f32: Float32Array, f64: Float64Array, i32: Int32Array } as const;
const TYPES: Readonly<Record<string, PieceType>> = { Float32Array: "f32", Float64Array: "f64", Int32Array: "i32" };

/** By tag, for arrays of another realm, too. */
export function typeOf(array: Elements): PieceType {
  return TYPES[array[Symbol.toStringTag]]!;
}

export function viewOf(type: PieceType, memory: ArrayBufferLike, byteOffset: number, length: number): Elements {
  return new CLASSES[type](memory as ArrayBuffer, byteOffset, length);
}

export function create(type: PieceType, length: number): Elements {
  return new CLASSES[type](length);
}

/** From the first to the last element. */
export function spanLength({ width, runs, stride }: Runs): number {
  return (runs - 1) * stride + width;
}

/** Copies runs from where they are `from` elements apart to where they are `to` apart. */
export function copyRuns(source: Elements, from: number, target: Elements, to: number, { width, runs }: Runs): void {
  if (runs === 1 || (from === width && to === width)) {
    target.set(source.subarray(0, runs * width));
    return;
  }
  for (let k = 0; k < runs; k++) target.set(source.subarray(k * from, k * from + width), k * to);
}
