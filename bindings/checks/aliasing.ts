import { wrongValue } from "../core/errors.js";
import { BYTES, type ElementType, type FloatArray } from "../core/types.js";

/**
 * Refuses an `out` that shares some bytes with an operand without being the same bytes. Buffers
 * are looked at only where the offsets allow an overlap: asking a small array for its buffer
 * makes the engine allocate one.
 */
export function checkOverlap(
  op: string,
  name: string,
  type: ElementType,
  operand: FloatArray,
  out: FloatArray,
  argument = "out",
): void {
  if (operand === out) return;
  const size = BYTES[type];
  if (!overlap(operand.byteOffset, operand.length * size, out.byteOffset, out.length * size)) return;
  if (operand.buffer === out.buffer) throw overlapError(op, name, argument);
}

/** Whether two arrays start with the same byte: those of one length are the same memory. */
export function sameMemory(a: ArrayBufferView, b: ArrayBufferView): boolean {
  return a === b || (a.byteOffset === b.byteOffset && a.buffer === b.buffer);
}

/** Whether two ranges share some bytes without being the same. */
export function overlap(start: number, bytes: number, otherStart: number, otherBytes: number): boolean {
  if (start === otherStart && bytes === otherBytes) return false;
  return start < otherStart + otherBytes && otherStart < start + bytes;
}

/** Refuses an output that shares any byte with another operand or output, `reason` being why. */
export function checkApart(
  op: string,
  argument: string,
  output: ArrayBufferView,
  name: string,
  other: ArrayBufferView,
  reason: string,
): void {
  const end = output.byteOffset + output.byteLength;
  const otherEnd = other.byteOffset + other.byteLength;
  if (Math.max(output.byteOffset, other.byteOffset) >= Math.min(end, otherEnd)) return;
  if (output !== other && output.buffer !== other.buffer) return;
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
