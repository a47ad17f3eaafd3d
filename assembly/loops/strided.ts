import { BEGIN, END, MAP, MAX, NEXT, PER_ROW, SUM, WHOLE } from "../../bindings/wasm/abi";
import { Lanes } from "../simd/lanes";
import { Level } from "../simd/level";
import { Part } from "../simd/part";
import { Wide } from "../simd/wide";
import {
  ALONE,
  EACH,
  FIRST,
  FOLD,
  GRADIENT,
  KEEP,
  LEVEL,
  MAXIMUM,
  ONE,
  PICK,
  RESULT,
  ROUNDS,
  RowOp,
  SECOND,
  SIDE,
  State,
} from "./row";
import { Second } from "./second";

/** A vector of neighbouring rows (`whole`), or one row, visited along the axis. */
export class Strided {
  @inline static rows<T, Op extends RowOp, Last extends RowOp>(
    x: usize,
    g: usize,
    y: usize,
    bytes: usize,
    stride: usize,
    whole: bool,
    state: usize,
    phases: i32,
  ): bool {
    const op = changetype<Op>(0);
    const last = changetype<Last>(0);
    if (phases & BEGIN) State.begin<T, Op>(state);
    let m = v128.load(state);
    if (op.uses() & MAXIMUM && phases & MAX) {
      Strided.max<T, Op>(x, g, bytes, stride, whole, state, phases);
      m = v128.load(state);
    }
    const level = op.uses() & LEVEL ? Level.of<T>(m) : Lanes.zero<T>();
    let from = x;
    if (phases & SUM && State.uneven<Op>(level, phases)) {
      Strided.level<T>(x, y, bytes, stride, whole, State.signX<T>(phases), level);
      from = y;
    }
    const top = op.uses() & LEVEL ? v128.sub<T>(m, level) : m;
    let again: bool = false;
    do {
      if (phases & SUM) Strided.sum<T, Op>(from, g, y, bytes, stride, whole, top, state, phases);
      if (op.uses() & (FOLD | ROUNDS) && phases & END) again = Strided.fold<T, Op>(state);
    } while (op.uses() & ROUNDS && again && (phases & WHOLE) === WHOLE);
    if (op.uses() & FOLD && phases & NEXT) Strided.sum<T, Last>(x, g, y, bytes, stride, whole, m, state, phases);
    if (phases & MAP) Strided.map<T, Last>(last.uses() & KEEP ? y : x, g, y, bytes, stride, whole, m, state, phases);
    return again;
  }

  @inline static max<T, Op extends RowOp>(
    x: usize,
    g: usize,
    bytes: usize,
    stride: usize,
    whole: bool,
    state: usize,
    phases: i32,
  ): void {
    const op = changetype<Op>(0);
    const signX = State.signX<T>(phases);
    const signG = State.signG<T>(phases);
    const end = x + bytes;
    let m = v128.load(state);
    let own = Lanes.zero<T>();
    if (op.uses() & PICK) own = Wide.narrow<T>(v128.load(state, 80), v128.load(state, 96));
    let alone = m;
    if (op.uses() & ALONE) alone = v128.load(state, 112);
    do {
      const x0 = State.x<Op>(Part.load<T>(x, whole), signX);
      const above = v128.gt<T>(x0, m);
      if (op.uses() & PICK) own = v128.bitselect(State.g<Op>(Part.load<T>(g, whole), signG), own, above);
      // All bits are set where the maximum comes again: NaN.
      if (op.uses() & ALONE) alone = v128.or(v128.bitselect(x0, alone, above), v128.eq<T>(x0, m));
      m = v128.pmax<T>(m, x0);
      x += stride;
      g += stride;
    } while (x < end);
    v128.store(state, m);
    if (op.uses() & PICK) State.pick<T>(state, own);
    if (op.uses() & ALONE) v128.store(state, State.alone<T>(alone), 112);
  }

  /** y = ±x − level */
  @inline static level<T>(x: usize, y: usize, bytes: usize, stride: usize, whole: bool, sign: v128, level: v128): void {
    const end = x + bytes;
    do {
      Part.store<T>(y, v128.sub<T>(v128.xor(Part.load<T>(x, whole), sign), level), whole);
      x += stride;
      y += stride;
    } while (x < end);
  }

  @inline static fold<T, Op extends RowOp>(state: usize): bool {
    const s = v128.load(state, 16);
    const sCarry = v128.load(state, 32);
    const d = v128.load(state, 48);
    const dCarry = v128.load(state, 64);
    State.clear(state);
    const low = State.fold<Op>(state, Wide.totalLow<T>(s, sCarry), Wide.totalLow<T>(d, dCarry), 0);
    const high = State.fold<Op>(state, Wide.totalHigh<T>(s, sCarry), Wide.totalHigh<T>(d, dCarry), 16);
    return low || high;
  }

