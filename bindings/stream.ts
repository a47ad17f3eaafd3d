import { elementType } from "./checks/arrays.js";
import { readOption } from "./checks/options.js";
import { wrongKind, wrongValue } from "./core/errors.js";
import type { ShapeOptions } from "./core/options.js";
import {
  BYTES,
  type ElementType,
  type FloatArray,
  type FloatType,
  type Fresh,
  isFloatArray,
  nameOf,
  tagOf,
  viewOf,
} from "./core/types.js";
import { transformWithBackpressure } from "./stream/backpressure.js";
import type { UnaryFunction } from "./stream/callback.js";
import { narrowed, widened } from "./stream/halves.js";
import type { ItemFunction } from "./stream/item-function.js";
import { itemFunctionOf } from "./stream/items.js";
import { chunkBytes, Rechunker } from "./stream/rechunker.js";
import { OP } from "./stream/refusals.js";

/**
 * A function that a stream can apply: it takes one array and options and makes a new array, such as `softmax`,
 * `gelu.derivative`, or a function of yours, `(x, options) => prelu(x, alpha, options)`.
 */
export type Streamable = (x: never, options: never) => FloatArray;

/** Its options, or none if it has only one parameter. */
type Given<F extends Streamable> = [NonNullable<Parameters<F>[1]>] extends [never]
  ? Record<never, never>
  : NonNullable<Parameters<F>[1]>;

/** The options of the function except `out`; none for a function of two arrays. */
export type StreamOptions<F extends Streamable> =
  Given<F> extends ArrayBufferView ? never : Omit<Given<F>, "out" | "shape"> & ShapeOf<F>;

/** In a direct call `shape` defaults to the length of x; a stream has no such length. */
type ShapeOf<F extends Streamable> = "shape" extends keyof Given<F>
  ? F extends { readonly spec: unknown }
    ? { shape: readonly number[] }
    : { shape?: readonly number[] }
  : unknown;

interface OfNumbers {
  type?: undefined;
}

interface OfBytes {
  type: FloatType;
}

/** A function of rows, for inference: the parameters of an inline function need no types. */
type OfRows = (x: FloatArray, options: ShapeOptions) => FloatArray;

interface ItemOptions extends ShapeOptions {
  shape: readonly number[];
}

type Rest<O> = [O] extends [never] ? [options: never] : OfNumbers extends O ? [options?: O] : [options: O];

