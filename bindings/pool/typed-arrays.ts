import {
  bufferOf,
  create,
  BYTES as FLOAT_BYTES,
  type FloatArray,
  lengthOf,
  offsetOf,
  typeOf,
  viewOf,
} from "../core/types.js";
import type { NumericType } from "./protocol.js";

/** An array as functions take it: floats, or labels. */
export type NumericArray = FloatArray | Int32Array<ArrayBufferLike>;

/** The elements of an array when a call began, whatever the caller does to the array or its buffer meanwhile. */
export interface ArrayLocation {
  readonly type: NumericType;
  readonly buffer: ArrayBufferLike;
  readonly byteOffset: number;
  readonly length: number;
}

/** `runs` runs of `width` elements, `stride` apart. */
export interface Strided {
  readonly width: number;
  readonly runs: number;
  readonly stride: number;
}

export const BYTES: Readonly<Record<NumericType, number>> = { ...FLOAT_BYTES, i32: 4 };

export function locate(array: NumericArray): ArrayLocation {
  const type = typeOf(array) ?? "i32";
  return { type, buffer: bufferOf(array), byteOffset: offsetOf(array), length: lengthOf(array) };
}

/** The buffer of an array has been detached or has shrunk. */
export class LostMemory extends Error {
  constructor(cause: unknown) {
    super("an array has lost its memory", { cause });
  }
}

/** Elements at a location; fails if they are no longer there. */
export function elementsAt({ type, buffer, byteOffset }: ArrayLocation, start: number, length: number): NumericArray {
  try {
    return arrayOver(type, buffer, byteOffset + start * BYTES[type], length);
  } catch (cause) {
    throw new LostMemory(cause);
  }
}

export function arrayOver(
  type: NumericType,
  memory: ArrayBufferLike,
  byteOffset: number,
  length: number,
): NumericArray {
  return type === "i32" ? new Int32Array(memory, byteOffset, length) : viewOf(type, memory, byteOffset, length);
}

export function allocate(type: NumericType, length: number): NumericArray {
  return type === "i32" ? new Int32Array(length) : create(type, length);
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
