import type { Tally, Worst } from "./tally.js";

/** Figures as text, for the console and docs/accuracy.md. */

/** The largest error in ULP; ∞ for a result that is NaN or infinite and should not be. */
export function errorOf({ ulp, got, want }: Worst): string {
  return Number.isFinite(got) || !Number.isFinite(want) ? ulps(ulp) : "∞";
}

/** A figure in ULP, rounded up: none is smaller than the error seen. */
export function ulps(value: number): string {
  if (value >= 1000) return value.toExponential(1).replace("+", "");
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return String(Math.ceil(value * 10 ** digits) / 10 ** digits);
}

/** Per cent, rounded down: 100 means all. */
export function share({ rounded, inputs }: Tally): string {
  const hundredths = Math.floor((10_000 * rounded) / inputs);
  return rounded === inputs ? "100" : (hundredths / 100).toFixed(2);
}

/** The fewest digits that tell the number from its f32 neighbours. */
export function single(x: number): string {
  if (!Number.isFinite(x)) return String(x).replace("Infinity", "∞");
  for (let digits = 1; digits < 9; digits++) {
    const text = Number(x.toPrecision(digits));
    if (Math.fround(text) === Math.fround(x)) return String(text);
  }
  return String(Number(x.toPrecision(9)));
}

export function bitsOf(x: number): string {
  return `0x${new Uint32Array(Float32Array.of(x).buffer)[0]!.toString(16).padStart(8, "0")}`;
}

/** The x of the worst error, if there was an error. */
export function place({ ulp, x }: Worst): string {
  return ulp === 0 ? "" : single(x);
}

export function falls({ falls, deepest }: Tally): string {
  return falls === 0 ? "0" : `${falls} (${ulps(deepest)})`;
}
