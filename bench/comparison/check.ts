import type { FloatArray } from "lanewise";

// Other libraries and the plain loops are less accurate than ours; another function is off by more.
const TOLERANCE = 1e-3;
// Among so many random numbers one may be a kink, where the derivative is a convention.
const PER_KINK = 2 ** 19;

/** That somebody's result is the one of our function, before the two are timed against each other. */
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
