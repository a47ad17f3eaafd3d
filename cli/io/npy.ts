import type { FloatArray } from "lanewise";
import { Failure } from "../core/failure.js";
import { ARRAYS, computedIn, DESCRIPTIONS, decode, type FloatType, type Stored, storedAs } from "./element-types.js";
import { type Literal, parseLiteral } from "./python-literal.js";

/** The contents of a header. */
interface Layout {
  readonly shape: readonly number[];
  /** The first dimension runs fastest. */
  readonly fortranOrder: boolean;
}

export interface NpyHeader extends Layout {
  readonly stored: Stored;
}

/** An array that is written. */
export interface ArrayHeader extends Layout {
  readonly type: FloatType;
}

/** A NumPy array as floats. */
export interface Npy extends Layout {
  readonly data: FloatArray;
}

const MAGIC = "\x93NUMPY";
// The data of files that NumPy writes start at a multiple of this.
const ALIGNMENT = 64;
/** Magic, version, and the length of what follows: of version 1 that has two bytes less. */
const PREAMBLE = MAGIC.length + 6;
// NumPy reads no longer ones. Of version 3 a character may take four bytes.
const LONGEST_HEADER = 10_000;
export const MOST_HEADER_BYTES = PREAMBLE + 4 * LONGEST_HEADER;
const MOST_DIMENSIONS = 64;
// Of what is broken a message shows no more.
const EXCERPT = 120;

export function isNpy(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, MAGIC.length)).toString("latin1") === MAGIC;
}

/**
 * Reads an .npy file of numbers: those that are no floats are converted.
 *
 * @throws {Failure} for anything else
 */
export function parseNpy(bytes: Uint8Array): Npy {
  const start = headerLength(bytes);
  const { stored, shape, fortranOrder } = parseHeader(bytes.subarray(0, start));
  const length = checkData({ stored, shape }, bytes.byteLength - start);
  const data = new ARRAYS[computedIn(stored.type)](length);
  // A copy, as the data need not be aligned in the file's buffer.
  decode(stored, bytes.slice(start), data);
  return { data, shape, fortranOrder };
}

export function formatNpy({ data, shape, fortranOrder }: Npy): Uint8Array {
  const header = formatHeader({ type: data instanceof Float32Array ? "f32" : "f64", shape, fortranOrder });
  return Buffer.concat([header, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)]);
}

/**
 * How many bytes come before the data, from the first bytes of a file.
 *
 * @throws {Failure} if it is no .npy file, or of an unknown version, or its header is too long
 */
export function headerLength(first: Uint8Array): number {
  if (!isNpy(first)) throw new Failure(otherFormat(first));
  const [major = 0, minor = 0] = first.subarray(MAGIC.length);
  if (major < 1 || major > 3 || minor !== 0) {
    throw new Failure(`.npy version ${major}.${minor} is not known: 1.0, 2.0 and 3.0 are`);
  }
  const { length, byteOffset, buffer } = first;
  const before = major === 1 ? PREAMBLE - 2 : PREAMBLE;
  if (length < before) throw new Failure("truncated: the file ends in the header");
  const view = new DataView(buffer, byteOffset);
  const text = major === 1 ? view.getUint16(PREAMBLE - 4, true) : view.getUint32(PREAMBLE - 4, true);
  if (before + text > MOST_HEADER_BYTES || (major < 3 && text > LONGEST_HEADER)) throw tooLong(text);
  return before + text;
}

/** The header in the bytes before the data. */
export function parseHeader(bytes: Uint8Array): NpyHeader {
  if (bytes.length < headerLength(bytes)) throw new Failure("truncated: the file ends in the header");
  const version = bytes[MAGIC.length]!;
  const text = decoded(bytes.subarray(version === 1 ? PREAMBLE - 2 : PREAMBLE), version === 3 ? "utf-8" : "latin1");
  if (text === undefined) throw new Failure("the .npy header is broken: it is no UTF-8");
  if ([...text].length > LONGEST_HEADER) throw tooLong(text.length);
  return readEntries(text, version < 3);
}

/**
 * The bytes before the data: version 1, as NumPy writes it where the header fits.
 *
 * @param least so many bytes at least, for a header that takes the place of another one
 */
