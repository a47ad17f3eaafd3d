import { BYTES, type ElementType, type FloatArray, lengthOf, write } from "../core/types.js";
import { PACKED, staging } from "../memory/staging.js";

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

  /** Copies arrays in, one after the other, and returns how many elements they have. */
  copyIn(arrays: readonly FloatArray[], from: number, to: number): number {
    return copyIn(this.#memory, this.#start, arrays, from, to) - this.#start;
  }

  /** Copies them out again. */
  copyOut(arrays: readonly FloatArray[], from: number, to: number): void {
    copyOut(this.#memory, this.#start, arrays, from, to);
  }

  /** New arrays in place of those: as long as `length` says or, without, as the models. */
  cutOut(models: readonly FloatArray[], from: number, to: number, length?: number): FloatArray[] {
    const arrays: FloatArray[] = [];
    let at = this.#start;
    for (let i = from; i < to; i++) {
      const end = at + (length ?? lengthOf(models[i]!));
      arrays.push(this.#memory.slice(at, end));
      at = end;
    }
    return arrays;
  }
}

function copyIn(memory: FloatArray, start: number, arrays: readonly FloatArray[], from: number, to: number): number {
  let at = start;
  for (let i = from; i < to; i++) {
    const array = arrays[i]!;
    memory.set(array, at);
    at += lengthOf(array);
  }
  return at;
}

// A view of the memory, to copy from, takes as long as a loop of so many elements.
const LOOP = 64;

function copyOut(memory: FloatArray, start: number, arrays: readonly FloatArray[], from: number, to: number): void {
  let at = start;
  for (let i = from; i < to; i++) {
    const array = arrays[i]!;
    const n = lengthOf(array);
    if (n > LOOP) write(array, memory.subarray(at, at + n));
    else {
      let k = 0;
      // 16 elements: 14 → 10 ns.
      for (; k < n - 3; k += 4) {
        array[k] = memory[at + k]!;
        array[k + 1] = memory[at + k + 1]!;
        array[k + 2] = memory[at + k + 2]!;
        array[k + 3] = memory[at + k + 3]!;
      }
      for (; k < n; k++) array[k] = memory[at + k]!;
    }
    at += n;
  }
}
