import { lanes, pick } from "./lanes";

/** What the row loops (rows.ts) need to know of a function, as a stateless class. */
export interface RowOp {
  /** A set of the constants below, which folds away. */
  uses(): i32;
  first(x: v128, m: v128): v128;
  second(x: v128, g: v128, first: v128): v128;
  /** What the map needs of the two sums, in f64. */
  u(s: v128, d: v128): v128;
  w(s: v128, d: v128): v128;
  /** p and q are u and w as lanes of the element type; uLow and uHigh are u in f64. */
  map(x: v128, g: v128, m: v128, p: v128, q: v128, uLow: v128, uHigh: v128): v128;
}

/** The row's maximum is needed. */
export const MAXIMUM: i32 = 1;
/** Sums of the first terms, of the second. */
export const FIRST: i32 = 2;
export const SECOND: i32 = 4;
/** g is an operand. */
export const GRADIENT: i32 = 8;
/** The first terms wait in y for the map, which then takes them for x. */
export const KEEP: i32 = 16;

/** What a call does of a row's work. */
export const BEGIN: i32 = 1;
export const MAX: i32 = 2;
export const SUM: i32 = 4;
export const MAP: i32 = 8;
export const WHOLE: i32 = BEGIN | MAX | SUM | MAP;

const LOWEST_32 = lanes<f32>(-Infinity);
const LOWEST_64 = lanes<f64>(-Infinity);
const ZERO = lanes<f64>(0);

/** Bytes of state of a row, or of a vector of strided rows: maximum, two pairs of sums (wide.ts). */
export const STATE: usize = 80;

export class State {
  @inline static begin<T>(state: usize): void {
    v128.store(state, pick<T>(LOWEST_32, LOWEST_64));
    v128.store(state, ZERO, 16);
    v128.store(state, ZERO, 32);
    v128.store(state, ZERO, 48);
    v128.store(state, ZERO, 64);
  }
}