export function formatHeader({ type, shape, fortranOrder }: ArrayHeader, least = 0): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const order = fortranOrder ? "True" : "False";
  const text = `{'descr': '${DESCRIPTIONS[type]}', 'fortran_order': ${order}, 'shape': (${sizes}), }`;
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
export function checkData({ stored, shape }: Pick<NpyHeader, "stored" | "shape">, got: number): number {
  const length = lengthOf(shape);
  const expected = length * stored.bytes;
  if (got === expected) return length;
  const what = got < expected ? "truncated" : "more data than one array";
  const of = `shape (${shape.join(", ")}) of ${stored.description}`;
  throw new Failure(`${what}: ${of} takes ${expected} bytes, the file has ${got}`);
}

export function lengthOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Refuses more dimensions than NumPy has, and more elements than can be counted. */
export function checkShape(shape: readonly number[]): void {
  if (shape.length > MOST_DIMENSIONS) {
    throw new Failure(`${shape.length} dimensions: at most ${MOST_DIMENSIONS} can be, as in NumPy`);
  }
  const tooMany = () => new Failure(`shape (${shape.join(", ")}) has more elements than can be counted`);
  if (!shape.every(Number.isSafeInteger)) throw tooMany();
  // NumPy counts the other sizes of an array without elements, too.
  const elements = shape.filter((size) => size > 0).reduce((product, size) => product * BigInt(size), 1n);
  const most = shape.includes(0) ? 2n ** 63n - 1n : BigInt(Number.MAX_SAFE_INTEGER);
  if (elements * 8n > most) throw tooMany();
}

function decoded(bytes: Uint8Array, encoding: "utf-8" | "latin1"): string | undefined {
  // TextDecoder takes latin1 for windows-1252.
  if (encoding === "latin1") return Buffer.from(bytes).toString("latin1");
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function tooLong(length: number): Failure {
  return new Failure(
    `the .npy header is broken: it says it has ${length} bytes, NumPy reads ${LONGEST_HEADER} at most`,
  );
}

function otherFormat(first: Uint8Array): string {
  const isArchive = first[0] === 0x50 && first[1] === 0x4b && first[2] === 3 && first[3] === 4;
  if (!isArchive) return "not an .npy file: it does not begin as one";
  return "an .npz archive, of several arrays: unzip it (unzip FILE.npz), and pass one of its .npy files";
}

/** The three entries: the last of equal ones counts. */
function readEntries(text: string, python2: boolean): NpyHeader {
  const broken = (what: string) =>
    new Failure(`the .npy header is broken: ${what}: ${JSON.stringify(text.trim().slice(0, EXCERPT))}`);
  const header = parseLiteral(text, python2);
  if (header?.kind !== "dictionary") throw broken("expected a Python dictionary");
  const entries = new Map<string, Literal>();
  for (const [key, value] of header.entries) {
    if (key.kind !== "string") throw broken("expected the keys descr, fortran_order and shape");
    entries.set(key.value, value);
  }
  const [description, order, shape] = ["descr", "fortran_order", "shape"].map((key) => entries.get(key));
  if (!description || !order || !shape || entries.size !== 3) {
    throw broken("expected the keys descr, fortran_order and shape, and no others");
  }
  if (order.kind !== "boolean") throw broken("expected fortran_order to be True or False");
  const sizes = shape.kind === "tuple" ? shape.items.map(sizeOf) : [undefined];
  if (!sizes.every((size) => size !== undefined)) throw broken("expected the shape to be a tuple of sizes");
  const stored = description.kind === "string" ? storedAs(description.value) : undefined;
  if (!stored) throw new Failure(notNumbers(description));
  checkShape(sizes);
  // Elements of one row, or of none, have the same order either way.
  const fortranOrder = order.value && sizes.filter((size) => size !== 1).length > 1 && !sizes.includes(0);
  return { stored, shape: sizes, fortranOrder };
}

/** Python's True is 1, and NumPy takes it. */
function sizeOf(literal: Literal): number | undefined {
  if (literal.kind === "boolean") return Number(literal.value);
  if (literal.kind !== "integer" || literal.value < 0n) return undefined;
  return Number(literal.value);
}

function notNumbers(description: Literal): string {
  const what = description.kind === "string" ? description.value.slice(0, EXCERPT) : "with fields";
  const remedy = 'save real numbers, np.save("y.npy", x.astype("<f8")), or one field of them, x["field"]';
  return `dtype ${what} is not supported: ${remedy}`;
}
