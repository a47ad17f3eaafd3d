import { isDisposed } from "../core/disposed.js";
import { message, wrongKind, wrongValue } from "../core/errors.js";
import { bufferOf, type FloatArray, type FloatType, isAttached, lengthOf, nameOf, typeOf } from "../core/types.js";
import { remedyFor } from "./remedies.js";

/** Checks that `value` is a float array with memory. */
export function elementType(op: string, argument: string, value: unknown): FloatType {
  const type = floatType(op, argument, value);
  checkedLength(op, argument, value as FloatArray);
  return type;
}

/** Checks that `value` is a float array, which may have lost its memory. */
export function floatType(op: string, argument: string, value: unknown): FloatType {
  const type = typeOf(value);
  if (type === undefined) throw wrongKind(op, argument, "a Float32Array or Float64Array", value, remedyFor(value));
  return type;
}

/** The length of an array that has memory. */
export function checkedLength(op: string, argument: string, array: FloatArray): number {
  const length = lengthOf(array);
  if (length === 0) checkAttached(op, argument, array);
  return length;
}

/** Checks that `value` is an array of `type` with `length` elements. */
export function checkLike(op: string, argument: string, value: unknown, type: FloatType, length: number): void {
  const got = typeOf(value);
  if (got !== type) throw notLike(op, argument, value, type, length, got);
  const array = value as FloatArray;
  if (checkedLength(op, argument, array) !== length) throw notLike(op, argument, value, type, length, got);
}

/** Checks that `value` is an array of `type`, of any length. */
export function checkType(op: string, argument: string, value: unknown, type: FloatType): void {
  if (elementType(op, argument, value) !== type) {
    throw wrongKind(op, argument, `a ${nameOf(type)}`, value, "all arrays of a call have one element type");
  }
}

function notLike(
  op: string,
  argument: string,
  value: unknown,
  type: FloatType,
  length: number,
  got: FloatType | undefined,
): TypeError | RangeError {
  const expected = `a ${nameOf(type)} of length ${length}`;
  if (got === undefined) return wrongKind(op, argument, expected, value, remedyFor(value, type));
  if (got !== type) return wrongKind(op, argument, expected, value, "all arrays of a call have one element type");
  return wrongValue(op, argument, expected, `length ${lengthOf(value as FloatArray)}`);
}

/** The `out` of a call, checked, if there is one. */
export function checkOut(op: string, type: FloatType, out: unknown, length: number): FloatArray | undefined {
  if (out === undefined) return undefined;
  checkLike(op, "out", out, type, length);
  return out as FloatArray;
}

/** An array whose buffer was detached or shrunk has length 0, as an empty one has. */
function checkAttached(op: string, argument: string, array: FloatArray): void {
  if (isAttached(array)) return;
  throw new TypeError(
    isDisposed(bufferOf(array))
      ? message(op, argument, "an array of a live Workspace", "one of a disposed Workspace", "allocate it again")
      : message(op, argument, "an array with memory", "one whose buffer was detached or shrunk", "make a new view"),
  );
}
