import type { FloatArray } from "lanewise";
import type { ElementType } from "./functions.js";

/** Errors of the float64 reference itself, in units: Math.exp and its like err by up to a unit of f64. */
export const SLACK = { f32: 0, f64: 3 } as const;

/** A value outside its bound. */
export interface Off {
  readonly index: number;
  readonly got: number;
  readonly want: number;
  readonly error: number;
}

/** The distance between neighbouring numbers, by the exponent field of a float64. */
const SPACING = { f32: spacings(-126, 127, 23), f64: spacings(-1022, 1023, 52) };
const SMALLEST_NORMAL = { f32: 2 ** -126, f64: 2 ** -1022 };
const LARGEST = { f32: (2 - 2 ** -23) * 2 ** 127, f64: Number.MAX_VALUE };

const magnitude = new Float64Array(1);
const words = new Uint32Array(magnitude.buffer);
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/** Compares results with exact ones, in units in the last place of the exact result. */
export class Tally {
  checked = 0;
  off = 0;
  /** The largest error. */
  worst = 0;
  first: Off | undefined;
  readonly limit: number;
  readonly #type: ElementType;
  readonly #flushed: number;

  /** Results below `flushed` times the smallest normal number may be 0. */
  constructor(type: ElementType, limit: number, flushed = 1) {
    this.limit = limit;
    this.#type = type;
    this.#flushed = flushed * SMALLEST_NORMAL[type];
  }

  /**
   * Compares got[start …] with `exact`.
   *
   * @param least numbers that set a lower limit to the unit of each element
   */
  add(got: FloatArray, start: number, exact: Float64Array, least?: Float64Array): void {
    const spacing = SPACING[this.#type];
    const { limit } = this;
    let { worst } = this;
    for (let i = 0; i < exact.length; i++) {
      const want = exact[i]!;
      const value = got[start + i]!;
      magnitude[0] = least === undefined ? Math.abs(want) : Math.max(Math.abs(want), least[i]!);
      const unit = spacing[words[HIGH]! >>> 20]!;
      let error = Math.abs(value - want) / unit;
      // A zero may be a flushed result, however small its error: the smallest units are subnormal.
      if (!(error <= limit) || value === 0) {
        error = this.#special(value, want, unit);
        if (error > limit) {
          this.off++;
          this.first ??= { index: start + i, got: value, want, error };
        }
      }
      if (error > worst) worst = error;
    }
    this.worst = worst;
    this.checked += exact.length;
  }

  /** The error of results that a difference does not judge: NaN, infinities, and results that may be flushed to 0. */
  #special(value: number, want: number, unit: number): number {
    if (Number.isNaN(want) || Number.isNaN(value)) {
      return Number.isNaN(want) && Number.isNaN(value) ? 0 : Number.POSITIVE_INFINITY;
    }
    const rounded = this.#type === "f32" ? Math.fround(want) : want;
    if (value === rounded) return 0;
    if (value === 0 && Math.abs(want) < this.#flushed + this.limit * unit) return 0;
    const difference = Math.abs(value - want);
    if (difference < Number.POSITIVE_INFINITY || Number.isFinite(value)) return difference / unit;
    // An overflow is one unit past the largest number.
    return Math.sign(value) === Math.sign(want)
      ? (LARGEST[this.#type] - Math.abs(want)) / unit + 1
      : Number.POSITIVE_INFINITY;
  }
}

/** Compares two arrays bit for bit. */
export function sameBits(a: FloatArray, b: FloatArray): boolean {
  return bytes(a).equals(bytes(b));
}

function bytes(array: FloatArray): Buffer {
  return Buffer.from(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength);
}

function spacings(least: number, most: number, digits: number): Float64Array {
  return Float64Array.from(
    { length: 2048 },
    (_, field) => 2 ** (Math.min(Math.max(field - 1023, least), most) - digits),
  );
}
