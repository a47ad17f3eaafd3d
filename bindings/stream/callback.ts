import { accepts, checkNames, readOptions } from "../checks/options.js";
import { wrongKind, wrongValue } from "../core/errors.js";
import { bufferOf, create, type FloatArray, type FloatType, isFloatArray, lengthOf } from "../core/types.js";
import type { ItemFunction } from "./item-function.js";
import { binaryRefused, checkItem, firstAccepted, OP, outRefused } from "./refusals.js";

/** A function of one array. */
export type UnaryFunction = (x: FloatArray, options: object) => FloatArray;
/** A function of two arrays. */
type BinaryFunction = (x: FloatArray, second: FloatArray, options: object) => FloatArray;

/** Options that a stream uses itself; the others are for the function alone. */
interface StreamedOptions {
  readonly shape?: readonly number[];
  readonly axis?: number | undefined;
  readonly offset?: number;
  readonly out?: unknown;
}

/** Applies a function of the caller's, `(x, options) => prelu(x, alpha, options)`. It checks its options on no items. */
export function itemsOfCallback(op: UnaryFunction, given: unknown, types: readonly FloatType[]): ItemFunction {
  const options = copyOf(given);
  return firstAccepted(types, (type) => itemsOfType(op, options, type));
}

function itemsOfType(op: UnaryFunction, options: StreamedOptions, type: FloatType): ItemFunction {
  const { shape, axis, out } = options;
  if (out !== undefined) throw outRefused(out);
  const none = create(type, 0);
  if (shape !== undefined) {
    const sizes = sizesOf(shape);
    const length = sizes.reduce((product, size) => product * size, 1);
    const along = axis === undefined || axis < 0 ? axis : axis + 1;
    const apply = (x: FloatArray) => op(x, replaced(options, { shape: [lengthOf(x) / length, ...sizes], axis: along }));
    checkResult(
      none,
      orBinary(op, none, options, () => op(none, replaced(options, { shape: [0, ...sizes], axis: along }))),
    );
    checkItem(length, sizes);
    return { length, apply };
  }
  checkResult(
    none,
    orBinary(op, none, options, () => op(none, options)),
  );
  if (!succeeds(() => op(none, replaced(options, { offset: 0 })))) return { length: 1, apply: (x) => op(x, options) };
  let { offset = 0 } = options;
  const apply = (x: FloatArray) => {
    const y = op(x, replaced(options, { offset }));
    offset += lengthOf(x);
    return y;
  };
  return { length: 1, apply };
}

/** Only tells whether these are options: which names are known, the function itself says. */
const NONE = /* @__PURE__ */ accepts({});

/**
 * The options, read once, without the stream's own. Own enumerable names stay such, so that the function refuses the ones
 * it does not know; others, such as accessors of a class, are inherited, and the ones of Object.prototype are no options.
 */
function copyOf(options: unknown): StreamedOptions {
  if (options === undefined) return {};
  checkNames(OP, { ...readOptions(options, NONE), unknown: undefined }, NONE);
  const source = options as Readonly<Record<string, unknown>>;
  const inherited = Object.create(null) as Record<string, unknown>;
  const copy = Object.create(inherited) as Record<string, unknown>;
  for (let at: object | null = source; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) {
      if (name === "type" || name in copy) continue;
      const isOwn = at === source && Object.getOwnPropertyDescriptor(at, name)?.enumerable;
      (isOwn ? copy : inherited)[name] = source[name];
    }
  }
  return copy;
}

/** The options with others in their place. */
function replaced(options: StreamedOptions, others: StreamedOptions): StreamedOptions {
  return Object.assign(Object.create(Object.getPrototypeOf(options) as object) as object, options, others);
}

function sizesOf(shape: unknown): readonly number[] {
  if (!Array.isArray(shape) && !ArrayBuffer.isView(shape)) throw wrongKind(OP, "shape", "an array of sizes", shape);
  const sizes = Array.from(shape as ArrayLike<number>);
  if (sizes.every((size) => Number.isSafeInteger(size) && size >= 0)) return sizes;
  throw wrongValue(OP, "shape", "whole sizes ≥ 0", `[${sizes.map(String).join(", ")}]`);
}

/** Calls the function; if it refuses, tells whether it wants two arrays. */
function orBinary(op: UnaryFunction, none: FloatArray, options: StreamedOptions, call: () => unknown): unknown {
  try {
    return call();
  } catch (cause) {
    const bare: { -readonly [K in keyof StreamedOptions]: StreamedOptions[K] } = replaced(options, {});
    delete bare.shape;
    delete bare.axis;
    // The second operand of an empty row is empty or has one value.
    const seconds = [none, create("f32", 1), create("f64", 1)];
    const isBinary = (second: FloatArray) => succeeds(() => (op as BinaryFunction)(none, second, bare));
    if (seconds.some(isBinary)) throw binaryRefused(cause);
    throw cause;
  }
}

function checkResult(x: FloatArray, result: unknown): void {
  const expected = "a function that makes a new Float32Array or Float64Array";
  if (!isFloatArray(result)) throw wrongKind(OP, "op", expected, result);
  if (bufferOf(result) === bufferOf(x)) throw wrongValue(OP, "op", expected, "one that returns x");
}

function succeeds(action: () => unknown): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}
