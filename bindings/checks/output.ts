import { wrongKind } from "../core/errors.js";
import { create, type ElementType, type FloatArray } from "../core/types.js";
import { checkAddend, checkOverlap } from "./aliasing.js";
import { checkOut } from "./arrays.js";

/** Where a gradient goes, as its options say. */
export interface Accumulation {
  readonly out?: unknown;
  readonly accumulate?: unknown;
}

/** What a shaped function writes to, and what it returns. With `accumulate` they are two arrays. */
export interface Target {
  readonly into: FloatArray;
  readonly out: FloatArray;
}

/**
 * Checks `out`, which is made where it is not given, and `accumulate` against the operands by their
 * names. Options of a function that does not take `accumulate` are checked for its name before.
 */
export function checkTarget(
  op: string,
  type: ElementType,
  options: Accumulation | undefined,
  length: number,
  operands: Readonly<Record<string, FloatArray>>,
): Target {
  const accumulate = checkAccumulate(op, options);
  const out = checkOut(op, type, options, length) ?? create(type, length);
  for (const name in operands) {
    if (accumulate) checkAddend(op, name, operands[name]!, out);
    else checkOverlap(op, name, type, operands[name]!, out);
  }
  return { into: accumulate ? create(type, length) : out, out };
}

/** Whether to add to `out`, which must then be given. */
export function checkAccumulate(op: string, options: Accumulation | undefined): boolean {
  const accumulate = options?.accumulate;
  if (accumulate === undefined || accumulate === false) return false;
  if (accumulate !== true) throw wrongKind(op, "accumulate", "true or false", accumulate);
  if (options!.out === undefined) {
    throw wrongKind(op, "out", "an array to accumulate in", undefined, "pass { accumulate: true, out }");
  }
  return true;
}
