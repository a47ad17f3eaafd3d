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
  /** Terms of the two sums. c is the result of an earlier round, or what PICK or ALONE say, as lanes of the element type. */
  first(x: v128, g: v128, m: v128, c: v128): v128;
  second(x: v128, g: v128, m: v128, c: v128, first: v128): v128;
  /**
   * The results of a round, or for the map, of the two sums s and d, in f64. With EACH, d is the g of the row, or 1. With
   * ALONE, u takes sums of all terms, w of the others.
   */
  u(s: v128, d: v128, c: v128): v128;
  w(s: v128, d: v128, c: v128): v128;
  /** The last four are u and w, as lanes of f64 for the lower and the upper lanes (f64: for all). c is as for the terms. */
  map(x: v128, g: v128, m: v128, c: v128, uLow: v128, uHigh: v128, wLow: v128, wHigh: v128): v128;
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
/** x (if the first terms have a sum) and g can be taken with the opposite sign. */
export const SIGNED: i32 = 32;
/** g has one value per row if the call says so, else there is none. */
export const EACH: i32 = 64;
/** y has one value per row: the map of the maximum. Without NEXT, u is the result of the previous round. */
export const RESULT: i32 = 128;
/** u of the sums is the c of the next round, which another op does. */
export const FOLD: i32 = 256;
/** The same, but the op itself repeats the round as long as the second sum gets smaller. */
export const ROUNDS: i32 = 512;
/** c is the g of the first maximum. */
export const PICK: i32 = 1024;
/**
 * c is the maximum if it is finite and the row has it once, else NaN, which no element equals: the ops sum the other
 * terms only, so that a sum far below the largest term keeps its digits. To the sums that u takes, 1 and the g of the
 * maximum are added, or without PICK its first term to the second sum. In u and w, c is as for PICK.
 */
export const ALONE: i32 = 2048;
/** With ALONE: the second sum without the maximum, times u, is stored at g, one value per row. */
export const SIDE: i32 = 4096;
/** The first terms, or the second ones, have one sign: f32 may add four of them before they are widened. */
export const FIRST_NEAR: i32 = 8192;
export const SECOND_NEAR: i32 = 16384;
/**
 * With KEEP: the sums take x in relation to the level of the row (simd/level.ts), and never −x. Rows with a level other than 0, and rows
 * of −x, are written to y first: then no other row pays for it (softmax of 1000 0.96 → 0.85 ns per element).
 */
export const LEVEL: i32 = 32768;
/** The second terms are computed in f64, from widened operands: their roundings would count, since they have two signs. */
export const SECOND_WIDE: i32 = 65536;
/** With SIGNED: the results are proportional to g. The sign of −g is given to u and w, once for each row. */
export const PROPORTIONAL: i32 = 131072;
/** f64 keeps what is lost when two vectors are added, or two lanes: for ops whose bounds need it, since it takes space. */
export const COMPENSATED: i32 = 262144;

const LOWEST_32 = lanes<f32>(-Infinity);
const LOWEST_64 = lanes<f64>(-Infinity);
const ZERO = lanes<f64>(0);
export const ONE = lanes<f64>(1);
const MINUS_ONE = lanes<f64>(-1);
const HIGHEST = lanes<f64>(Infinity);
export const NONE = lanes<i32>(-1);

/**
 * Bytes of the state of a row, or of a vector of strided rows: the maximum, two pairs of sums (simd/wide.ts), and as
 * pairs of f64 vectors the result of the last round, or the g of the maximum, and its second sum, or the only maximum.
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
    if (changetype<Op>(0).uses() & PICK) {
      v128.store(state, ZERO, 80);
      v128.store(state, ZERO, 96);
    }
    if (changetype<Op>(0).uses() & ALONE) v128.store(state, NONE, 112);
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

  /** c as lanes of the element type. */
  @inline static c<T, Op extends RowOp>(state: usize): v128 {
    if (changetype<Op>(0).uses() & ALONE) return v128.load(state, 112);
    return Wide.narrow<T>(v128.load(state, 80), v128.load(state, 96));
  }

  /** The g of the first maximum becomes the c of u and w. */
  @inline static pick<T>(state: usize, g: v128): v128 {
    v128.store(state, Wide.low<T>(g), 80);
    v128.store(state, Wide.high<T>(g), 96);
    return g;
  }

  /** A maximum that the row has once, or NaN if it is infinite: its difference to other elements is no number. */
  @inline static alone<T>(m: v128): v128 {
    return v128.add<T>(m, v128.sub<T>(m, m));
  }

  /** The first term of the maximum, which is 1 unless terms are scaled. */
  @inline static top<T, Op extends RowOp>(m: v128): v128 {
    return sizeof<T>() === 4 ? changetype<Op>(0).first(m, m, m, NONE) : Lanes.one<T>();
  }

  /** x as the op takes it. */
  @inline static x<Op extends RowOp>(x: v128, sign: v128): v128 {
    const uses = changetype<Op>(0).uses();
    return uses & SIGNED && uses & FIRST ? v128.xor(x, sign) : x;
  }

  /** x as the sums take it. */
  @inline static summed<Op extends RowOp>(x: v128, sign: v128): v128 {
    return changetype<Op>(0).uses() & LEVEL ? x : State.x<Op>(x, sign);
  }

  /** Tells whether x has to be written to y in relation to its level. */
  @inline static uneven<Op extends RowOp>(level: v128, phases: i32): bool {
    if (!(changetype<Op>(0).uses() & LEVEL)) return false;
    return (phases & MINUS_X) !== 0 || v128.any_true(level);
  }

  /** x as the map takes it. */
  @inline static kept<Op extends RowOp>(x: v128, sign: v128): v128 {
    return changetype<Op>(0).uses() & KEEP ? x : State.x<Op>(x, sign);
  }

  @inline static g<Op extends RowOp>(g: v128, sign: v128): v128 {
    return (changetype<Op>(0).uses() & (SIGNED | PROPORTIONAL)) === SIGNED ? v128.xor(g, sign) : g;
  }

  /** u or w as the map takes it. */
  @inline static factor<Op extends RowOp>(v: v128, phases: i32): v128 {
    return changetype<Op>(0).uses() & PROPORTIONAL ? v128.xor(v, State.signG<f64>(phases)) : v;
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
