import { BYTES, type ElementType, type FloatArray } from "./arrays.js";
import { wrongValue } from "./errors.js";

/**
 * Refuses an `out` that shares some bytes with an operand without being the same bytes. Buffers
 * are looked at only where the offsets allow an overlap: asking a small array for its buffer
 * makes the engine allocate one.
 */
export function checkOverlap(op: string, name: string, type: ElementType, operand: FloatArray, out: FloatArray): void {
  if (operand === out) return;
  const size = BYTES[type];
  if (!overlap(operand.byteOffset, operand.length * size, out.byteOffset, out.length * size)) return;
  if (operand.buffer === out.buffer) throw overlapError(op, name);
}

/** Whether two arrays of one length are the same bytes. */
export function sameMemory(a: FloatArray, b: FloatArray): boolean {
  return a === b || (a.byteOffset === b.byteOffset && a.buffer === b.buffer);
}

/** Whether two ranges share some bytes without being the same. */
export function overlap(start: number, bytes: number, otherStart: number, otherBytes: number): boolean {
  if (start === otherStart && bytes === otherBytes) return false;
  return start < otherStart + otherBytes && otherStart < start + bytes;
}

export function overlapError(op: string, name: string): RangeError {
  const expected = `the memory of "${name}" exactly, or other memory`;
  return wrongValue(op, "out", expected, "a part of it", `pass "${name}" itself or a copy`);
}
