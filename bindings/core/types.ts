import type { FloatArray } from "./arrays.js";

export type { FloatArray, Fresh, Like } from "./arrays.js";

/** A type that kernels compute in. */
export type ElementType = "f32" | "f64";

/** The element type of an array: halves are computed in f32. */
export type FloatType = ElementType | "f16";

/** Only where the engine has it, and `lib` may not: it is named where an array of the caller's is one. */
declare const Float16Array: new (
  lengthOrBuffer: number | ArrayBufferLike,
  byteOffset?: number,
  length?: number,
) => FloatArray;

export const BYTES = { f16: 2, f32: 4, f64: 8 } as const;

/** An array of floats or of labels. */
export type Numbers = FloatArray | Int32Array<ArrayBufferLike>;

// A subclass, a changed prototype or an own property can make `length`, `subarray` or `set` of a caller's array run the
// caller's code. The engine's own accessors, taken once, tell the truth about any array, of any realm, and cost the same.
const shared = /* @__PURE__ */ Object.getPrototypeOf(/* @__PURE__ */ Object.getPrototypeOf(new Int8Array(0))) as object;
const accessor = (key: PropertyKey) => Object.getOwnPropertyDescriptor(shared, key)!.get as (this: unknown) => never;
const tagIn = /* @__PURE__ */ accessor(Symbol.toStringTag) as (this: unknown) => string | undefined;
const lengthIn = /* @__PURE__ */ accessor("length") as (this: unknown) => number;
const offsetIn = /* @__PURE__ */ accessor("byteOffset") as (this: unknown) => number;
const bufferIn = /* @__PURE__ */ accessor("buffer") as (this: unknown) => ArrayBufferLike;
const method = (key: "set" | "fill" | "keys") => (shared as Float32Array)[key] as (...args: unknown[]) => unknown;
const set = /* @__PURE__ */ method("set");
const fill = /* @__PURE__ */ method("fill");
const keys = /* @__PURE__ */ method("keys");

/** The class of a true typed array, of any realm; undefined for everything else, proxies included. */
export function tagOf(value: unknown): string | undefined {
  return tagIn.call(value);
}

/** The element type of a true array of floats, of any realm; undefined for everything else, proxies included. */
export function typeOf(value: unknown): FloatType | undefined {
  const tag = tagOf(value);
  if (tag === "Float32Array") return "f32";
  return tag === "Float64Array" ? "f64" : tag === "Float16Array" ? "f16" : undefined;
}

export function isFloatArray(value: unknown): value is FloatArray {
  return typeOf(value) !== undefined;
}

/** Labels come as such an array. */
export function isInt32Array(value: unknown): value is Int32Array<ArrayBufferLike> {
  return tagOf(value) === "Int32Array";
}

export function lengthOf(array: Numbers): number {
  return lengthIn.call(array);
}

export function bytesOf(array: Numbers): number {
  return lengthOf(array) * BYTES[typeOf(array) ?? "f32"];
}

/** The address of its first element, in its buffer. */
export function offsetOf(array: Numbers): number {
  return offsetIn.call(array);
}

/** Asking a small array for its buffer makes the engine allocate one: 216 ns. */
export function bufferOf(array: Numbers): ArrayBufferLike {
  return bufferIn.call(array);
}

/** A view of `count` elements from `start` on. */
export function part<A extends Numbers>(array: A, start: number, count: number): A {
  const type = typeOf(array);
  const [buffer, offset] = [bufferOf(array), offsetOf(array)];
  if (type !== undefined) return viewOf(type, buffer, offset + start * BYTES[type], count) as A;
  return new Int32Array(buffer, offset + 4 * start, count) as A;
}

export function viewOf(type: FloatType, buffer: ArrayBufferLike, byteOffset: number, length: number): FloatArray {
  if (type === "f32") return new Float32Array(buffer, byteOffset, length);
  return type === "f64" ? new Float64Array(buffer, byteOffset, length) : new Float16Array(buffer, byteOffset, length);
}

/** Writes the elements of `source` into `target`, from the element `start` on. */
export function write(target: FloatArray, source: ArrayLike<number>, start = 0): void {
  set.call(target, source, start);
}

export function fillWith(target: FloatArray, value: number): FloatArray {
  fill.call(target, value);
  return target;
}

/** True if the array has memory: a detached or shrunk buffer leaves it with length 0. */
export function isAttached(array: FloatArray): boolean {
  try {
    keys.call(array);
    return true;
  } catch {
    return false;
  }
}

export function create(type: FloatType, length: number): FloatArray {
  if (type === "f32") return new Float32Array(length);
  return type === "f64" ? new Float64Array(length) : new Float16Array(length);
}

export function nameOf(type: FloatType): string {
  return `Float${8 * BYTES[type]}Array`;
}
