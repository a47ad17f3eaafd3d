import type { FloatArray } from "lanewise";
import { Failure } from "./failure.js";

/** A NumPy array of floats. */
export interface Npy {
  readonly data: FloatArray;
  readonly shape: readonly number[];
  /** The first dimension runs fastest. */
  readonly fortranOrder: boolean;
}

const MAGIC = "\x93NUMPY";
// The data of files that NumPy writes start at a multiple of this.
const ALIGNMENT = 64;

export function isNpy(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, MAGIC.length)).toString("latin1") === MAGIC;
}

/**
 * Reads an .npy file of version 1, 2 or 3 with little-endian f4 or f8 elements.
 *
 * @throws {Failure} for anything else
 */
export function parseNpy(bytes: Uint8Array): Npy {
  if (!isNpy(bytes)) throw new Failure("not an .npy file");
  const { header, start } = readHeader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const { descr, fortranOrder, shape } = parseHeader(header);
  const Type = descr === "<f4" ? Float32Array : descr === "<f8" ? Float64Array : undefined;
  if (!Type) {
    throw new Failure(
      `dtype ${descr} is not supported: save the array as float32 or float64, np.save(f, x.astype("<f4"))`,
    );
  }
  const length = shape.reduce((product, size) => product * size, 1);
  const expected = length * Type.BYTES_PER_ELEMENT;
  const got = bytes.byteLength - start;
  if (got !== expected) {
    const what = got < expected ? "truncated" : "more data than one array";
    throw new Failure(`${what}: shape (${shape.join(", ")}) of ${descr} takes ${expected} bytes, the file has ${got}`);
  }
  // A copy, as the data need not be aligned in the file's buffer.
  const copy = bytes.slice(start);
  return { data: new Type(copy.buffer, copy.byteOffset, length), shape, fortranOrder };
}

/** Writes version 1, as NumPy does when the header fits. */
export function formatNpy({ data, shape, fortranOrder }: Npy): Uint8Array {
  const descr = data.BYTES_PER_ELEMENT === 4 ? "<f4" : "<f8";
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${descr}', 'fortran_order': ${fortranOrder ? "True" : "False"}, 'shape': (${sizes}), }`;
  const before = MAGIC.length + 4;
  const total = Math.ceil((before + text.length + 1) / ALIGNMENT) * ALIGNMENT;
  const bytes = Buffer.alloc(total + data.byteLength);
  bytes.write(MAGIC, "latin1");
  bytes[MAGIC.length] = 1;
  bytes.writeUInt16LE(total - before, MAGIC.length + 2);
  bytes.write(`${text.padEnd(total - before - 1)}\n`, before, "latin1");
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), total);
  return bytes;
}

/** The header's text, and where the data start. */
function readHeader(bytes: Buffer): { header: string; start: number } {
  const at = MAGIC.length + 2;
  const version = bytes[MAGIC.length] ?? 0;
  if (version < 1 || version > 3) throw new Failure(`.npy version ${version} is not known: 1, 2 and 3 are`);
  const width = version === 1 ? 2 : 4;
  if (bytes.length < at + width) throw new Failure("truncated: the file ends in the header");
  const start = at + width + bytes.readUIntLE(at, width);
  if (bytes.length < start) throw new Failure("truncated: the file ends in the header");
  return { header: bytes.toString(version === 3 ? "utf8" : "latin1", at + width, start), start };
}

/** The three entries of the header, a Python literal. */
function parseHeader(header: string): { descr: string; fortranOrder: boolean; shape: number[] } {
  const entry = (key: string, value: string) => new RegExp(`['"]${key}['"]\\s*:\\s*${value}`).exec(header)?.[1];
  const descr = entry("descr", `['"]([^'"]*)['"]`) ?? entry("descr", "(\\[.*\\])");
  const order = entry("fortran_order", "(True|False)");
  const sizes = entry("shape", "\\(([\\d\\s,L]*)\\)");
  if (descr === undefined || order === undefined || sizes === undefined) {
    throw new Failure(`the .npy header is broken: ${JSON.stringify(header.trim().slice(0, 120))}`);
  }
  const shape = sizes.match(/\d+/g) ?? [];
  return { descr, fortranOrder: order === "True", shape: shape.map(Number) };
}
