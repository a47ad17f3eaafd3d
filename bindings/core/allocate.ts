import { message } from "./errors.js";
import { create, type FloatArray, type FloatType } from "./types.js";

/** A new array for a result that the caller may bring along as the option `name`. */
export function allocateResult(op: string, name: string, type: FloatType, length: number): FloatArray {
  return allocate(op, name, type, length, `pass "${name}", or `);
}

/** A new array for numbers that a call needs on the way to its result. */
export function allocateScratch(op: string, type: FloatType, length: number): FloatArray {
  return allocate(op, "x", type, length, "");
}

/** The engine may have no room, or no arrays that long: its own message names neither the call nor a way out. */
function allocate(op: string, argument: string, type: FloatType, length: number, remedy: string): FloatArray {
  try {
    return create(type, length);
  } catch (cause) {
    const expected = `memory for ${length} more elements`;
    throw new RangeError(
      message(op, argument, expected, "none", `${remedy}compute smaller arrays one after the other`),
      { cause },
    );
  }
}
