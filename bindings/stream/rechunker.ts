import { message } from "../core/errors.js";
import { bufferOf, type FloatArray, lengthOf, offsetOf } from "../core/types.js";

// Bytes that are computed at once: they take some hundred microseconds, and passing a chunk on costs little in comparison.
const RUN_BYTES = 2 ** 20;

/** The bytes of a chunk when it came, whatever its own properties say and its buffer does later. */
export interface ChunkBytes {
  readonly buffer: ArrayBufferLike;
  readonly byteOffset: number;
  readonly byteLength: number;
}

/** @param chunk a true typed array with elements of so many bytes */
export function chunkBytes(chunk: FloatArray | Uint8Array, bytesPerElement: number): ChunkBytes {
  const array = chunk as FloatArray;
  return { buffer: bufferOf(array), byteOffset: offsetOf(array), byteLength: lengthOf(array) * bytesPerElement };
}

/** Turns the chunks of a stream into runs of whole items, wherever the chunks begin and end. */
export class Rechunker {
  readonly #op: string;
  readonly #itemBytes: number;
  readonly #alignment: number;
  readonly #runBytes: number;
  #buffer: Uint8Array<ArrayBuffer> | undefined;
  #buffered = 0;

  /** @param alignment every run starts at a multiple of it, in bytes */
  constructor(op: string, itemBytes: number, alignment: number) {
    this.#op = op;
    this.#itemBytes = itemBytes;
    this.#alignment = alignment;
    this.#runBytes = Math.max(1, Math.floor(RUN_BYTES / itemBytes)) * itemBytes;
  }

  /** Bytes of an item whose end has not come yet. */
  get buffered(): number {
    return this.#buffered;
  }

  /** The runs of a chunk; each is valid until the next one is asked for. */
  *runsOf(chunk: ChunkBytes): Generator<Uint8Array> {
    const { byteOffset, byteLength } = chunk;
    let at = 0;
    if (this.#buffered === 0 && byteOffset % this.#alignment === 0) {
      const end = this.#wholeItems(byteLength);
      for (; at < end; at += this.#runBytes) yield this.#view(chunk, at, Math.min(this.#runBytes, end - at));
      at = end;
    }
    while (at < byteLength) {
      const buffer = (this.#buffer ??= this.#allocate());
      const part = this.#view(chunk, at, Math.min(buffer.length - this.#buffered, byteLength - at));
      buffer.set(part, this.#buffered);
      at += part.length;
      const filled = this.#buffered + part.length;
      const end = this.#wholeItems(filled);
      this.#buffered = filled - end;
      if (end === 0) continue;
      yield buffer.subarray(0, end);
      buffer.copyWithin(0, end, filled);
    }
  }

  #wholeItems(bytes: number): number {
    return bytes - (bytes % this.#itemBytes);
  }

  #view({ buffer, byteOffset }: ChunkBytes, start: number, length: number): Uint8Array {
    try {
      return new Uint8Array(buffer, byteOffset + start, length);
    } catch (cause) {
      const expected = "a chunk that keeps its memory until its last result has been read";
      const remedy = "neither transfer nor shrink its buffer before";
      throw new TypeError(message(this.#op, "chunk", expected, "one that has lost it", remedy), { cause });
    }
  }

  #allocate(): Uint8Array<ArrayBuffer> {
    try {
      return new Uint8Array(this.#runBytes);
    } catch (cause) {
      const expected = `memory for ${this.#runBytes} bytes of items`;
      throw new RangeError(message(this.#op, "shape", expected, "none", "use smaller items"), { cause });
    }
  }
}
