import { type Division, type Part, runsOf } from "./division.js";
import { copyRuns, type Elements, type Runs, spanLength, typeOf, viewOf } from "./elements.js";
import type { MemoryReference, Piece } from "./protocol.js";
import type { Slot, Slots } from "./slots.js";

// Copies start at different offsets within a page of 4 KiB, since a store and a load with the same one wait for
// each other.
const LINE = 64;
const STAGGER = 17 * LINE;

/** How to refer to the memory of an array that threads reach. */
export type ReferenceTo = (array: ArrayBufferView) => MemoryReference | undefined;

/** Elements of an output that a thread left in a slot. */
export interface Result {
  readonly output: Elements;
  readonly from: Runs;
  readonly byteOffset: number;
}

interface Entry {
  /** The elements themselves, from the first to the last. */
  readonly span: Elements;
  readonly from: Runs;
  readonly memory: MemoryReference | undefined;
  copied: boolean;
  byteOffset: number;
}

/** What a thread is sent of the arrays of a part: where they are, or where copies of them are. */
export class Parcel {
  readonly #division: Division;
  readonly #part: Part;
  readonly #referenceTo: ReferenceTo;
  readonly #entries: Entry[] = [];
  slot: Slot | undefined;

  constructor(division: Division, part: Part, referenceTo: ReferenceTo) {
    this.#division = division;
    this.#part = part;
    this.#referenceTo = referenceTo;
  }

  /** Adds an array, or the whole of it, and returns its number. Arrays that are the same memory have one number. */
  add(array: Elements, copied: boolean, whole = false): number {
    const { start, ...from } = whole ? all(array) : runsOf(this.#division, this.#part, array.length);
    const span = array.subarray(start, start + spanLength(from)) as Elements;
    const same = this.#entries.findIndex(({ span: { buffer, byteOffset, byteLength } }) => {
      return buffer === span.buffer && byteOffset === span.byteOffset && byteLength === span.byteLength;
    });
    if (same >= 0) {
      this.#entries[same]!.copied ||= copied;
      return same;
    }
    const { byteOffset } = span;
    return this.#entries.push({ span, from, memory: this.#referenceTo(array), copied, byteOffset }) - 1;
  }

  /** Copies what no thread reaches. */
  pack(slots: Slots): void {
    const staged = this.#entries.filter(({ memory }) => memory === undefined);
    if (staged.length === 0) return;
    let bytes = 0;
    for (const entry of staged) {
      entry.byteOffset = bytes;
      bytes += Math.ceil(bytesOf(entry) / LINE) * LINE + STAGGER;
    }
    const slot = slots.take(bytes);
    for (const entry of staged) entry.byteOffset += slot.byteOffset;
    try {
      for (const { span, from, copied, byteOffset } of staged) {
        if (!copied) continue;
        const copy = viewOf(typeOf(span), slot.buffer, byteOffset, from.width * from.runs);
        copyRuns(span, from.stride, copy, from.width, from);
      }
    } catch (error) {
      slots.giveBack(slot);
      throw error;
    }
    this.slot = slot;
  }

  piece(index: number): Piece {
    const { span, from, memory, byteOffset } = this.#entries[index]!;
    const { width, runs, stride } = from;
    const type = typeOf(span);
    if (memory !== undefined) return { memory, type, byteOffset, width, runs, stride };
    return { memory: this.slot!.memory, type, byteOffset, width: width * runs, runs: 1, stride: width * runs };
  }

  /** What comes back in the slot for an output, if it does. */
  result(index: number): Result[] {
    const { span, from, memory, byteOffset } = this.#entries[index]!;
    return memory === undefined ? [{ output: span, from, byteOffset }] : [];
  }
}

/** Writes what a thread computed to where it belongs. */
export function unpack(results: readonly Result[], memory: ArrayBufferLike): void {
  for (const { output, from, byteOffset } of results) {
    const computed = viewOf(typeOf(output), memory, byteOffset, from.width * from.runs);
    copyRuns(computed, from.width, output, from.stride, from);
  }
}

function all({ length }: Elements) {
  return { start: 0, width: length, runs: 1, stride: length };
}

function bytesOf({ span, from }: Entry): number {
  return from.width * from.runs * span.BYTES_PER_ELEMENT;
}
