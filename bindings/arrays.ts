import { describe, message, wrongKind, wrongValue } from "./errors.js";
import { isDisposed } from "./home.js";

/** What every function takes: f32 or f64, over an ArrayBuffer, a SharedArrayBuffer or a Workspace. */
export type FloatArray = Float32Array<ArrayBufferLike> | Float64Array<ArrayBufferLike>;

/** The array type of A's elements. */
export type Like<A extends FloatArray> =
  A extends Float32Array<ArrayBufferLike> ? Float32Array<ArrayBufferLike> : Float64Array<ArrayBufferLike>;

/** A new array of A's elements. */
export type Fresh<A extends FloatArray> =
  A extends Float32Array<ArrayBufferLike> ? Float32Array<ArrayBuffer> : Float64Array<ArrayBuffer>;

export type ElementType = "f32" | "f64";

export const BYTES = { f32: 4, f64: 8 } as const;

/** Checks that `value` is a float array with memory behind it. */
export function elementType(op: string, argument: string, value: unknown): ElementType {
  const type = typeOf(value);
  if (type === undefined) throw wrongKind(op, argument, "a Float32Array or Float64Array", value, remedyFor(value));
  if ((value as FloatArray).length === 0) checkAttached(op, argument, value as FloatArray);
  return type;
}

/** Checks that `value` is an array of `type` with `length` elements. */
export function checkLike(op: string, argument: string, value: unknown, type: ElementType, length: number): void {
  const got = typeOf(value);
  if (got !== type) throw notLike(op, argument, value, type, length, got);
  const array = value as FloatArray;
  if (array.length === 0) checkAttached(op, argument, array);
  if (array.length !== length) throw notLike(op, argument, value, type, length, got);
}

function notLike(
  op: string,
  argument: string,
  value: unknown,
  type: ElementType,
  length: number,
  got: ElementType | undefined,
): TypeError | RangeError {
  const expected = `a ${nameOf(type)} of length ${length}`;
  if (got === undefined) return wrongKind(op, argument, expected, value, remedyFor(value));
  if (got !== type) return wrongKind(op, argument, expected, value, "all arrays of a call have one element type");
  return wrongValue(op, argument, expected, describe(value).replace(/^a \w+ of /, ""));
}

/** The `out` of the options, checked, if there is one. */
export function checkOut(
  op: string,
  type: ElementType,
  options: { readonly out?: unknown } | undefined,
  length: number,
): FloatArray | undefined {
  const out = options?.out;
  if (out === undefined) return undefined;
  checkLike(op, "out", out, type, length);
  return out as FloatArray;
}

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

/** An array whose buffer was detached or shrunk has length 0, but its iterators throw. */
function checkAttached(op: string, argument: string, array: FloatArray): void {
  try {
    array.keys();
  } catch {
    throw new TypeError(
      isDisposed(array.buffer)
        ? message(op, argument, "an array of a live Workspace", "one of a disposed Workspace", "allocate it anew")
        : message(op, argument, "an array with memory", "one whose buffer was detached or shrunk", "make a new view"),
    );
  }
}

function remedyFor(value: unknown): string | undefined {
  if (Array.isArray(value)) return "convert it with Float32Array.from(…)";
  return ArrayBuffer.isView(value) && "length" in value ? "convert it with new Float32Array(…)" : undefined;
}