/**
 * A TransformStream that applies a function to a stream of numbers, cut into chunks in any way. Joined, the results have
 * the bits of the direct call.
 *
 * A chunk gives one chunk, a large one several (of about 1 MiB), each computed when the reader has taken the previous
 * one: memory depends neither on the length of the stream nor on the length of its chunks. Results are new arrays. Chunks
 * are not written to, and are read until their last result has been taken.
 *
 * @param op the function: it takes one array and options, and makes a new array
 * @param options the parameters of `op`
 * @param options.shape for functions of rows: the stream is a sequence of items of this shape, and the result of each is
 *   `op(item, { shape, axis })`. An item is computed when it is complete; one is held in memory.
 * @param options.axis as in the direct call, along a dimension of an item
 * @param options.type "f16", "f32" or "f64" for a stream of bytes: chunks and results are `Uint8Array` of little-endian
 *   values, which may begin and end anywhere in a chunk. Values of 16 bits are computed in f32 and rounded once, in any
 *   engine. Without it all chunks are `Float32Array`, or all are
 *   `Float64Array`.
 * @param options.offset for `rrelu`: index of the stream's first element, default 0; counting goes on through the chunks.
 * @returns a pair of `readable` and `writable`, for `pipeThrough`
 * @throws {TypeError} `op` is no function of one array, or refuses an option
 * @throws {RangeError} `op` refuses the value of an option, or a shape has no elements
 * @remarks Errors of the stream itself: TypeError for a chunk of the wrong kind, RangeError if the stream ends within
 *   an item or a value. Both sides fail with it.
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
export function activationStream(op: UnaryFunction, options?: unknown): TransformStream<never, unknown> {
  if (typeof op !== "function") throw wrongKind(OP, "op", "a function such as gelu", op);
  const type = checkType(readOption(options, "type"));
  const itemFunction = itemFunctionOf(op, options, type === undefined ? ["f32", "f64"] : [computedIn(type)]);
  return type === undefined ? ofArrays(itemFunction) : ofBytes(type, itemFunction);
}

function checkType(type: unknown): FloatType | undefined {
  if (type === undefined || type === "f16" || type === "f32" || type === "f64") return type;
  const [expected, remedy] = ['"f16", "f32" or "f64"', "leave it out for chunks of Float32Array or Float64Array"];
  if (typeof type !== "string") throw wrongKind(OP, "type", expected, type, remedy);
  throw wrongValue(OP, "type", expected, JSON.stringify(type), remedy);
}

function ofArrays({ length, apply }: ItemFunction): TransformStream<FloatArray, FloatArray> {
  let type: FloatType | undefined;
  let rechunker!: Rechunker;
  function* transform(chunk: FloatArray): Generator<FloatArray> {
    if (isBytes(chunk)) {
      const remedy = 'for a stream of bytes give { type: "f32" }, "f64" or "f16"';
      throw wrongKind(OP, "chunk", "a Float32Array or Float64Array", chunk, remedy);
    }
    const got = elementType(OP, "chunk", chunk);
    if (type === undefined) rechunker = new Rechunker(OP, length * BYTES[got], BYTES[got]);
    type ??= got;
    if (got !== type) {
      throw wrongKind(OP, "chunk", `a ${nameOf(type)}`, chunk, "all chunks of a stream have one element type");
    }
    for (const run of rechunker.runsOf(chunkBytes(chunk, BYTES[got]))) yield apply(floats(type, run));
  }
  return transformWithBackpressure(transform, () => type && checkEnd(type, length, rechunker.buffered));
}

function ofBytes(
  type: FloatType,
  { length, apply }: ItemFunction,
): TransformStream<Uint8Array, Uint8Array<ArrayBuffer>> {
  const rechunker = new Rechunker(OP, length * BYTES[type], BYTES[type]);
  function* transform(chunk: Uint8Array): Generator<Uint8Array<ArrayBuffer>> {
    if (!isBytes(chunk)) {
      const remedy = isFloatArray(chunk) ? 'leave "type" out for chunks of numbers' : undefined;
      throw wrongKind(OP, "chunk", "a Uint8Array", chunk, remedy);
    }
    for (const run of rechunker.runsOf(chunkBytes(chunk, 1))) {
      const y = type === "f16" ? narrowed(apply(widened(run))) : (apply(floats(type, run)) as Fresh<FloatArray>);
      yield new Uint8Array(y.buffer, y.byteOffset, y.byteLength);
    }
  }
  return transformWithBackpressure(transform, () => checkEnd(type, length, rechunker.buffered));
}

function computedIn(type: FloatType): ElementType {
  return type === "f64" ? "f64" : "f32";
}

/** Also arrays of another realm, and subclasses such as Buffer. */
function isBytes(value: unknown): value is Uint8Array {
  return tagOf(value) === "Uint8Array";
}

function floats(type: FloatType, { buffer, byteOffset, byteLength }: Uint8Array): FloatArray {
  return viewOf(type, buffer, byteOffset, byteLength / BYTES[type]);
}

function checkEnd(type: FloatType, length: number, buffered: number): void {
  if (buffered === 0) return;
  const size = BYTES[type];
  const part = buffered % size;
  if (part !== 0) {
    const got = `${part} of the last one`;
    throw wrongValue(OP, "stream", `whole values of ${size} bytes`, got, `it lacks ${size - part}; is it truncated?`);
  }
  const missing = length - buffered / size;
  const got = `${buffered / size} of the last one`;
  throw wrongValue(OP, "stream", `whole items of ${length} values`, got, `it lacks ${missing}; does the shape fit?`);
}
