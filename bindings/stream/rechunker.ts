// Bytes that are computed at once: they take some hundred microseconds, and passing a chunk on costs little in comparison.
const RUN_BYTES = 2 ** 20;

/** Turns the chunks of a stream into runs of whole items, wherever the chunks begin and end. */
export class Rechunker {
  readonly #itemBytes: number;
  readonly #alignment: number;
  readonly #runBytes: number;
  #buffer: Uint8Array<ArrayBuffer> | undefined;
  #buffered = 0;

  /** @param alignment every run starts at a multiple of it, in bytes */
  constructor(itemBytes: number, alignment: number) {
    this.#itemBytes = itemBytes;
    this.#alignment = alignment;
    this.#runBytes = Math.max(1, Math.floor(RUN_BYTES / itemBytes)) * itemBytes;
  }

  /** Bytes of an item whose end has not come yet. */
  get buffered(): number {
    return this.#buffered;
  }

  /** The runs of a chunk; each is valid until the next one is asked for. */
  *runsOf(chunk: Uint8Array): Generator<Uint8Array> {
    let at = 0;
    if (this.#buffered === 0 && chunk.byteOffset % this.#alignment === 0) {
      const end = this.#wholeItems(chunk.length);
      for (; at < end; at += this.#runBytes) yield chunk.subarray(at, Math.min(at + this.#runBytes, end));
      at = end;
    }
    while (at < chunk.length) {
      const buffer = (this.#buffer ??= new Uint8Array(this.#runBytes));
      const part = chunk.subarray(at, at + buffer.length - this.#buffered);
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
}
