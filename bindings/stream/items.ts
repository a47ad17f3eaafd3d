// What is computed at once: some hundred microseconds, beside which passing a chunk on costs little.
const RUN_BYTES = 2 ** 20;

/** Cuts the chunks of a stream into runs of whole items, wherever the chunks begin and end. */
export class Items {
  readonly #size: number;
  readonly #alignment: number;
  readonly #run: number;
  #buffer: Uint8Array<ArrayBuffer> | undefined;
  #left = 0;

  /** Items of so many bytes, in runs whose addresses are a multiple of the alignment. */
  constructor(size: number, alignment: number) {
    this.#size = size;
    this.#alignment = alignment;
    this.#run = Math.max(1, Math.floor(RUN_BYTES / size)) * size;
  }

  /** Bytes of an item whose end is yet to come. */
  get left(): number {
    return this.#left;
  }

  /** Each run is good until the next one is asked for. */
  *cut(chunk: Uint8Array): Generator<Uint8Array> {
    let at = 0;
    if (this.#left === 0 && chunk.byteOffset % this.#alignment === 0) {
      const end = this.#whole(chunk.length);
      for (; at < end; at += this.#run) yield chunk.subarray(at, Math.min(at + this.#run, end));
      at = end;
    }
    while (at < chunk.length) {
      const buffer = (this.#buffer ??= new Uint8Array(this.#run));
      const part = chunk.subarray(at, at + buffer.length - this.#left);
      buffer.set(part, this.#left);
      at += part.length;
      const filled = this.#left + part.length;
      const end = this.#whole(filled);
      this.#left = filled - end;
      if (end === 0) continue;
      yield buffer.subarray(0, end);
      buffer.copyWithin(0, end, filled);
    }
  }

  #whole(bytes: number): number {
    return bytes - (bytes % this.#size);
  }
}