  @inline static sum<T, Op extends RowOp>(
    x: usize,
    g: usize,
    y: usize,
    bytes: usize,
    stride: usize,
    whole: bool,
    m: v128,
    state: usize,
    phases: i32,
  ): void {
    const op = changetype<Op>(0);
    const c = State.c<T, Op>(state);
    const signX = State.signX<T>(phases);
    const signG = State.signG<T>(phases);
    let s = v128.load(state, 16);
    let sCarry = v128.load(state, 32);
    let d = v128.load(state, 48);
    let dCarry = v128.load(state, 64);
    const end = x + bytes;
    do {
      const x0 = State.summed<Op>(Part.load<T>(x, whole), signX);
      let g0 = x0;
      if (op.uses() & GRADIENT) g0 = State.g<Op>(Part.load<T>(g, whole), signG);
      const f0 = op.first(x0, g0, m, c);
      if (op.uses() & KEEP) Part.store<T>(y, f0, whole);
      if (op.uses() & FIRST) {
        const low = Wide.low<T>(f0);
        const carry = Wide.carry<T>(s, sCarry, low, Wide.high<T>(f0));
        s = Wide.sum<T>(s, sCarry, low);
        sCarry = carry;
      }
      if (op.uses() & SECOND) {
        const low = Second.low<T, Op>(x0, g0, m, c, f0);
        const carry = Wide.carry<T>(d, dCarry, low, Second.high<T, Op>(x0, g0, m, c, f0));
        d = Wide.sum<T>(d, dCarry, low);
        dCarry = carry;
      }
      x += stride;
      g += stride;
      y += stride;
    } while (x < end);
    v128.store(state, s, 16);
    v128.store(state, sCarry, 32);
    v128.store(state, d, 48);
    v128.store(state, dCarry, 64);
  }

  @inline static map<T, Op extends RowOp>(
    x: usize,
    g: usize,
    y: usize,
    bytes: usize,
    stride: usize,
    whole: bool,
    m: v128,
    state: usize,
    phases: i32,
  ): void {
    const op = changetype<Op>(0);
    const s = v128.load(state, 16);
    const sCarry = v128.load(state, 32);
    const d = v128.load(state, 48);
    const dCarry = v128.load(state, 64);
    let sLow = Wide.totalLow<T>(s, sCarry);
    let sHigh = Wide.totalHigh<T>(s, sCarry);
    let dLow = Wide.totalLow<T>(d, dCarry);
    let dHigh = Wide.totalHigh<T>(d, dCarry);
    let own = Lanes.zero<T>();
    if (op.uses() & EACH) {
      const perRow = (phases & PER_ROW) !== 0;
      if (perRow) own = Part.load<T>(g, whole);
      if (!(op.uses() & RESULT)) {
        dLow = perRow ? Wide.low<T>(own) : ONE;
        dHigh = perRow ? Wide.high<T>(own) : ONE;
      }
    }
    const cLow = v128.load(state, 80);
    const cHigh = v128.load(state, 96);
    const wLow = State.factor<Op>(op.w(sLow, dLow, cLow), phases);
    const wHigh = State.factor<Op>(op.w(sHigh, dHigh, cHigh), phases);
    const othersLow = dLow;
    const othersHigh = dHigh;
    const c = State.c<T, Op>(state);
    if (op.uses() & ALONE) {
      const low = Wide.low<T>(c);
      const high = Wide.high<T>(c);
      const onlyLow = f64x2.eq(low, low);
      const onlyHigh = f64x2.eq(high, high);
      if (op.uses() & FIRST) {
        sLow = f64x2.add(sLow, v128.and(ONE, onlyLow));
        sHigh = f64x2.add(sHigh, v128.and(ONE, onlyHigh));
      }
      const top = State.top<T, Op>(m);
      const picks = (op.uses() & PICK) !== 0;
      dLow = f64x2.add(dLow, v128.and(picks ? cLow : Wide.low<T>(top), onlyLow));
      dHigh = f64x2.add(dHigh, v128.and(picks ? cHigh : Wide.high<T>(top), onlyHigh));
    }
    let uLow = State.factor<Op>(op.u(sLow, dLow, cLow), phases);
    let uHigh = State.factor<Op>(op.u(sHigh, dHigh, cHigh), phases);
    if (op.uses() & RESULT && !(phases & NEXT)) {
      uLow = cLow;
      uHigh = cHigh;
    }
    if (op.uses() & SIDE) {
      Part.store<T>(g, Wide.narrow<T>(f64x2.mul(othersLow, uLow), f64x2.mul(othersHigh, uHigh)), whole);
    }
    if (op.uses() & RESULT) {
      Part.store<T>(y, op.map(State.result<T>(m, phases), own, m, c, uLow, uHigh, wLow, wHigh), whole);
      return;
    }
    const signX = State.signX<T>(phases);
    const signG = State.signG<T>(phases);
    const end = x + bytes;
    do {
      const x0 = State.kept<Op>(Part.load<T>(x, whole), signX);
      const g0 = op.uses() & GRADIENT ? State.g<Op>(Part.load<T>(g, whole), signG) : x0;
      Part.store<T>(y, op.map(x0, g0, m, c, uLow, uHigh, wLow, wHigh), whole);
      x += stride;
      g += stride;
      y += stride;
    } while (x < end);
  }
}
