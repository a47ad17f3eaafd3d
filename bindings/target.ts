import { checkOut, create, type ElementType, type FloatArray } from "./arrays.js";
import { wrongKind } from "./errors.js";
import { checkApart, checkOverlap } from "./overlap.js";

/** Where a result goes, and whether it is added to what is there. */
export interface Target {
  readonly out: FloatArray;
  readonly accumulate: boolean;
}

/** Where a gradient goes, as its options say. */
export interface Accumulation {
  readonly out?: unknown;
  readonly accumulate?: unknown;
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
    if (accumulate) checkAddend(op, type, name, operands[name]!, out);
    else checkOverlap(op, name, type, operands[name]!, out);
  }
  return { out, accumulate };
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

/** What is added to cannot be an operand: it would have to hold two things at once. */
export function checkAddend(op: string, type: ElementType, name: string, operand: FloatArray, out: FloatArray): void {
  checkApart(op, "out", type, out, name, operand, 'since "accumulate" is true');
}
