import { MINUS_DY, MINUS_X, NEXT, PER_ROW } from "../../bindings/wasm/abi";
import { Lanes, lanes, pick } from "../simd/lanes";
import { Wide } from "../simd/wide";

/**
 * A row function as the row loops (rows.ts) see it: a stateless class. g is the row's dy, targets, or what else the
 * second operand is; m is the maximum.
 */
export interface RowOp {
  /** A set of the constants below; it folds away. */
  uses(): i32;
  /** Terms of the two sums. c is the result of an earlier round, as lanes of the element type. */
  first(x: v128, g: v128, m: v128, c: v128): v128;
  second(x: v128, g: v128, m: v128, c: v128, first: v128): v128;
  /** The results of a round, or for the map, of the two sums s and d, in f64. With EACH, d is the g of the row, or 1. */
  u(s: v128, d: v128, c: v128): v128;
  w(s: v128, d: v128, c: v128): v128;
  /** p and q are u and w as lanes of the element type; uLow and uHigh are u in f64. */
  map(x: v128, g: v128, m: v128, p: v128, q: v128, uLow: v128, uHigh: v128): v128;
}

/** The maximum of the row is needed. */
export const MAXIMUM: i32 = 1;
/** The first terms have a sum; the second terms have one. */
export const FIRST: i32 = 2;
export const SECOND: i32 = 4;
/** g is an operand. */
export const GRADIENT: i32 = 8;
/** The first terms are stored in y; the map takes them instead of x. */
export const KEEP: i32 = 16;
/** x (if there is a maximum) and g can be taken with the opposite sign. */
export const SIGNED: i32 = 32;
/** g has one value per row if the call says so, else there is none. */
export const EACH: i32 = 64;
/** y has one value per row: the map of the maximum. Without NEXT, u is the result of the previous round. */
export const RESULT: i32 = 128;
/** u of the sums is the c of the next round, which another op does. */
export const FOLD: i32 = 256;
/** The same, but the op itself repeats the round as long as the second sum gets smaller. */
export const ROUNDS: i32 = 512;

const LOWEST_32 = lanes<f32>(-Infinity);
const LOWEST_64 = lanes<f64>(-Infinity);
const ZERO = lanes<f64>(0);
export const ONE = lanes<f64>(1);
const MINUS_ONE = lanes<f64>(-1);
const HIGHEST = lanes<f64>(Infinity);

/**
 * Bytes of the state of a row, or of a vector of strided rows: the maximum, two pairs of sums (simd/wide.ts), and as
 * pairs of f64 vectors the result of the last round and its second sum.
 */
export const STATE: usize = 144;

export class State {
  @inline static begin<T, Op extends RowOp>(state: usize): void {
    v128.store(state, pick<T>(LOWEST_32, LOWEST_64));
    State.clear(state);
    if (changetype<Op>(0).uses() & ROUNDS) {
      v128.store(state, MINUS_ONE, 80);
      v128.store(state, MINUS_ONE, 96);
      v128.store(state, HIGHEST, 112);
      v128.store(state, HIGHEST, 128);
    }
  }

  @inline static clear(state: usize): void {
    v128.store(state, ZERO, 16);
    v128.store(state, ZERO, 32);
    v128.store(state, ZERO, 48);
    v128.store(state, ZERO, 64);
  }

  /**
   * Ends a round: computes c from the sums, and returns whether any of the rows needs another round. A row whose second
   * sum did not get smaller keeps its c, so that the rounds of its neighbours change nothing.
   */
  @inline static fold<Op extends RowOp>(state: usize, s: v128, d: v128, at: usize): bool {
    const op = changetype<Op>(0);
    const c = v128.load(state + at, 80);
    const u = op.u(s, d, c);
    if (!(op.uses() & ROUNDS)) {
      v128.store(state + at, u, 80);
      return false;
    }
    const last = v128.load(state + at, 112);
    const less = f64x2.lt(d, last);
    v128.store(state + at, v128.bitselect(u, c, less), 80);
    v128.store(state + at, v128.bitselect(d, last, less), 112);
    return v128.any_true(less);
  }

  /** The result of an earlier round, as lanes of the element type. */
  @inline static c<T>(state: usize): v128 {
    return Wide.narrow<T>(v128.load(state, 80), v128.load(state, 96));
  }

  /** x as the op takes it. */
  @inline static x<Op extends RowOp>(x: v128, sign: v128): v128 {
    const uses = changetype<Op>(0).uses();
    return uses & SIGNED && uses & MAXIMUM ? v128.xor(x, sign) : x;
  }

  /** x as the map takes it. */
  @inline static kept<Op extends RowOp>(x: v128, sign: v128): v128 {
    return changetype<Op>(0).uses() & KEEP ? x : State.x<Op>(x, sign);
  }

  @inline static g<Op extends RowOp>(g: v128, sign: v128): v128 {
    return changetype<Op>(0).uses() & SIGNED ? v128.xor(g, sign) : g;
  }

  /** x as the map of a result takes it: m, or 0 after NEXT. In relation to other numbers an infinite m is NaN. */
  @inline static result<T>(m: v128, phases: i32): v128 {
    const zero = v128.sub<T>(m, m);
    if (phases & NEXT) return zero;
    return phases & PER_ROW ? v128.add<T>(m, zero) : m;
  }

  @inline static signX<T>(phases: i32): v128 {
    return phases & MINUS_X ? Lanes.sign<T>() : Lanes.zero<T>();
  }

  @inline static signG<T>(phases: i32): v128 {
    return phases & MINUS_DY ? Lanes.sign<T>() : Lanes.zero<T>();
  }
}
