import { BEGIN, END, MAP, MAX, NEXT, PER_ROW, SUM, WHOLE } from "../../bindings/wasm/abi";
import { Lanes } from "../simd/lanes";
import { Part } from "../simd/part";
import { Wide } from "../simd/wide";
import {
  ALONE,
  EACH,
  FIRST,
  FOLD,
  GRADIENT,
  KEEP,
  MAXIMUM,
  NONE,
  ONE,
  PICK,
  RESULT,
  ROUNDS,
  RowOp,
  SECOND,
  SIDE,
  State,
} from "./row";

/** One row whose elements are neighbours: vectors lie within it. */
export class Contiguous {
  @inline static row<T, Op extends RowOp, Last extends RowOp>(
    x: usize,
    g: usize,
    y: usize,
    bytes: usize,
    state: usize,
    phases: i32,
  ): bool {
    const op = changetype<Op>(0);
    const last = changetype<Last>(0);
    if (phases & BEGIN) State.begin<T, Op>(state);
    if (op.uses() & MAXIMUM && phases & MAX) Contiguous.max<T, Op>(x, g, bytes, state, phases);
    const m = Contiguous.acrossLanes<T>(v128.load(state));
    let again: bool = false;
    do {
      if (phases & SUM) Contiguous.sum<T, Op>(x, g, y, bytes, m, state, phases);
      if (op.uses() & (FOLD | ROUNDS) && phases & END) again = Contiguous.fold<T, Op>(state);
    } while (op.uses() & ROUNDS && again && (phases & WHOLE) === WHOLE);
    if (op.uses() & FOLD && phases & NEXT) Contiguous.sum<T, Last>(x, g, y, bytes, m, state, phases);
    if (phases & MAP) Contiguous.map<T, Last>(last.uses() & KEEP ? y : x, g, y, bytes, m, state, phases);
    return again;
  }

  @inline static fold<T, Op extends RowOp>(state: usize): bool {
    const s = Wide.across<T>(v128.load(state, 16), v128.load(state, 32));
    const d = Wide.across<T>(v128.load(state, 48), v128.load(state, 64));
    State.clear(state);
    const again = State.fold<Op>(state, s, d, 0);
    v128.store(state, v128.load(state, 80), 96);
    return again;
  }

  @inline static max<T, Op extends RowOp>(x: usize, g: usize, bytes: usize, state: usize, phases: i32): void {
    const op = changetype<Op>(0);
    const start = x;
    const end = x + bytes;
    const sign = State.signX<T>(phases);
    const before = v128.load(state);
    let m0 = before;
    if (bytes >= 64) {
      let m1 = m0;
      let m2 = m0;
      let m3 = m0;
      const last = end - 64;
      do {
        m0 = v128.pmax<T>(m0, State.x<Op>(v128.load(x), sign));
        m1 = v128.pmax<T>(m1, State.x<Op>(v128.load(x, 16), sign));
        m2 = v128.pmax<T>(m2, State.x<Op>(v128.load(x, 32), sign));
        m3 = v128.pmax<T>(m3, State.x<Op>(v128.load(x, 48), sign));
        x += 64;
      } while (x <= last);
      m0 = v128.pmax<T>(v128.pmax<T>(m0, m1), v128.pmax<T>(m2, m3));
    }
    for (; x + 16 <= end; x += 16) m0 = v128.pmax<T>(m0, State.x<Op>(v128.load(x), sign));
    for (; x < end; x += sizeof<T>()) m0 = v128.pmax<T>(m0, State.x<Op>(v128.load_splat<T>(x), sign));
    v128.store(state, m0);
    if (op.uses() & (PICK | ALONE)) {
      const m = Contiguous.acrossLanes<T>(m0);
      const at = Contiguous.find<T, Op>(start, end, m, sign);
      if (v128.any_true(v128.gt<T>(m, Contiguous.acrossLanes<T>(before)))) {
        if (op.uses() & PICK) {
          const own = State.g<Op>(v128.load_splat<T>(g + (at - start)), State.signG<T>(phases));
          State.pick<T>(state, own);
        }
        if (op.uses() & ALONE) {
          const again = Contiguous.find<T, Op>(at + sizeof<T>(), end, m, sign) < end;
          v128.store(state, again ? NONE : State.alone<T>(m), 112);
        }
      } else if (op.uses() & ALONE) {
        if (at < end) v128.store(state, NONE, 112);
      }
    }
  }

