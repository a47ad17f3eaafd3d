import type { FloatArray } from "lanewise";
import { Failure } from "./failure.js";

export type ElementType = "f32" | "f64";

/** What an .npy file says of its array. */
export interface NpyHeader {
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** The first dimension runs fastest. */
  readonly fortranOrder: boolean;
}

/** A NumPy array of floats. */
export interface Npy extends Omit<NpyHeader, "type"> {
  readonly data: FloatArray;
}

export const ARRAYS = { f32: Float32Array, f64: Float64Array } as const;
export const SIZES = { f32: 4, f64: 8 } as const;

const MAGIC = "\x93NUMPY";
// The data of files that NumPy writes start at a multiple of this.
const ALIGNMENT = 64;
// NumPy itself refuses to read more than 10,000 bytes without being told to.
const LONGEST_HEADER = 1 << 20;
const MOST_DIMENSIONS = 64;
/** Magic, version, and the length of what follows: where a header of any version says how long it is. */
const PREAMBLE = MAGIC.length + 6;

export function isNpy(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, MAGIC.length)).toString("latin1") === MAGIC;
}

/**
 * Reads an .npy file of version 1, 2 or 3 with little-endian f4 or f8 elements.
 *
 * @throws {Failure} for anything else
 */
export function parseNpy(bytes: Uint8Array): Npy {
  const start = headerLength(bytes);
  const { type, shape, fortranOrder } = parseHeader(bytes.subarray(0, start));
  const length = checkData({ type, shape }, bytes.byteLength - start);
  // A copy, as the data need not be aligned in the file's buffer.
  const copy = bytes.slice(start);
  return { data: new ARRAYS[type](copy.buffer, copy.byteOffset, length), shape, fortranOrder };
}

export function formatNpy({ data, shape, fortranOrder }: Npy): Uint8Array {
  const header = formatHeader({ type: data instanceof Float32Array ? "f32" : "f64", shape, fortranOrder });
  return Buffer.concat([header, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)]);
}

/**
 * How many bytes are in front of the data, from the first bytes of a file.
 *
 * @throws {Failure} if it is no .npy file, or of an unknown version, or its header is too long
 */
export function headerLength(first: Uint8Array): number {
  if (!isNpy(first)) throw new Failure("not an .npy file: it does not begin as one");
  const version = first[MAGIC.length] ?? 0;
  if (version < 1 || version > 3) throw new Failure(`.npy version ${version} is not known: 1, 2 and 3 are`);
  const { length, byteOffset, buffer } = first;
  const before = version === 1 ? PREAMBLE - 2 : PREAMBLE;
  if (length < before) throw new Failure("truncated: the file ends in the header");
  const view = new DataView(buffer, byteOffset);
  const text = version === 1 ? view.getUint16(PREAMBLE - 4, true) : view.getUint32(PREAMBLE - 4, true);
  if (text > LONGEST_HEADER) {
    throw new Failure(`the .npy header says it has ${text} bytes, at most ${LONGEST_HEADER} are read: is it broken?`);
  }
  return before + text;
}

/** The header in the bytes in front of the data. */
export function parseHeader(bytes: Uint8Array): NpyHeader {
  if (bytes.length < headerLength(bytes)) throw new Failure("truncated: the file ends in the header");
  const version = bytes[MAGIC.length]!;
  const text = Buffer.from(bytes.subarray(version === 1 ? PREAMBLE - 2 : PREAMBLE));
  return parseLiteral(text.toString(version === 3 ? "utf8" : "latin1"));
}

/**
 * The bytes in front of the data: version 1, as NumPy writes it where the header fits.
 *
 * @param least so many bytes at least, for a header that is to take the place of another one
 */
export function formatHeader({ type, shape, fortranOrder }: NpyHeader, least = 0): Uint8Array {
  const descr = type === "f32" ? "<f4" : "<f8";
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${descr}', 'fortran_order': ${fortranOrder ? "True" : "False"}, 'shape': (${sizes}), }`;
  const before = PREAMBLE - 2;
  const total = Math.max(least, Math.ceil((before + text.length + 1) / ALIGNMENT) * ALIGNMENT);
  const bytes = Buffer.alloc(total);
  bytes.write(MAGIC, "latin1");
  bytes[MAGIC.length] = 1;
  bytes.writeUInt16LE(total - before, PREAMBLE - 4);
  bytes.write(`${text.padEnd(total - before - 1)}\n`, before, "latin1");
  return bytes;
}

/** The number of elements, if so many bytes are them. */
export function checkData({ type, shape }: Pick<NpyHeader, "type" | "shape">, got: number): number {
  const length = lengthOf(shape);
  const expected = length * SIZES[type];
  if (got === expected) return length;
  const what = got < expected ? "truncated" : "more data than one array";
  throw new Failure(`${what}: shape (${shape.join(", ")}) of ${type} takes ${expected} bytes, the file has ${got}`);
}

export function lengthOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** The three entries of a header, which is a Python literal. */
function parseLiteral(text: string): NpyHeader {
  const entry = (key: string, value: string) => new RegExp(`['"]${key}['"]\\s*:\\s*${value}`).exec(text)?.[1];
  const descr = entry("descr", `['"]([^'"]*)['"]`) ?? entry("descr", "(\\[.*\\])");
  const order = entry("fortran_order", "(True|False)");
  const sizes = entry("shape", "\\(([\\d\\s,L]*)\\)");
  if (descr === undefined || order === undefined || sizes === undefined) {
    throw new Failure(`the .npy header is broken: ${JSON.stringify(text.trim().slice(0, 120))}`);
  }
  const type = descr === "<f4" ? "f32" : descr === "<f8" ? "f64" : undefined;
  if (!type) {
    throw new Failure(
      `dtype ${descr} is not supported: save the array as float32 or float64, np.save(f, x.astype("<f4"))`,
    );
  }
  const shape = (sizes.match(/\d+/g) ?? []).map(Number);
  if (shape.length > MOST_DIMENSIONS)
    throw new Failure(`${shape.length} dimensions: NumPy has at most ${MOST_DIMENSIONS}`);
  if (!Number.isSafeInteger(lengthOf(shape)))
    throw new Failure(`shape (${sizes}) has more elements than can be counted`);
  return { type, shape, fortranOrder: order === "True" };
}
