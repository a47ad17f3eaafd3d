/**
 * Floats of 16 bits as `Uint16Array`, for files and engines without `Float16Array`: `lanewise/half`.
 */

import { overlap } from "./checks/aliasing.js";
import { accepts, checkNames, readOptions } from "./checks/options.js";
import { wrongKind, wrongValue } from "./core/errors.js";
import { bufferOf, lengthOf, type Numbers, offsetOf, tagOf } from "./core/types.js";
import { bfloat16Bits, floatBits, floatBitsOfBfloat16, halfBits } from "./half/bits.js";

/** The option of a conversion. */
export interface ConversionOutput<O> {
  /** The array to write to, of the source's length; default a new array. */
  out?: O | undefined;
}

let halves: Uint32Array | undefined;

/**
 * The values of halves (IEEE 754 binary16), exactly.
 *
 * @param bits the halves
 * @param options `out`: where to write; default a new array
 * @returns `out`
 * @throws {TypeError} no Uint16Array, an `out` that is no Float32Array, or an unknown option
 * @throws {RangeError} an `out` of another length, or one that shares memory with the source
 */
export function fromHalf<O extends Float32Array<ArrayBufferLike> = Float32Array<ArrayBuffer>>(
  bits: Uint16Array<ArrayBufferLike>,
  options?: ConversionOutput<O>,
): O {
  return convert("fromHalf", "Uint16Array", "Float32Array", bits, options, (from, to) => {
    halves ??= Uint32Array.from({ length: 2 ** 16 }, (_, half) => floatBits(half));
    for (let i = 0; i < from.length; i++) to[i] = halves[from[i]!]!;
  }) as O;
}

/**
 * The halves nearest to values, ties to even: from 65,520 on infinity.
 *
 * @param x the values
 * @param options `out`: where to write; default a new array
 * @returns `out`
 * @throws {TypeError} no Float32Array, an `out` that is no Uint16Array, or an unknown option
 * @throws {RangeError} an `out` of another length, or one that shares memory with the source
 */
export function toHalf<O extends Uint16Array<ArrayBufferLike> = Uint16Array<ArrayBuffer>>(
  x: Float32Array<ArrayBufferLike>,
  options?: ConversionOutput<O>,
): O {
  return convert("toHalf", "Float32Array", "Uint16Array", x, options, (from, to) => {
    for (let i = 0; i < from.length; i++) to[i] = halfBits(from[i]!);
  }) as O;
}

/**
 * The values of bfloat16, exactly.
 *
 * @param bits the upper halves of f32 values
 * @param options `out`: where to write; default a new array
 * @returns `out`
 * @throws as `fromHalf`
 */
export function fromBfloat16<O extends Float32Array<ArrayBufferLike> = Float32Array<ArrayBuffer>>(
  bits: Uint16Array<ArrayBufferLike>,
  options?: ConversionOutput<O>,
): O {
  return convert("fromBfloat16", "Uint16Array", "Float32Array", bits, options, (from, to) => {
    for (let i = 0; i < from.length; i++) to[i] = floatBitsOfBfloat16(from[i]!);
  }) as O;
}

/**
 * The bfloat16 nearest to values, ties to even.
 *
 * @param x the values
 * @param options `out`: where to write; default a new array
 * @returns `out`
 * @throws as `toHalf`
 */
export function toBfloat16<O extends Uint16Array<ArrayBufferLike> = Uint16Array<ArrayBuffer>>(
  x: Float32Array<ArrayBufferLike>,
  options?: ConversionOutput<O>,
): O {
  return convert("toBfloat16", "Float32Array", "Uint16Array", x, options, (from, to) => {
    for (let i = 0; i < from.length; i++) to[i] = bfloat16Bits(from[i]!);
  }) as O;
}

type Tag = "Float32Array" | "Uint16Array";
type Bits = Uint16Array<ArrayBufferLike> | Uint32Array<ArrayBufferLike>;

const ACCEPTED = /* @__PURE__ */ accepts({}, "out");

function convert(
  op: string,
  tag: Tag,
  resultTag: Tag,
  x: unknown,
  options: unknown,
  run: (from: Bits, to: Bits) => void,
): unknown {
  const given = readOptions(options, ACCEPTED);
  checkNames(op, given, ACCEPTED);
  const { out } = given;
  check(op, "x", tag, x);
  const length = lengthOf(x);
  const result = out ?? (resultTag === "Uint16Array" ? new Uint16Array(length) : new Float32Array(length));
  check(op, "out", resultTag, result);
  if (lengthOf(result) !== length) {
    throw wrongValue(op, "out", `a ${resultTag} of length ${length}`, `length ${lengthOf(result)}`);
  }
  const [from, to] = [bitsOf(x, tag), bitsOf(result, resultTag)];
  if (overlap(from.byteOffset, from.byteLength, to.byteOffset, to.byteLength) && from.buffer === to.buffer) {
    throw wrongValue(op, "out", "other memory than the source", "some of it", "pass another array");
  }
  run(from, to);
  return result;
}

function check(op: string, argument: string, tag: Tag, value: unknown): asserts value is Numbers {
  if (tagOf(value) !== tag) throw wrongKind(op, argument, `a ${tag}`, value);
}

/** The elements as bits, whatever the array's class has changed. */
function bitsOf(array: Numbers, tag: Tag): Bits {
  const place = [bufferOf(array), offsetOf(array), lengthOf(array)] as const;
  return tag === "Float32Array" ? new Uint32Array(...place) : new Uint16Array(...place);
}
