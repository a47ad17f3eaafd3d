import { isDisposed } from "../core/disposed.js";
import { describe, message, wrongKind, wrongValue } from "../core/errors.js";
import { type ElementType, type FloatArray, nameOf, typeOf } from "../core/types.js";

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
