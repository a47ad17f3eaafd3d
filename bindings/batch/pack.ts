import { BYTES, type ElementType, type FloatArray, write } from "../core/types.js";
import { PACKED, staging } from "../memory/staging.js";

// Larger arrays gain nothing by it (sigmoid of 512 elements: 930 → 610 ns, of 2048 2040 → 1810, in a
// Workspace 1700 → 1860), and fewer too little.
export const SMALL = 1024;
export const FEW = 4;

/** The length of each array of a batch, or of all of them. */
export type Lengths = readonly number[] | number;

/**
 * Small arrays side by side in the staging memory, where a call of all of them copies nothing: in
 * blocks of their own, since the call itself may stage what it makes on the way.
 */
export class Pack {
  readonly #memory: FloatArray;
  /** The index of its first element. */
  readonly #start: number;

  constructor(op: string, type: ElementType, block: number) {
    this.#memory = staging(op)[type];
    this.#start = PACKED[block]! / BYTES[type];
  }

  /** Its first elements, as an operand or output. */
  view(length: number): FloatArray {
    return this.#memory.subarray(this.#start, this.#start + length);
  }

  /** Copies arrays in, one after the other, and returns all of their elements as one operand. */
  joined(arrays: readonly FloatArray[], lengths: Lengths, from: number, to: number): FloatArray {
    return this.view(copyIn(this.#memory, this.#start, arrays, lengths, from, to) - this.#start);
  }

  /** Copies the elements to the outputs, or to new arrays, which are returned. */
  parted(outputs: readonly FloatArray[] | undefined, lengths: Lengths, from: number, to: number): FloatArray[] {
    if (!outputs) return cutOut(this.#memory, this.#start, lengths, from, to);
    copyOut(this.#memory, this.#start, outputs, lengths, from, to);
    return outputs.slice(from, to);
  }
}

function lengthAt(lengths: Lengths, i: number): number {
  return typeof lengths === "number" ? lengths : lengths[i]!;
}

// A view of the memory, to copy from, takes as long as a loop of so many elements.
const LOOP = 64;

function copyIn(
  memory: FloatArray,
  start: number,
  arrays: readonly FloatArray[],
  lengths: Lengths,
  from: number,
  to: number,
): number {
  let at = start;
  for (let i = from; i < to; i++) {
    write(memory, arrays[i]!, at);
    at += lengthAt(lengths, i);
  }
  return at;
}

function copyOut(
  memory: FloatArray,
  start: number,
  arrays: readonly FloatArray[],
  lengths: Lengths,
  from: number,
  to: number,
): void {
  let at = start;
  for (let i = from; i < to; i++) {
    const array = arrays[i]!;
    const n = lengthAt(lengths, i);
    if (n > LOOP) write(array, memory.subarray(at, at + n));
    else {
      let k = 0;
      // 16 elements: one by one 24 ns, four at a time 18, eight 15.
      for (; k < n - 7; k += 8) {
        array[k] = memory[at + k]!;
        array[k + 1] = memory[at + k + 1]!;
        array[k + 2] = memory[at + k + 2]!;
        array[k + 3] = memory[at + k + 3]!;
        array[k + 4] = memory[at + k + 4]!;
        array[k + 5] = memory[at + k + 5]!;
        array[k + 6] = memory[at + k + 6]!;
        array[k + 7] = memory[at + k + 7]!;
      }
      for (; k < n; k++) array[k] = memory[at + k]!;
    }
    at += n;
  }
}

function cutOut(memory: FloatArray, start: number, lengths: Lengths, from: number, to: number): FloatArray[] {
  const arrays: FloatArray[] = [];
  let at = start;
  for (let i = from; i < to; i++) {
    const end = at + lengthAt(lengths, i);
    arrays.push(memory.slice(at, end));
    at = end;
  }
  return arrays;
}
