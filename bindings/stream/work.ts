import { wrongKind, wrongValue } from "../core/errors.js";
import { create, type ElementType, type FloatArray, isFloatArray } from "../core/types.js";

export const OP = "activationStream";

/** Options that matter to a stream, beside those that only the function knows. */
export interface Plain {
  readonly shape?: readonly number[];
  readonly axis?: number;
  readonly offset?: number;
  readonly out?: unknown;
}

/** A function of one array, and one of two. */
export type Apply = (x: FloatArray, options: object) => FloatArray;
type Binary = (x: FloatArray, second: FloatArray, options: object) => FloatArray;

/** Length of an item, and the function of a run of items. */
export interface Work {
  readonly length: number;
  readonly run: (x: FloatArray) => FloatArray;
}

const MOST = 2 ** 31;

/** Calls the function with all options, for what it says to them; with one of the types it has to be content. */
export function workOf(op: Apply, options: Plain, types: readonly ElementType[]): Work {
  let refusal: unknown;
  for (const type of types) {
    try {
      return workOfType(op, options, type);
    } catch (error) {
      refusal ??= error;
    }
  }
  throw refusal;
}

function workOfType(op: Apply, options: Plain, type: ElementType): Work {
  const { shape, axis, out } = options;
  if (out !== undefined) throw wrongKind(OP, "out", "nothing", out, "each result is a new array");
  const none = create(type, 0);
  if (shape === undefined && "spec" in op && accepts(() => op(none, { ...options, shape: [0] }))) {
    const expected = "the sizes of an item, such as [columns] for rows";
    throw wrongKind(OP, "shape", expected, shape, "the length of a chunk is not that of a row");
  }
  const length = shape === undefined ? 1 : lengthOf(shape);
  if (length > MOST) {
    throw wrongValue(OP, "shape", `at most ${MOST} elements`, `[${shape?.join(", ")}]`, "an item is held in memory");
  }
  const item = create(type, shape === undefined ? 0 : length);
  checkResult(item, apply(op, type, item, options));
  if (shape !== undefined) {
    if (length === 0) throw wrongValue(OP, "shape", "at least one element", `[${shape.join(", ")}]`);
    const sizes = Array.from(shape);
    const along = axis === undefined || axis < 0 ? axis : axis + 1;
    return { length, run: (x) => op(x, { ...options, shape: [x.length / length, ...sizes], axis: along }) };
  }
  if (!accepts(() => op(none, { ...options, offset: 0 }))) return { length, run: (x) => op(x, options) };
  let { offset = 0 } = options;
  const run = (x: FloatArray) => {
    const y = op(x, { ...options, offset });
    offset += x.length;
    return y;
  };
  return { length, run };
}

function apply(op: Apply, type: ElementType, item: FloatArray, options: Plain): unknown {
  try {
    return op(item, options);
  } catch (cause) {
    // An empty row has an empty second operand, or one value.
    const { shape, axis, ...bare } = options;
    const isBinary = [0, 1].some((n) => accepts(() => (op as Binary)(create(type, 0), create(type, n), bare)));
    if (!isBinary) throw cause;
    const remedy =
      "where the other is always the same, pass (x, options) => op(x, other, options); " +
      "for pairs of chunks make a TransformStream that calls it";
    throw new TypeError(`${OP}: "op" expected a function of one array, got one of two; ${remedy}`, { cause });
  }
}

function checkResult(item: FloatArray, result: unknown): void {
  const expected = "a function that makes a new Float32Array or Float64Array";
  if (!isFloatArray(result)) throw wrongKind(OP, "op", expected, result);
  if (result.buffer === item.buffer) throw wrongValue(OP, "op", expected, "one that returns x");
}

function accepts(action: () => unknown): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}

/** 0 for what is no shape: the function itself will say so. */
function lengthOf(shape: readonly number[]): number {
  const length = Array.isArray(shape) || ArrayBuffer.isView(shape) ? shape.reduce((all, size) => all * size, 1) : 0;
  return Number.isSafeInteger(length) && length > 0 ? length : 0;
}
