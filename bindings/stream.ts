import { elementType } from "./checks/arrays.js";
import { checkOptions } from "./checks/options.js";
import { wrongKind, wrongValue } from "./core/errors.js";
import type { ShapeOptions } from "./core/options.js";
import { BYTES, type ElementType, type FloatArray, type Fresh, isFloatArray, nameOf } from "./core/types.js";
import { Items } from "./stream/items.js";
import { paced } from "./stream/paced.js";
import { type Apply, OP, type Plain, type Work, workOf } from "./stream/work.js";

/**
 * What a stream can apply: a function of one array and options that makes a new array, such as `softmax`
 * or `gelu.derivative`, or one of yours, `(x, options) => prelu(x, alpha, options)`.
 */
export type Streamable = (x: never, options: never) => FloatArray;

/** What it takes for options: nothing, if it has only one parameter. */
type Given<F extends Streamable> = [NonNullable<Parameters<F>[1]>] extends [never]
  ? Record<never, never>
  : NonNullable<Parameters<F>[1]>;

/** The options of the function but `out`. There are none for one of two arrays, whose second is no options. */
export type StreamOptions<F extends Streamable> =
  Given<F> extends ArrayBufferView ? never : Omit<Given<F>, "out" | "shape"> & ShapeOf<F>;

/** In a direct call it has a default, the length of x: here there is no such length. */
type ShapeOf<F extends Streamable> = "shape" extends keyof Given<F>
  ? F extends { readonly spec: unknown }
    ? { shape: readonly number[] }
    : { shape?: readonly number[] }
  : unknown;

interface OfNumbers {
  type?: undefined;
}

interface OfBytes {
  type: ElementType;
}

/** A function of rows as one would write it: its parameters need no types. */
type OfRows = (x: FloatArray, options: ShapeOptions) => FloatArray;

interface ItemOptions extends ShapeOptions {
  shape: readonly number[];
}

type Rest<O> = [O] extends [never] ? [options: never] : OfNumbers extends O ? [options?: O] : [options: O];

/**
 * A TransformStream that applies a function to a stream of numbers, cut into chunks in any way: the
 * results, put together, have the bits of the direct call.
 *
 * A chunk makes one chunk, a large one several (of about 1 MiB), each computed when the reader has taken
 * the one before: memory does not depend on the length of the stream, nor of its chunks. Results are new
 * arrays; chunks are not written to, and are used until their last result has been taken.
 *
 * @param op what to apply: a function of one array and options, which makes a new array
 * @param options the parameters of `op`
 * @param options.shape for functions of rows: the stream is a sequence of items of this shape, each with the result
 *   of `op(item, { shape, axis })`. An item is computed when it is whole, and one is held in memory.
 * @param options.axis as in the direct call, along a dimension of an item
 * @param options.type "f32" or "f64": the stream is one of bytes, chunks are `Uint8Array`, and so are the results, of
 *   little-endian values, which may begin and end anywhere in a chunk. Without it chunks are `Float32Array`, or all
 *   `Float64Array`.
 * @param options.offset for `rrelu`: index of the stream's first element, default 0. Elements count on through the chunks.
 * @returns a pair of `readable` and `writable`, for `pipeThrough`
 * @throws {TypeError} `op` is no function of one array; or an option that `op` refuses
 * @throws {RangeError} a value of an option that `op` refuses; a shape without elements
 * @remarks Errors of the stream itself: TypeError for a chunk of the wrong kind, RangeError where the stream ends within
 *   an item or a value. Both sides then fail with it.
 * @example
 * await response.body.pipeThrough(activationStream(softmax, { type: "f32", shape: [1000] })).pipeTo(target);
 */
