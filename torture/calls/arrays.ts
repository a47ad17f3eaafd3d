import type { Random } from "../random.js";
import type { ElementType, FloatArray } from "./subjects.js";

export const BYTES = { f32: 4, f64: 8 } as const;

export function arrayOf(type: ElementType, length: number): FloatArray {
  return type === "f32" ? new Float32Array(length) : new Float64Array(length);
}

export function viewOf(type: ElementType, buffer: ArrayBufferLike, byteOffset: number, length: number): FloatArray {
  return type === "f32" ? new Float32Array(buffer, byteOffset, length) : new Float64Array(buffer, byteOffset, length);
}

const SPECIAL = [0, -0, 1, -1, 6, 3, -3, 0.5, 1e-40, -1e-40, 1e-310, 3e38, -3e38, Infinity, -Infinity, Number.NaN];

/** How numbers are drawn: tame ones are finite and moderate, wild ones have all that a float can be. */
export type Mood = "tame" | "wild";

export function fill(array: FloatArray, random: Random, mood: Mood): void {
  for (let i = 0; i < array.length; i++) array[i] = mood === "tame" ? (random.next() - 0.5) * 12 : wild(random);
}

function wild(random: Random): number {
  const kind = random.next();
  if (kind < 0.1) return random.pick(SPECIAL);
  const value = (random.next() - 0.5) * 12;
  return kind < 0.3 ? value * 2 ** ((random.next() - 0.5) * 60) : value;
}

/** The first element whose bits differ; all NaN are the same. */
export function firstDifference(got: ArrayLike<number>, want: ArrayLike<number>): string | undefined {
  if (got.length !== want.length) return `length ${got.length} instead of ${want.length}`;
  for (let i = 0; i < want.length; i++) {
    if ((got[i] !== want[i] || got[i] === 0) && !Object.is(got[i], want[i])) {
      return `element ${i} is ${Object.is(got[i], -0) ? "-0" : got[i]} instead of ${Object.is(want[i], -0) ? "-0" : want[i]}`;
    }
  }
  return undefined;
}

const GUARD = 0xa5;

/** An array in the middle of a buffer whose other bytes must stay as they are. */
export class Guarded {
  readonly array: FloatArray;
  readonly #bytes: Uint8Array;

  constructor(random: Random, type: ElementType, length: number, make = (bytes: number) => new Uint8Array(bytes)) {
    const size = BYTES[type];
    const before = random.between(1, 24) * size;
    this.#bytes = make(before + length * size + random.between(1, 24) * size);
    this.#bytes.fill(GUARD);
    this.array = viewOf(type, this.#bytes.buffer, this.#bytes.byteOffset + before, length);
  }

  /** The first byte around the array that changed, relative to the array. */
  get damage(): number | undefined {
    const start = this.array.byteOffset - this.#bytes.byteOffset;
    const end = start + this.array.byteLength;
    for (let i = 0; i < this.#bytes.length; i++) {
      if (i === start) i = end;
      if (i < this.#bytes.length && this.#bytes[i] !== GUARD) return i - start;
    }
    return undefined;
  }
}

/** The bytes of arrays at one moment, to see later that they are the same. */
export class Snapshot {
  readonly #kept: readonly (readonly [bytes: Buffer, copy: Buffer])[];

  constructor(arrays: readonly ArrayBufferView[]) {
    this.#kept = arrays.map(({ buffer, byteOffset, byteLength }) => {
      const bytes = Buffer.from(buffer, byteOffset, byteLength);
      return [bytes, Buffer.from(bytes)] as const;
    });
  }

  /** The index of the first array that changed. */
  get changed(): number | undefined {
    const i = this.#kept.findIndex(([bytes, copy]) => !bytes.equals(copy));
    return i < 0 ? undefined : i;
  }
}