  /** The address of the first element that equals the number in all lanes of m, or the end. */
  @inline static find<T, Op extends RowOp>(x: usize, end: usize, m: v128, sign: v128): usize {
    if (x + 64 <= end) {
      const last = end - 64;
      do {
        const e0 = v128.eq<T>(State.x<Op>(v128.load(x), sign), m);
        const e1 = v128.eq<T>(State.x<Op>(v128.load(x, 16), sign), m);
        const e2 = v128.eq<T>(State.x<Op>(v128.load(x, 32), sign), m);
        const e3 = v128.eq<T>(State.x<Op>(v128.load(x, 48), sign), m);
        if (v128.any_true(v128.or(v128.or(e0, e1), v128.or(e2, e3)))) break;
        x += 64;
      } while (x <= last);
    }
    if (x < end)
      do {
        if (v128.any_true(v128.eq<T>(State.x<Op>(v128.load_splat<T>(x), sign), m))) break;
        x += sizeof<T>();
      } while (x < end);
    return x;
  }

  @inline static acrossLanes<T>(m: v128): v128 {
    const halves = v128.pmax<T>(m, v128.shuffle<i64>(m, m, 1, 0));
    if (sizeof<T>() === 8) return halves;
    return f32x4.pmax(halves, v128.shuffle<i32>(halves, halves, 1, 0, 3, 2));
  }

  /**
   * Tells whether four vectors are in flight, or two. The f64 exponentials of ops with a maximum and terms of it need the registers
   * (softmax.grad 5.3 → 4.7 ns per element); without exponentials, Kahan's sum would take the time.
   */
  @inline static four<T, Op extends RowOp>(): bool {
    return sizeof<T>() === 4 || !(changetype<Op>(0).uses() & MAXIMUM && changetype<Op>(0).uses() & (FIRST | KEEP));
  }

