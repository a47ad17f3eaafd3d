/** Arithmetic that the references in float64 share. */

/** A function of one element. */
export interface Reference {
  /** f(x), with the parameters by name. */
  f(x: number, p: Readonly<Record<string, number>>): number;
  /** f′(x) */
  df(x: number, p: Readonly<Record<string, number>>): number;
}

const { exp } = Math;

export const sigma = (x: number) => (x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x)));
/** x·y with 0 for 0·∞: a factor that has vanished wins. */
export const times = (x: number, y: number) => (x === 0 || y === 0 ? 0 : x * y);
/** NaN goes through every function. */
export const on = (x: number, y: number) => (Number.isNaN(x) ? Number.NaN : y);

/** The upper half of the digits. A function of its own: tsx names inner ones again at every call. */
export const upper = (v: number) => v * 134217729 - (v * 134217729 - v);

/** The part that rounding took from x·y (Dekker 1971); 0 where that cannot be told. */
export function lost(x: number, y: number, product: number): number {
  const xh = upper(x);
  const yh = upper(y);
  const xl = x - xh;
  const yl = y - yh;
  const low = xh * yh - product + xh * yl + xl * yh + xl * yl;
  return Number.isFinite(low) ? low : 0;
}

/** The part that rounding took from x/y. */
export function quotientLost(x: number, y: number, quotient: number): number {
  const product = quotient * y;
  const low = (x - product - lost(quotient, y, product)) / y;
  return Number.isFinite(low) ? low : 0;
}
