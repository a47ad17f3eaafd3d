import type { Layout } from "../core/layout.js";
import { type Partition, stridedIn } from "./partition.js";
import type { MemoryReference, Slice } from "./protocol.js";
import type { TransferBuffer, TransferBuffers } from "./transfer-buffers.js";
import {
  type ArrayLocation,
  arrayOver,
  BYTES,
  copyStrided,
  elementsAt,
  type NumericArray,
  type Strided,
  spanLength,
} from "./typed-arrays.js";

// Copies start at different offsets within a page of 4 KiB, since a store and a load with the same one wait for
// each other.
const LINE = 64;
const STAGGER = 17 * LINE;

/** The reference to a memory, if the workers reach it. */
export type ReferenceTo = (memory: ArrayBufferLike) => MemoryReference | undefined;

/** Elements of an output that a worker leaves in a transfer buffer. */
export interface StagedOutput {
  readonly output: ArrayLocation;
  readonly start: number;
  readonly strided: Strided;
  readonly byteOffset: number;
}

interface Entry {
  readonly location: ArrayLocation;
  readonly start: number;
  /** The elements themselves, from the first to the last. */
  readonly span: NumericArray;
  readonly strided: Strided;
  readonly memory: MemoryReference | undefined;
  copied: boolean;
  byteOffset: number;
}

/** Makes slices of a partition's arrays: where the elements are, or where copies of them are. */
export class Marshaller {
  readonly #partitioning: Layout;
  readonly #partition: Partition;
  readonly #referenceTo: ReferenceTo;
  readonly #entries: Entry[] = [];
  buffer: TransferBuffer | undefined;

  constructor(partitioning: Layout, partition: Partition, referenceTo: ReferenceTo) {
    this.#partitioning = partitioning;
    this.#partition = partition;
    this.#referenceTo = referenceTo;
  }

  /** Adds the partition of an array, or all of it, and returns its index. The same memory has one index. */
  add(location: ArrayLocation, copied: boolean, whole = false): number {
    const { start, ...strided } = whole
      ? all(location)
      : stridedIn(this.#partitioning, this.#partition, location.length);
    const span = elementsAt(location, start, spanLength(strided));
    const same = this.#entries.findIndex(({ span: { buffer, byteOffset, byteLength } }) => {
      return buffer === span.buffer && byteOffset === span.byteOffset && byteLength === span.byteLength;
    });
    if (same >= 0) {
      this.#entries[same]!.copied ||= copied;
      return same;
    }
    const memory = this.#referenceTo(location.buffer);
    return this.#entries.push({ location, start, span, strided, memory, copied, byteOffset: span.byteOffset }) - 1;
  }

  /** Copies what no worker reaches to a transfer buffer. */
  stage(buffers: TransferBuffers): void {
    const staged = this.#entries.filter(({ memory }) => memory === undefined);
    if (staged.length === 0) return;
    let bytes = 0;
    for (const entry of staged) {
      entry.byteOffset = bytes;
      bytes += Math.ceil(bytesOf(entry) / LINE) * LINE + STAGGER;
    }
    const acquired = buffers.acquire(bytes);
    for (const entry of staged) entry.byteOffset += acquired.byteOffset;
    try {
      for (const { location, span, strided, copied, byteOffset } of staged) {
        if (!copied) continue;
        const copy = arrayOver(location.type, acquired.buffer, byteOffset, strided.width * strided.runs);
        copyStrided(span, strided.stride, copy, strided.width, strided);
      }
    } catch (error) {
      buffers.release(acquired);
      throw error;
    }
    this.buffer = acquired;
  }

  slice(index: number): Slice {
    const { location, strided, memory, byteOffset } = this.#entries[index]!;
    const { width, runs, stride } = strided;
    const { type } = location;
    if (memory !== undefined) return { memory, type, byteOffset, width, runs, stride };
    return { memory: this.buffer!.memory, type, byteOffset, width: width * runs, runs: 1, stride: width * runs };
  }

  /** The output that comes back in the transfer buffer, if it does. */
  stagedOutput(index: number): StagedOutput[] {
    const { location: output, start, strided, memory, byteOffset } = this.#entries[index]!;
    return memory === undefined ? [{ output, start, strided, byteOffset }] : [];
  }
}

/** Writes results from a transfer buffer to the outputs. */
export function unmarshal(outputs: readonly StagedOutput[], memory: ArrayBufferLike): void {
  for (const { output, start, strided, byteOffset } of outputs) {
    const computed = arrayOver(output.type, memory, byteOffset, strided.width * strided.runs);
    copyStrided(computed, strided.width, elementsAt(output, start, spanLength(strided)), strided.stride, strided);
  }
}

function all({ length }: ArrayLocation) {
  return { start: 0, width: length, runs: 1, stride: length };
}

function bytesOf({ location, strided }: Entry): number {
  return strided.width * strided.runs * BYTES[location.type];
}
