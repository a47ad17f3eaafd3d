import type { Tally, Worst } from "./tally.js";

/** Figures as the console and docs/accuracy.md show them. */

/** The largest error in ULP. ∞ for a result that is no number where it should be one, or an infinite one. */
export function errorOf({ ulp, got, want }: Worst): string {
  return Number.isFinite(got) || !Number.isFinite(want) ? ulps(ulp) : "∞";
}

/** So many ULP, rounded up: no figure is smaller than what was seen. */
export function ulps(value: number): string {
  if (value >= 1000) return value.toExponential(1).replace("+", "");
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return String(Math.ceil(value * 10 ** digits) / 10 ** digits);
}

/** Per cent, rounded down: 100 only where it is. */
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

/** Where the worst was, if anything was off. */
export function place({ ulp, x }: Worst): string {
  return ulp === 0 ? "" : single(x);
}

export function falls({ falls, deepest }: Tally): string {
  return falls === 0 ? "0" : `${falls} (${ulps(deepest)})`;
}
