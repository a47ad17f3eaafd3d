import { Allocator } from "./allocator.js";
import { elementType, type FloatArray } from "./arrays.js";
import { describe, message, wrongKind, wrongValue } from "./errors.js";
import { createHome, type Home, PAGE, remember, renewHome } from "./home.js";

const MOST_BYTES = 2 ** 32 - PAGE;

// Sizes are a multiple of a cache line plus a part of a page, so that neighbouring arrays of one
// power of two do not start at the same offset of a 4 KiB page: a load waits for a store there.
const LINE = 64;
const STAGGER = 17 * LINE;

/**
 * One fixed WebAssembly memory that hands out float arrays. Functions of arrays that all live in
 * one Workspace copy nothing. It never grows, so the arrays stay valid until `dispose`.
 *
 * @example
 * using ws = new Workspace({ bytes: 64 * 2 ** 20 });
 * const a = ws.float32(1_000_000);
 * tanh(a, { out: a });
 */
export class Workspace {
  /** What was asked for, rounded up to a page of 64 KiB. */
  readonly bytes: number;
  #home: Home | undefined;
  readonly #allocator: Allocator;

  /**
   * @param options.bytes how much the arrays may take in all, up to 4 GiB − 64 KiB; an array takes
   *   about 1 KiB more than its elements
   * @throws {TypeError} `bytes` is not a number
   * @throws {RangeError} `bytes` is out of range, or the engine has no address space left
   */
  constructor(options: { bytes: number }) {
    const bytes: unknown = options?.bytes;
    const expected = `from 1 to ${MOST_BYTES} bytes`;
    if (typeof bytes !== "number") throw wrongKind("Workspace", "bytes", expected, bytes, "pass { bytes }");
    if (!(bytes >= 1 && bytes <= MOST_BYTES)) throw wrongValue("Workspace", "bytes", expected, String(bytes));
    const pages = Math.ceil(bytes / PAGE);
    this.bytes = pages * PAGE;
    this.#home = reuse(pages + 1) ?? reserve(pages + 1, this.bytes);
    this.#allocator = new Allocator(PAGE, PAGE + this.bytes);
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
  float32(lengthOrSource: number | ArrayLike<number>): Float32Array<ArrayBuffer> {
    const [home, address, length] = this.#allocate("Workspace.float32", lengthOrSource, 4);
    const array = new Float32Array(home.buffer as ArrayBuffer, address, length);
    remember(array, home);
    return fill(array, lengthOrSource);
  }

  /** The same with f64 elements. */
  float64(lengthOrSource: number | ArrayLike<number>): Float64Array<ArrayBuffer> {
    const [home, address, length] = this.#allocate("Workspace.float64", lengthOrSource, 8);
    const array = new Float64Array(home.buffer as ArrayBuffer, address, length);
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

  /** Ends the Workspace: its arrays become empty, its memory serves the next one. */
  dispose(): void {
    if (!this.#home) return;
    spare.push(new WeakRef(renewHome(this.#home)));
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

/** Memories of disposed Workspaces: an engine allows only some hundreds at once. */
const spare: WeakRef<Home>[] = [];

/** The smallest spare memory that is large enough. */
function reuse(pages: number): Home | undefined {
  let best: Home | undefined;
  for (let i = spare.length - 1; i >= 0; i--) {
    const home = spare[i]!.deref();
    if (!home) spare.splice(i, 1);
    else if (home.buffer.byteLength >= pages * PAGE && !(best && best.buffer.byteLength <= home.buffer.byteLength)) {
      best = home;
    }
  }
  if (best) {
    spare.splice(
      spare.findIndex((ref) => ref.deref() === best),
      1,
    );
  }
  return best;
}

function reserve(pages: number, bytes: number): Home {
  try {
    return createHome("Workspace", pages);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const remedy = "dispose of Workspaces that are no longer needed: an engine allows only some hundreds at once";
    throw new RangeError(
      message("Workspace", "bytes", "memory that the engine can reserve", `${bytes} (${cause.message})`, remedy),
      { cause },
    );
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
