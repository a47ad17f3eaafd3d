import type { FloatArray } from "lanewise";

// Other libraries and the plain loops err more than lanewise; a different function differs by more than this.
const TOLERANCE = 1e-3;
// One in so many random numbers may be a kink, where the derivative is a convention.
const PER_KINK = 2 ** 19;

/** Refuses a result that differs from lanewise's: only the same function may be timed against it. */
export function check(whose: string, got: FloatArray, want: FloatArray): void {
  if (got.length !== want.length) {
    throw new RangeError(`${whose}: expected ${want.length} results, got ${got.length}`);
  }
  let allowed = Math.floor(want.length / PER_KINK);
  for (let i = 0; i < want.length; i++) {
    const value = want[i]!;
    if (Math.abs(got[i]! - value) <= TOLERANCE * Math.max(1, Math.abs(value)) || allowed-- > 0) continue;
    throw new RangeError(`${whose}: expected ${value} at index ${i}, got ${got[i]}`);
  }
}
