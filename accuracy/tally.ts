/** The findings of a comparison: sums and maxima, so that the tallies of slices add up to one of the whole. */
export interface Tally {
  /** Numbers compared, NaN not counted. */
  readonly inputs: number;
  /** Results that are the exact value rounded to the nearest. */
  readonly rounded: number;
  /** Results that are 0 because the exact one is below the smallest normal number. */
  readonly flushed: number;
  /** Results for NaN that are not NaN. */
  readonly numbers: number;
  readonly worst: Worst;
  /** Results outside of the function's range. */
  readonly beyond: number;
  /** Results of the wrong sign, zeros of odd functions included. */
  readonly signs: number;
  /** For monotone functions: results on the wrong side of the one before; the deepest such step in ULP. */
  readonly falls: number;
  readonly deepest: number;
}

/** The largest error, in ULP, and where it was. */
export interface Worst {
  readonly ulp: number;
  readonly x: number;
  readonly got: number;
  readonly want: number;
}

export const EMPTY: Tally = {
  inputs: 0,
  rounded: 0,
  flushed: 0,
  numbers: 0,
  worst: { ulp: 0, x: 0, got: 0, want: 0 },
  beyond: 0,
  signs: 0,
  falls: 0,
  deepest: 0,
};

export function merge(a: Tally, b: Tally): Tally {
  return {
    inputs: a.inputs + b.inputs,
    rounded: a.rounded + b.rounded,
    flushed: a.flushed + b.flushed,
    numbers: a.numbers + b.numbers,
    worst: b.worst.ulp > a.worst.ulp ? b.worst : a.worst,
    beyond: a.beyond + b.beyond,
    signs: a.signs + b.signs,
    falls: a.falls + b.falls,
    deepest: Math.max(a.deepest, b.deepest),
  };
}

/** JSON has no infinities, no NaN and no −0: they are strings there. */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, encode, indent);
}

export function fromJson(text: string): unknown {
  return JSON.parse(text, decode);
}

function encode(_: string, value: unknown): unknown {
  if (typeof value !== "number" || (Number.isFinite(value) && !Object.is(value, -0))) return value;
  return Object.is(value, -0) ? "-0" : String(value);
}

const NUMBERS: ReadonlyMap<unknown, number> = new Map([
  ["-0", -0],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);

function decode(_: string, value: unknown): unknown {
  return NUMBERS.get(value) ?? value;
}
