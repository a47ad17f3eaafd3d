import { elementType } from "../checks/arrays.js";
import { describe, message, wrongKind, wrongValue } from "../core/errors.js";
import type { FloatArray } from "../core/types.js";
import { type Home, remember } from "../wasm/instance.js";
import { Allocator } from "./allocator.js";

// Sizes are a multiple of a cache line plus a part of a page, so that neighbouring arrays of one
// power of two do not start at the same offset of a 4 KiB page: a load waits for a store there.
const LINE = 64;
const STAGGER = 17 * LINE;

/** A memory that hands out float arrays: what a `Workspace` and that of a pool of threads have in common. */
export class Arena<B extends ArrayBufferLike> {
  /** What was asked for, rounded up to a page of 64 KiB. */
  readonly bytes: number;
  #home: Home | undefined;
  readonly #allocator: Allocator;
  readonly #release: (home: Home) => void;

  /** @internal */
  constructor(home: Home, start: number, bytes: number, release: (home: Home) => void) {
    this.bytes = bytes;
    this.#home = home;
    this.#allocator = new Allocator(start, start + bytes);
    this.#release = release;
  }

  /** Bytes taken by live arrays. */
  get used(): number {
    return this.#allocator.used;
  }

  get disposed(): boolean {
    return this.#home === undefined;
  }

  /**
   * A new array of zeros, or a copy of `source`, in this Workspace.
   *
   * @throws {RangeError} no room is left
   */
  float32(lengthOrSource: number | ArrayLike<number>): Float32Array<B> {
    const [home, address, length] = this.#allocate("Workspace.float32", lengthOrSource, 4);
    const array = new Float32Array(home.buffer as B, address, length);
    remember(array, home);
    return fill(array, lengthOrSource);
  }

  /** The same with f64 elements. */
  float64(lengthOrSource: number | ArrayLike<number>): Float64Array<B> {
    const [home, address, length] = this.#allocate("Workspace.float64", lengthOrSource, 8);
    const array = new Float64Array(home.buffer as B, address, length);
    remember(array, home);
    return fill(array, lengthOrSource);
  }

  /**
   * Gives an array's memory back. The array must not be used after.
   *
   * @throws {RangeError} not an array that this Workspace handed out, or freed already
   */
  free(array: FloatArray): void {
    const op = "Workspace.free";
    const home = this.#live(op);
    elementType(op, "array", array);
    if (array.buffer !== home.buffer || !this.#allocator.release(array.byteOffset)) {
      const expected = "an array that this Workspace handed out and that is not free yet";
      throw wrongValue(op, "array", expected, describe(array), "pass the array itself, not a subarray");
    }
  }

  /** Ends the Workspace. Arrays in memory of its own become empty; shared ones must not be used any more. */
  dispose(): void {
    if (!this.#home) return;
    this.#release(this.#home);
    this.#home = undefined;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #live(op: string): Home {
    if (this.#home) return this.#home;
    throw new TypeError(message(op, "this", "a live Workspace", "a disposed one", "make a new Workspace"));
  }

  #allocate(op: string, lengthOrSource: unknown, size: number): [Home, number, number] {
    const home = this.#live(op);
    const length = lengthOf(op, lengthOrSource);
    const bytes = Math.ceil(Math.max(length * size, 1) / LINE) * LINE + STAGGER;
    const address = this.#allocator.allocate(bytes);
    if (address === undefined) {
      const got = `${length} elements, which take ${bytes} bytes`;
      const remedy = "free or dispose what is no longer needed, or make a larger Workspace";
      throw wrongValue(op, "length", `at most ${this.#allocator.largest} bytes, the largest free block`, got, remedy);
    }
    return [home, address, length];
  }
}

function lengthOf(op: string, lengthOrSource: unknown): number {
  const expected = "a length or an array of numbers";
  const length =
    typeof lengthOrSource === "object" && lengthOrSource !== null
      ? (lengthOrSource as ArrayLike<number>).length
      : lengthOrSource;
  if (typeof length !== "number") throw wrongKind(op, "length", expected, lengthOrSource);
  if (!Number.isSafeInteger(length) || length < 0) throw wrongValue(op, "length", "a whole number ≥ 0", String(length));
  return length;
}

/** Memory may have been used before, so zeros are written where no source is. */
function fill<T extends FloatArray>(array: T, lengthOrSource: number | ArrayLike<number>): T {
  if (typeof lengthOrSource === "number") array.fill(0);
  else array.set(lengthOrSource);
  return array;
}
