import { wrongKind, wrongValue } from "../core/errors.js";

export const OP = "activationStream";

/** Runs an action for each of the element types and returns the first result, or throws the first refusal. */
export function firstAccepted<T, R>(types: readonly T[], action: (type: T) => R): R {
  let refusal: unknown;
  for (const type of types) {
    try {
      return action(type);
    } catch (error) {
      refusal ??= error;
    }
  }
  throw refusal;
}

// An item is held in memory.
const MOST_ELEMENTS = 2 ** 31;

/** Refuses items that have no elements, or too many. */
export function checkItem(length: number, shape: unknown): void {
  const text = `[${Array.from(shape as ArrayLike<number>).join(", ")}]`;
  if (length === 0) throw wrongValue(OP, "shape", "at least one element", text);
  if (length > MOST_ELEMENTS) {
    throw wrongValue(OP, "shape", `at most ${MOST_ELEMENTS} elements`, text, "an item is held in memory");
  }
}

export function outRefused(out: unknown): TypeError {
  return wrongKind(OP, "out", "nothing", out, "each result is a new array");
}

export function binaryRefused(cause?: unknown): TypeError {
  const remedy =
    "where the other is always the same, pass (x, options) => op(x, other, options); " +
    "for pairs of chunks make a TransformStream that calls it";
  return new TypeError(`${OP}: "op" expected a function of one array, got one of two; ${remedy}`, { cause });
}