  @inline static sum<T, Op extends RowOp>(
    x: usize,
    g: usize,
    y: usize,
    bytes: usize,
    m: v128,
    state: usize,
    phases: i32,
  ): void {
    const op = changetype<Op>(0);
    const end = x + bytes;
    const c = State.c<T, Op>(state);
    const signX = State.signX<T>(phases);
    const signG = State.signG<T>(phases);
    let s = v128.load(state, 16);
    let sCarry = v128.load(state, 32);
    let d = v128.load(state, 48);
    let dCarry = v128.load(state, 64);

    if (Contiguous.four<T, Op>()) {
      if (bytes >= 64) {
        const last = end - 64;
        do {
          const x0 = State.x<Op>(v128.load(x), signX);
          const x1 = State.x<Op>(v128.load(x, 16), signX);
          const x2 = State.x<Op>(v128.load(x, 32), signX);
          const x3 = State.x<Op>(v128.load(x, 48), signX);
          const g0 = op.uses() & GRADIENT ? State.g<Op>(v128.load(g), signG) : x0;
          const g1 = op.uses() & GRADIENT ? State.g<Op>(v128.load(g, 16), signG) : x1;
          const g2 = op.uses() & GRADIENT ? State.g<Op>(v128.load(g, 32), signG) : x2;
          const g3 = op.uses() & GRADIENT ? State.g<Op>(v128.load(g, 48), signG) : x3;
          const f0 = op.first(x0, g0, m, c);
          const f1 = op.first(x1, g1, m, c);
          const f2 = op.first(x2, g2, m, c);
          const f3 = op.first(x3, g3, m, c);
          if (op.uses() & KEEP) {
            v128.store(y, f0);
            v128.store(y, f1, 16);
            v128.store(y, f2, 32);
            v128.store(y, f3, 48);
          }
          if (op.uses() & FIRST) {
            const low = Wide.low4<T>(f0, f1, f2, f3);
            const carry = Wide.carry<T>(s, sCarry, low, Wide.high4<T>(f0, f1, f2, f3));
            s = Wide.sum<T>(s, sCarry, low);
            sCarry = carry;
          }
          if (op.uses() & SECOND) {
            const d0 = op.second(x0, g0, m, c, f0);
            const d1 = op.second(x1, g1, m, c, f1);
            const d2 = op.second(x2, g2, m, c, f2);
            const d3 = op.second(x3, g3, m, c, f3);
            const low = Wide.low4<T>(d0, d1, d2, d3);
            const carry = Wide.carry<T>(d, dCarry, low, Wide.high4<T>(d0, d1, d2, d3));
            d = Wide.sum<T>(d, dCarry, low);
            dCarry = carry;
          }
          x += 64;
          g += 64;
          y += 64;
        } while (x <= last);
      }
    } else if (bytes >= 32) {
      const last = end - 32;
      do {
        const x0 = State.x<Op>(v128.load(x), signX);
        const x1 = State.x<Op>(v128.load(x, 16), signX);
        const g0 = op.uses() & GRADIENT ? State.g<Op>(v128.load(g), signG) : x0;
        const g1 = op.uses() & GRADIENT ? State.g<Op>(v128.load(g, 16), signG) : x1;
        const f0 = op.first(x0, g0, m, c);
        const f1 = op.first(x1, g1, m, c);
        if (op.uses() & KEEP) {
          v128.store(y, f0);
          v128.store(y, f1, 16);
        }
        if (op.uses() & FIRST) {
          const low = f64x2.add(f0, f1);
          const carry = Wide.carry<T>(s, sCarry, low, low);
          s = Wide.sum<T>(s, sCarry, low);
          sCarry = carry;
        }
        if (op.uses() & SECOND) {
          const low = f64x2.add(op.second(x0, g0, m, c, f0), op.second(x1, g1, m, c, f1));
          const carry = Wide.carry<T>(d, dCarry, low, low);
          d = Wide.sum<T>(d, dCarry, low);
          dCarry = carry;
        }
        x += 32;
        g += 32;
        y += 32;
      } while (x <= last);
    }
    // One vector at a time, then one element, which counts in the first lane only.
    if (x < end)
      do {
        const whole = x + 16 <= end;
        const step: usize = whole ? 16 : sizeof<T>();
        const x0 = State.x<Op>(Part.load<T>(x, whole), signX);
        let g0 = x0;
        if (op.uses() & GRADIENT) g0 = State.g<Op>(Part.load<T>(g, whole), signG);
        const f0 = op.first(x0, g0, m, c);
        if (op.uses() & KEEP) Part.store<T>(y, f0, whole);
        if (op.uses() & FIRST) {
          const term = Part.firstUnless<T>(f0, whole);
          const low = Wide.low<T>(term);
          const carry = Wide.carry<T>(s, sCarry, low, Wide.high<T>(term));
          s = Wide.sum<T>(s, sCarry, low);
          sCarry = carry;
        }
        if (op.uses() & SECOND) {
          const all = op.second(x0, g0, m, c, f0);
          const term = Part.firstUnless<T>(all, whole);
          const low = Wide.low<T>(term);
          const carry = Wide.carry<T>(d, dCarry, low, Wide.high<T>(term));
          d = Wide.sum<T>(d, dCarry, low);
          dCarry = carry;
        }
        x += step;
        g += step;
        y += step;
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
    m: v128,
    state: usize,
    phases: i32,
  ): void {
    const op = changetype<Op>(0);
    let s = Wide.across<T>(v128.load(state, 16), v128.load(state, 32));
    let d = Wide.across<T>(v128.load(state, 48), v128.load(state, 64));
    const cLanes = State.c<T, Op>(state);
    let own = Lanes.zero<T>();
    if (op.uses() & EACH) {
      if (phases & PER_ROW) own = v128.load_splat<T>(g);
      if (!(op.uses() & RESULT)) d = phases & PER_ROW ? Wide.low<T>(own) : ONE;
    }
    const c = v128.load(state, 80);
    const w = op.w(s, d, c);
    const others = d;
    if (op.uses() & ALONE) {
      const maximum = Wide.low<T>(cLanes);
      const only = f64x2.eq(maximum, maximum);
      if (op.uses() & FIRST) s = f64x2.add(s, v128.and(ONE, only));
      d = f64x2.add(d, v128.and(op.uses() & PICK ? c : Wide.low<T>(State.top<T, Op>(m)), only));
    }
    let u = op.u(s, d, c);
    if (op.uses() & RESULT && !(phases & NEXT)) u = c;
    if (op.uses() & SIDE) {
      const side = f64x2.mul(others, u);
      v128.store_lane<T>(g, Wide.narrow<T>(side, side), 0);
    }
    const p = Wide.narrow<T>(u, u);
    const q = Wide.narrow<T>(w, w);
    if (op.uses() & RESULT) {
      v128.store_lane<T>(y, op.map(State.result<T>(m, phases), own, m, cLanes, p, q, u, u), 0);
      return;
    }

    const end = x + bytes;
    const signX = State.signX<T>(phases);
    const signG = State.signG<T>(phases);
    if (Contiguous.four<T, Op>() || op.uses() & KEEP) {
      if (bytes >= 64) {
        const last = end - 64;
        do {
          const x0 = State.kept<Op>(v128.load(x), signX);
          const x1 = State.kept<Op>(v128.load(x, 16), signX);
          const x2 = State.kept<Op>(v128.load(x, 32), signX);
          const x3 = State.kept<Op>(v128.load(x, 48), signX);
          const g0 = op.uses() & GRADIENT ? State.g<Op>(v128.load(g), signG) : x0;
          const g1 = op.uses() & GRADIENT ? State.g<Op>(v128.load(g, 16), signG) : x1;
          const g2 = op.uses() & GRADIENT ? State.g<Op>(v128.load(g, 32), signG) : x2;
          const g3 = op.uses() & GRADIENT ? State.g<Op>(v128.load(g, 48), signG) : x3;
          v128.store(y, op.map(x0, g0, m, cLanes, p, q, u, u));
          v128.store(y, op.map(x1, g1, m, cLanes, p, q, u, u), 16);
          v128.store(y, op.map(x2, g2, m, cLanes, p, q, u, u), 32);
          v128.store(y, op.map(x3, g3, m, cLanes, p, q, u, u), 48);
          x += 64;
          g += 64;
          y += 64;
        } while (x <= last);
      }
    } else if (bytes >= 32) {
      const last = end - 32;
      do {
        const x0 = State.kept<Op>(v128.load(x), signX);
        const x1 = State.kept<Op>(v128.load(x, 16), signX);
        const g0 = op.uses() & GRADIENT ? State.g<Op>(v128.load(g), signG) : x0;
        const g1 = op.uses() & GRADIENT ? State.g<Op>(v128.load(g, 16), signG) : x1;
        v128.store(y, op.map(x0, g0, m, cLanes, p, q, u, u));
        v128.store(y, op.map(x1, g1, m, cLanes, p, q, u, u), 16);
        x += 32;
        g += 32;
        y += 32;
      } while (x <= last);
    }
    if (x < end)
      do {
        const whole = x + 16 <= end;
        const step: usize = whole ? 16 : sizeof<T>();
        const x0 = State.kept<Op>(Part.load<T>(x, whole), signX);
        let g0 = x0;
        if (op.uses() & GRADIENT) g0 = State.g<Op>(Part.load<T>(g, whole), signG);
        const y0 = op.map(x0, g0, m, cLanes, p, q, u, u);
        Part.store<T>(y, y0, whole);
        x += step;
        g += step;
        y += step;
      } while (x < end);
  }
}
