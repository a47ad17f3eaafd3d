import { wrongKind, wrongValue } from "../core/errors.js";
import { create, type ElementType, type FloatArray, isFloatArray } from "../core/types.js";

export const OP = "activationStream";

/** Options that a stream uses itself; the others are for the function alone. */
export interface StreamedOptions {
  readonly shape?: readonly number[];
  readonly axis?: number;
  readonly offset?: number;
  readonly out?: unknown;
}

/** A function of one array. */
export type UnaryFunction = (x: FloatArray, options: object) => FloatArray;
/** A function of two arrays. */
type BinaryFunction = (x: FloatArray, second: FloatArray, options: object) => FloatArray;

/** The function that a stream applies to each run of items. */
export interface ItemFunction {
  /** Elements of an item. */
  readonly length: number;
  readonly apply: (x: FloatArray) => FloatArray;
}

const MOST_ELEMENTS = 2 ** 31;

/** Calls the function with all options, so that it checks them; it must accept one of the types. */
export function itemFunctionOf(
  op: UnaryFunction,
  options: StreamedOptions,
  types: readonly ElementType[],
): ItemFunction {
  let refusal: unknown;
  for (const type of types) {
    try {
      return itemFunctionOfType(op, options, type);
    } catch (error) {
      refusal ??= error;
    }
  }
  throw refusal;
}

function itemFunctionOfType(op: UnaryFunction, options: StreamedOptions, type: ElementType): ItemFunction {
  const { shape, axis, out } = options;
  if (out !== undefined) throw wrongKind(OP, "out", "nothing", out, "each result is a new array");
  const none = create(type, 0);
  if (shape === undefined && "spec" in op && accepts(() => op(none, { ...options, shape: [0] }))) {
    const expected = "the sizes of an item, such as [columns] for rows";
    throw wrongKind(OP, "shape", expected, shape, "the length of a chunk is not the length of a row");
  }
  const length = shape === undefined ? 1 : lengthOf(shape);
  if (length > MOST_ELEMENTS) {
    throw wrongValue(
      OP,
      "shape",
      `at most ${MOST_ELEMENTS} elements`,
      `[${shape?.join(", ")}]`,
      "an item is held in memory",
    );
  }
  const item = create(type, shape === undefined ? 0 : length);
  checkResult(item, tryItem(op, type, item, options));
  if (shape !== undefined) {
    if (length === 0) throw wrongValue(OP, "shape", "at least one element", `[${shape.join(", ")}]`);
    const sizes = Array.from(shape);
    const along = axis === undefined || axis < 0 ? axis : axis + 1;
    return { length, apply: (x) => op(x, { ...options, shape: [x.length / length, ...sizes], axis: along }) };
  }
  if (!accepts(() => op(none, { ...options, offset: 0 }))) return { length, apply: (x) => op(x, options) };
  let { offset = 0 } = options;
  const apply = (x: FloatArray) => {
    const y = op(x, { ...options, offset });
    offset += x.length;
    return y;
  };
  return { length, apply };
}

function tryItem(op: UnaryFunction, type: ElementType, item: FloatArray, options: StreamedOptions): unknown {
  try {
    return op(item, options);
  } catch (cause) {
    // The second operand of an empty row is empty or has one value.
    const { shape, axis, ...bare } = options;
    const isBinary = [0, 1].some((n) => accepts(() => (op as BinaryFunction)(create(type, 0), create(type, n), bare)));
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

/** 0 for an invalid shape: the function itself will refuse it. */
function lengthOf(shape: readonly number[]): number {
  const length = Array.isArray(shape) || ArrayBuffer.isView(shape) ? shape.reduce((all, size) => all * size, 1) : 0;
  return Number.isSafeInteger(length) && length > 0 ? length : 0;
}
