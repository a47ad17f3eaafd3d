import { Part } from "./part";
import { BEGIN, FIRST, GRADIENT, KEEP, MAP, MAX, MAXIMUM, RowOp, SECOND, State, SUM } from "./row";
import { Wide } from "./wide";

/** A vector of neighbouring rows (`whole`), or one row, along the axis. */
export class Strided {
  @inline static rows<T, Op extends RowOp>(
    x: usize,
    g: usize,
    y: usize,
    bytes: usize,
    stride: usize,
    whole: bool,
    state: usize,
    phases: i32,
  ): void {
    const op = changetype<Op>(0);
    if (phases & BEGIN) State.begin<T>(state);
    let m = v128.load(state);
    if (op.uses() & MAXIMUM && phases & MAX) {
      const end = x + bytes;
      for (let at = x; at < end; at += stride) m = v128.pmax<T>(m, Part.load<T>(at, whole));
      v128.store(state, m);
    }
    if (phases & SUM) Strided.sum<T, Op>(x, g, y, bytes, stride, whole, m, state);
    if (phases & MAP) Strided.map<T, Op>(op.uses() & KEEP ? y : x, g, y, bytes, stride, whole, m, state);
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
  ): void {
    const op = changetype<Op>(0);
    let s = v128.load(state, 16);
    let sCarry = v128.load(state, 32);
    let d = v128.load(state, 48);
    let dCarry = v128.load(state, 64);
    const end = x + bytes;
    do {
      const x0 = Part.load<T>(x, whole);
      const f0 = op.first(x0, m);
      if (op.uses() & KEEP) Part.store<T>(y, f0, whole);
      if (op.uses() & FIRST) {
        const low = Wide.low<T>(f0);
        const carry = Wide.carry<T>(s, sCarry, low, Wide.high<T>(f0));
        s = Wide.sum<T>(s, sCarry, low);
        sCarry = carry;
      }
      if (op.uses() & SECOND) {
        const d0 = op.second(x0, Part.load<T>(g, whole), f0);
        const low = Wide.low<T>(d0);
        const carry = Wide.carry<T>(d, dCarry, low, Wide.high<T>(d0));
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
  ): void {
    const op = changetype<Op>(0);
    const s = v128.load(state, 16);
    const sCarry = v128.load(state, 32);
    const d = v128.load(state, 48);
    const dCarry = v128.load(state, 64);
    const sLow = Wide.totalLow<T>(s, sCarry);
    const sHigh = Wide.totalHigh<T>(s, sCarry);
    const dLow = Wide.totalLow<T>(d, dCarry);
    const dHigh = Wide.totalHigh<T>(d, dCarry);
    const uLow = op.u(sLow, dLow);
    const uHigh = op.u(sHigh, dHigh);
    const p = Wide.narrow<T>(uLow, uHigh);
    const q = Wide.narrow<T>(op.w(sLow, dLow), op.w(sHigh, dHigh));
    const end = x + bytes;
    do {
      const x0 = Part.load<T>(x, whole);
      const g0 = op.uses() & GRADIENT ? Part.load<T>(g, whole) : x0;
      Part.store<T>(y, op.map(x0, g0, m, p, q, uLow, uHigh), whole);
      x += stride;
      g += stride;
      y += stride;
    } while (x < end);
  }
}
