import { wrongValue } from "../core/errors.js";
import { BYTES, bufferOf, bytesOf, type FloatArray, type FloatType, lengthOf, offsetOf } from "../core/types.js";

type Numbers = FloatArray | Int32Array<ArrayBufferLike>;

/**
 * Refuses an `out` that shares some bytes with an operand without being the same bytes. Buffers
 * are looked at only where the offsets allow an overlap: asking a small array for its buffer
 * makes the engine allocate one.
 */
export function checkOverlap(
  op: string,
  name: string,
  type: FloatType,
  operand: FloatArray,
  out: FloatArray,
  argument = "out",
): void {
  if (operand === out) return;
  const size = BYTES[type];
  if (!overlap(offsetOf(operand), lengthOf(operand) * size, offsetOf(out), lengthOf(out) * size)) return;
  if (bufferOf(operand) === bufferOf(out)) throw overlapError(op, name, argument);
}

/** True if two arrays start at the same byte. */
export function sameMemory(a: Numbers, b: Numbers): boolean {
  return a === b || (offsetOf(a) === offsetOf(b) && bufferOf(a) === bufferOf(b));
}

/** True if two ranges share some bytes without being the same. */
export function overlap(start: number, bytes: number, otherStart: number, otherBytes: number): boolean {
  if (start === otherStart && bytes === otherBytes) return false;
  return start < otherStart + otherBytes && otherStart < start + bytes;
}

/** Refuses an output that shares any byte with another operand or output; `reason` says why. */
export function checkApart(
  op: string,
  argument: string,
  output: FloatArray,
  name: string,
  other: Numbers,
  reason: string,
): void {
  const end = offsetOf(output) + bytesOf(output);
  const otherEnd = offsetOf(other) + bytesOf(other);
  if (Math.max(offsetOf(output), offsetOf(other)) >= Math.min(end, otherEnd)) return;
  if (output !== other && bufferOf(output) !== bufferOf(other)) return;
  throw wrongValue(op, argument, `other memory than "${name}", ${reason}`, "some of it", "pass another array");
}

/** Refuses an `out` that is added to and shares any byte with an operand: it would have to hold two things. */
export function checkAddend(op: string, name: string, operand: FloatArray, out: FloatArray): void {
  checkApart(op, "out", out, name, operand, 'since "accumulate" is true');
}

export function overlapError(op: string, name: string, argument = "out"): RangeError {
  const expected = `the memory of "${name}" exactly, or other memory`;
  return wrongValue(op, argument, expected, "a part of it", `pass "${name}" itself or a copy`);
}