export function activationStream(
  op: OfRows,
  options: ItemOptions & OfBytes,
): TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>;
export function activationStream<A extends FloatArray = FloatArray>(
  op: OfRows,
  options: ItemOptions & OfNumbers,
): TransformStream<A, Fresh<A>>;
export function activationStream<F extends Streamable>(
  op: F,
  options: StreamOptions<F> & OfBytes,
): TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>;
export function activationStream<F extends Streamable, A extends FloatArray = FloatArray>(
  op: F,
  ...options: Rest<StreamOptions<F> & OfNumbers>
): TransformStream<A, Fresh<A>>;
export function activationStream(
  op: Apply,
  options: Plain & { readonly type?: unknown } = {},
): TransformStream<never, unknown> {
  if (typeof op !== "function") throw wrongKind(OP, "op", "a function such as gelu", op);
  checkOptions(OP, options, Object.keys(options ?? {}));
  const { type, ...given } = options;
  if (type !== undefined && type !== "f32" && type !== "f64") {
    const [expected, remedy] = ['"f32" or "f64"', "leave it out for chunks of Float32Array or Float64Array"];
    if (typeof type !== "string") throw wrongKind(OP, "type", expected, type, remedy);
    throw wrongValue(OP, "type", expected, JSON.stringify(type), remedy);
  }
  const { length, run } = workOf(op, given, type === undefined ? ["f32", "f64"] : [type]);
  return type === undefined ? ofArrays(length, run) : ofBytes(type, length, run);
}

function ofArrays(length: number, run: Work["run"]): TransformStream<FloatArray, FloatArray> {
  let type: ElementType | undefined;
  let items!: Items;
  function* transform(chunk: FloatArray): Generator<FloatArray> {
    if (isBytes(chunk)) {
      const remedy = 'for a stream of bytes give { type: "f32" } or { type: "f64" }';
      throw wrongKind(OP, "chunk", "a Float32Array or Float64Array", chunk, remedy);
    }
    const got = elementType(OP, "chunk", chunk);
    if (type === undefined) items = new Items(length * BYTES[got], BYTES[got]);
    type ??= got;
    if (got !== type) {
      throw wrongKind(OP, "chunk", `a ${nameOf(type)}`, chunk, "all chunks of a stream have one element type");
    }
    const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (const part of items.cut(bytes)) yield run(floats(type, part));
  }
  return paced(transform, () => type && checkEnd(type, length, items.left));
}

function ofBytes(
  type: ElementType,
  length: number,
  run: Work["run"],
): TransformStream<Uint8Array, Uint8Array<ArrayBuffer>> {
  const items = new Items(length * BYTES[type], BYTES[type]);
  function* transform(chunk: Uint8Array): Generator<Uint8Array<ArrayBuffer>> {
    if (!isBytes(chunk)) {
      const remedy = isFloatArray(chunk) ? 'leave "type" out for chunks of numbers' : undefined;
      throw wrongKind(OP, "chunk", "a Uint8Array", chunk, remedy);
    }
    for (const part of items.cut(chunk)) {
      const y = run(floats(type, part)) as Fresh<FloatArray>;
      yield new Uint8Array(y.buffer, y.byteOffset, y.byteLength);
    }
  }
  return paced(transform, () => checkEnd(type, length, items.left));
}

/** By tag, for arrays of another realm and for subclasses such as Buffer, too. */
function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === "[object Uint8Array]";
}

function floats(type: ElementType, { buffer, byteOffset, byteLength }: Uint8Array): FloatArray {
  const length = byteLength / BYTES[type];
  return type === "f32" ? new Float32Array(buffer, byteOffset, length) : new Float64Array(buffer, byteOffset, length);
}

function checkEnd(type: ElementType, length: number, left: number): void {
  if (left === 0) return;
  const size = BYTES[type];
  const part = left % size;
  if (part !== 0) {
    const got = `${part} of the last one`;
    throw wrongValue(OP, "stream", `whole values of ${size} bytes`, got, `it lacks ${size - part}; is it truncated?`);
  }
  const missing = length - left / size;
  const got = `${left / size} of the last one`;
  throw wrongValue(OP, "stream", `whole items of ${length} values`, got, `it lacks ${missing}; does the shape fit?`);
}
