import { readOption } from "../checks/options.js";
import { describe, message, wrongKind, wrongValue } from "../core/errors.js";
import { type FloatArray, isFloatArray, lengthOf, part } from "../core/types.js";
import { definitionOf } from "../dispatch/plan.js";
import { resultShape } from "../dispatch/result-shape.js";
import type { Kind } from "../kinds/spec.js";

/** An array of another library: its numbers in row-major order, and their shape. */
export interface ForeignArray {
  /** The numbers; a library that keeps them in parts has `toArray` besides. */
  readonly data: unknown;
  readonly shape?: readonly number[] | ArrayLike<number>;
  /** The shape, as ONNX Runtime names it. */
  readonly dims?: readonly number[];
  /** Elements from one index to the next, for each dimension. */
  readonly strides?: readonly number[];
  readonly stride?: ArrayLike<number> | number;
  /** The index of the first element in `data`. */
  readonly offset?: number;
  /** All numbers of a vector of Apache Arrow. */
  toArray?(): unknown;
}

/** The default result of `on`. */
export interface ShapedArray<A extends FloatArray = FloatArray> {
  readonly data: A;
  readonly shape: readonly number[];
}

/** A function of one array, such as `gelu`, `softmax` or `gelu.derivative`. */
type OneArray = (x: never, options: never) => FloatArray;

/** Its options; shape and `out` follow from the array. */
type OptionsOf<F extends OneArray> = Omit<NonNullable<Parameters<F>[1]>, "shape" | "out">;

interface Wrapping<R> {
  /**
   * Makes the result an array of the library: it is given the numbers and their shape. A method, so that the caller may
   * name the type of its own numbers.
   */
  wrap(data: FloatArray, shape: readonly number[]): R;
}

const OP = "on";

/**
 * Applies a function to an array of another library: anything with `data`, and `shape` or `dims`, such as arrays of
 * ndarray and numpy-ts, tensors of ONNX Runtime and transformers.js, and vectors of Apache Arrow.
 *
 * @example
 * const y = on(softmax, tensor, { axis: -1, wrap: (data, dims) => new ort.Tensor("float32", data, dims) });
 *
 * @param f a function of one array, such as `gelu`, `softmax` or `gelu.derivative`
 * @param array the array, whose numbers are Float32Array or Float64Array in row-major order
 * @param options the options of `f` except shape and `out`, which follow from the array
 * @param options.wrap makes the result from its numbers and shape; default `{ data, shape }`
 * @returns what `wrap` returns
 * @throws {TypeError} no function of one array, no array of floats, or what `f` throws
 * @throws {RangeError} numbers that are not in row-major order, too few of them, or what `f` throws
 */
export function on<F extends OneArray, R>(f: F, array: ForeignArray, options: OptionsOf<F> & Wrapping<R>): R;
export function on<F extends OneArray>(f: F, array: ForeignArray, options?: OptionsOf<F>): ShapedArray;
export function on(f: OneArray, array: ForeignArray, options?: object): unknown {
  const definition = definitionOf(f);
  if (definition?.operands.length !== 1 || definition.both || definition.whole) {
    throw wrongKind(OP, "f", "a function of one array, such as gelu", f, "others take data and shape themselves");
  }
  const wrap = (readOption(options, "wrap") ?? ((data: FloatArray, shape: readonly number[]) => ({ data, shape }))) as (
    data: FloatArray,
    shape: readonly number[],
  ) => unknown;
  if (typeof wrap !== "function") throw wrongKind(OP, "wrap", "a function of numbers and shape", wrap);
  const { x, shape } = numbersOf(array);
  const { wrap: _, ...own } = (options ?? {}) as Readonly<Record<string, unknown>>;
  const given = definition.accepted.shape ? { ...own, shape: shape.length > 0 ? shape : [1] } : own;
  const y = (f as unknown as (x: FloatArray, options: object) => FloatArray)(x, given);
  return wrap(y, resultShape(definition, kindOf(f), shape, given));
}

function kindOf(f: OneArray): Kind | undefined {
  return (f as { spec?: { kind: Kind } }).spec?.kind;
}

/** The numbers of an array in row-major order, and its shape. */
function numbersOf(array: ForeignArray): { readonly x: FloatArray; readonly shape: readonly number[] } {
  if (typeof array !== "object" || array === null) throw wrongKind(OP, "array", "an object with data and shape", array);
  const isWhole = !isFloatArray(array.data) && array.toArray !== undefined;
  const data = isWhole ? array.toArray!() : array.data;
  if (!isFloatArray(data)) {
    throw wrongKind(OP, "array.data", "a Float32Array or Float64Array", data, "convert it: Float32Array.from(…)");
  }
  if (isWhole) return { x: data, shape: [lengthOf(data)] };
  const sizes = array.shape ?? array.dims ?? [lengthOf(data)];
  const shape = Array.from(sizes);
  const count = shape.reduce((product, size) => product * size, 1);
  checkOrder(shape, array.strides ?? array.stride);
  const start = array.offset ?? 0;
  if (start + count > lengthOf(data)) {
    const got = `${lengthOf(data)}, from ${start} on`;
    throw wrongValue(OP, "array", `the ${count} numbers of its shape, [${shape.join(", ")}]`, got);
  }
  return { x: part(data, start, count), shape };
}

/** Refuses strides of anything but row-major order: then the numbers are not one after the other. */
function checkOrder(shape: readonly number[], strides: ArrayLike<number> | number | undefined): void {
  if (typeof strides !== "object") return;
  const got = Array.from(strides);
  let stride = 1;
  const expected = [...shape].reverse().map((size) => {
    const own = stride;
    stride *= size;
    return own;
  });
  expected.reverse();
  if (stride === 0 || shape.every((size, i) => size === 1 || got[i] === expected[i])) return;
  const remedy = "copy the array to row-major order first, as with slice() or ascontiguousarray";
  const text = (list: readonly unknown[]) => `[${list.map(describe).join(", ")}]`;
  throw new RangeError(message(OP, "array", `row-major order, strides ${text(expected)}`, text(got), remedy));
}
