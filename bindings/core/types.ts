import type { FloatArray } from "./arrays.js";

export type { FloatArray, Fresh, Like } from "./arrays.js";

export type ElementType = "f32" | "f64";

export const BYTES = { f32: 4, f64: 8 } as const;

export function create(type: ElementType, length: number): FloatArray {
  return type === "f32" ? new Float32Array(length) : new Float64Array(length);
}

export function nameOf(type: ElementType): string {
  return type === "f32" ? "Float32Array" : "Float64Array";
}

export function isFloatArray(value: unknown): value is FloatArray {
  return typeOf(value) !== undefined;
}

/** Of labels. By tag, for arrays of another realm, too. */
export function isInt32Array(value: unknown): value is Int32Array<ArrayBufferLike> {
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === "[object Int32Array]";
}

/** By class where that works, by tag for arrays of another realm (an iframe, a vm context). */
export function typeOf(value: unknown): ElementType | undefined {
  if (value instanceof Float32Array) return "f32";
  if (value instanceof Float64Array) return "f64";
  if (!ArrayBuffer.isView(value)) return undefined;
  const tag = (value as unknown as { [Symbol.toStringTag]: string })[Symbol.toStringTag];
  return tag === "Float32Array" ? "f32" : tag === "Float64Array" ? "f64" : undefined;
}
