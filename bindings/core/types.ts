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
// Each is a constant of a scope of its own: bundlers turn constants of modules into variables, through which an engine
// calls 2 ns more slowly.
const shared = /* @__PURE__ */ Object.getPrototypeOf(/* @__PURE__ */ Object.getPrototypeOf(new Int8Array(0))) as object;
const accessor = (key: PropertyKey) => Object.getOwnPropertyDescriptor(shared, key)!.get as (this: unknown) => never;
const method = (key: "set" | "fill" | "keys") => (shared as Float32Array)[key] as (...args: unknown[]) => unknown;
const fill = /* @__PURE__ */ method("fill");
const keys = /* @__PURE__ */ method("keys");

/** The class of a true typed array, of any realm; undefined for everything else, proxies included. */
export const tagOf = /* @__PURE__ */ (() => {
  const get = accessor(Symbol.toStringTag);
  return (value: unknown): string | undefined => get.call(value);
})();

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

// Once V8 has seen an element of an array, it puts the accessor in line: 1.6 ns instead of 4.6. The numbers of a typed
// array run nobody's code.
export const lengthOf = /* @__PURE__ */ (() => {
  const get = accessor("length");
  return (array: Numbers): number => {
    array[0];
    return get.call(array);
  };
})();

export function bytesOf(array: Numbers): number {
  return lengthOf(array) * BYTES[typeOf(array) ?? "f32"];
}

/** The address of its first element, in its buffer. */
export const offsetOf = /* @__PURE__ */ (() => {
  const get = accessor("byteOffset");
  return (array: Numbers): number => {
    array[0];
    return get.call(array);
  };
})();

/** Asking a small array for its buffer makes the engine allocate one: 216 ns. */
export const bufferOf = /* @__PURE__ */ (() => {
  const get = accessor("buffer");
  return (array: Numbers): ArrayBufferLike => get.call(array);
})();

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
export const write = /* @__PURE__ */ (() => {
  const set = method("set");
  return (target: FloatArray, source: ArrayLike<number>, start = 0): void => {
    set.call(target, source, start);
  };
})();

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
