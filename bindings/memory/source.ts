import { isDisposed } from "../core/disposed.js";
import { describe, message, wrongKind, wrongValue } from "../core/errors.js";
import { type FloatArray, lengthOf, tagOf, write } from "../core/types.js";

const EXPECTED = "a length or an array of numbers";

/** The length of what an array is made from: a length, a typed array, or anything with a length and numbers. */
export function sourceLength(op: string, source: unknown): number {
  if (typeof source === "number") return checkLength(op, source);
  if (typeof source !== "object" || source === null) throw wrongKind(op, "length", EXPECTED, source);
  const tag = tagOf(source);
  if (tag === undefined) {
    if (ArrayBuffer.isView(source))
      throw wrongKind(op, "source", EXPECTED, source, "make a typed array of its numbers");
    const { length } = source as ArrayLike<number>;
    if (typeof length !== "number") throw wrongKind(op, "source", EXPECTED, source, "pass Array.from(source)");
    return checkLength(op, length);
  }
  if (tag.startsWith("Big")) throw wrongKind(op, "source", EXPECTED, source, "pass Float64Array.from(source, Number)");
  const length = lengthOf(source as FloatArray);
  if (length === 0) checkAttached(op, source as FloatArray);
  return length;
}

/** Copies the numbers of a source that `sourceLength` has passed, and refuses what is not a number. */
export function copyFrom(op: string, source: ArrayLike<number>, target: FloatArray): void {
  if (ArrayBuffer.isView(source)) {
    write(target, source);
    return;
  }
  for (let i = 0; i < lengthOf(target); i++) {
    const value: unknown = source[i];
    if (typeof value !== "number") throw notNumber(op, i, value);
    target[i] = value;
  }
}

function checkLength(op: string, length: number): number {
  if (Number.isSafeInteger(length) && length >= 0) return length;
  throw wrongValue(op, "length", "a whole number ≥ 0", String(length));
}

/** An array whose buffer was detached or shrunk has length 0, but its iterators throw. */
function checkAttached(op: string, array: FloatArray): void {
  try {
    Float32Array.prototype.keys.call(array);
  } catch {
    const got = isDisposed(array.buffer)
      ? "an array of a disposed Workspace"
      : "one whose buffer was detached or shrunk";
    throw new TypeError(message(op, "source", "an array with memory", got, "make a new array"));
  }
}

function notNumber(op: string, index: number, value: unknown): TypeError {
  const isNested = Array.isArray(value) || ArrayBuffer.isView(value);
  const remedy = isNested ? "flatten the array: one after the other, row by row" : "convert its elements with Number";
  return new TypeError(message(op, `source[${index}]`, "a number", describe(value), remedy));
}
