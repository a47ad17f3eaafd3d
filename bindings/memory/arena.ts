import { elementType } from "../checks/arrays.js";
import { describe, message, wrongValue } from "../core/errors.js";
import { type FloatArray, offsetOf } from "../core/types.js";
import { forget, type Home, remember } from "../wasm/instance.js";
import { Allocator } from "./allocator.js";
import { copyFrom, sourceLength } from "./source.js";

// Sizes are a multiple of a cache line plus a part of a page, so that neighbouring arrays of one
// power of two do not start at the same offset of a 4 KiB page: a load waits for a store there.
const LINE = 64;
const STAGGER = 17 * LINE;

/** A memory that hands out float arrays: the common part of a `Workspace` and a pool's workspace. */
export class Arena<B extends ArrayBufferLike> {
  /** The size that was asked for, rounded up to a page of 64 KiB. */
  readonly bytes: number;
  #home: Home | undefined;
  readonly #allocator: Allocator;
  /** Every array that was handed out and is not free, by its address: only that very object can be freed. */
  readonly #arrays = new Map<number, FloatArray>();
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
   * @param lengthOrSource how many elements, or an array of numbers: a typed array, or plain numbers that are not nested
   * @throws {TypeError} not a length or an array of numbers
   * @throws {RangeError} no room is left
   */
  float32(lengthOrSource: number | ArrayLike<number>): Float32Array<B> {
    const make = ({ buffer }: Home, address: number, length: number) => new Float32Array(buffer as B, address, length);
    return this.#make("Workspace.float32", lengthOrSource, 4, make);
  }

  /** The same with f64 elements. */
  float64(lengthOrSource: number | ArrayLike<number>): Float64Array<B> {
    const make = ({ buffer }: Home, address: number, length: number) => new Float64Array(buffer as B, address, length);
    return this.#make("Workspace.float64", lengthOrSource, 8, make);
  }

  /**
   * Gives an array's memory back. The array must not be used after.
   *
   * @param array the object that `float32` or `float64` returned, not another view of its memory
   * @throws {RangeError} not an array that this Workspace handed out, or freed already
   */
  free(array: FloatArray): void {
    const op = "Workspace.free";
    this.#live(op);
    elementType(op, "array", array);
    const address = offsetOf(array);
    if (this.#arrays.get(address) !== array) {
      const expected = "an array that this Workspace handed out and that is not free yet";
      const remedy = "pass the array itself, not a view of it, and only once";
      throw wrongValue(op, "array", expected, describe(array), remedy);
    }
    this.#discard(address, array);
  }

  /** Ends the Workspace. Arrays in memory of its own become empty; shared ones must not be used any more. */
  dispose(): void {
    if (!this.#home) return;
    // An array that someone still holds must not keep the kernels. (V8 keeps the memory for it in any case.)
    for (const array of this.#arrays.values()) forget(array);
    this.#arrays.clear();
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

  #make<T extends FloatArray>(
    op: string,
    source: number | ArrayLike<number>,
    size: number,
    view: (home: Home, address: number, length: number) => T,
  ): T {
    this.#live(op);
    const length = sourceLength(op, source);
    // Asked again, since a source may run code of its caller.
    const home = this.#live(op);
    const address = this.#allocate(op, length, size);
    const array = view(home, address, length);
    this.#arrays.set(address, array);
    try {
      // The memory may have been used before.
      if (typeof source === "number") array.fill(0);
      else copyFrom(op, source, array);
      this.#live(op);
    } catch (error) {
      this.#discard(address, array);
      throw error;
    }
    remember(array, home);
    return array;
  }

  #allocate(op: string, length: number, size: number): number {
    const bytes = Math.ceil(Math.max(length * size, 1) / LINE) * LINE + STAGGER;
    const address = this.#allocator.allocate(bytes);
    if (address !== undefined) return address;
    const got = `${length} elements, which take ${bytes} bytes`;
    const remedy = "free or dispose what is no longer needed, or make a larger Workspace";
    throw wrongValue(op, "length", `at most ${this.#allocator.largest} bytes, the largest free block`, got, remedy);
  }

  #discard(address: number, array: FloatArray): void {
    this.#arrays.delete(address);
    this.#allocator.release(address);
    forget(array);
  }
}
