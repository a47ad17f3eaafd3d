import type { FloatArray } from "lanewise";

// Other libraries and the plain loops are less accurate than ours; another function is off by more.
const TOLERANCE = 1e-3;

/** That somebody's result is the one of our function, before the two are timed against each other. */
export function check(whose: string, got: FloatArray, want: FloatArray): void {
  if (got.length !== want.length) {
    throw new RangeError(`${whose}: expected ${want.length} results, got ${got.length}`);
  }
  const wrong = want.findIndex((value, i) => !(Math.abs(got[i]! - value) <= TOLERANCE * Math.max(1, Math.abs(value))));
  if (wrong >= 0) throw new RangeError(`${whose}: expected ${want[wrong]} at index ${wrong}, got ${got[wrong]}`);
}
