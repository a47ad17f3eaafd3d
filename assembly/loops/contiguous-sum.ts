import { Part } from "../simd/part";
import { Wide } from "../simd/wide";
import {
  COMPENSATED,
  FIRST,
  FIRST_NEAR,
  GRADIENT,
  KEEP,
  MAXIMUM,
  RowOp,
  SECOND,
  SECOND_NEAR,
  SECOND_WIDE,
  State,
} from "./row";
import { Second } from "./second";

/** The sums of a contiguous row. */
export class Sum {
  /**
   * Tells whether four vectors are in flight, or two. The f64 exponentials of ops with a maximum and terms of it need the registers
   * (softmax.grad 5.3 → 4.7 ns per element); without exponentials, Kahan's sum would take the time.
   */
  @inline static four<T, Op extends RowOp>(): bool {
    return sizeof<T>() === 4 || !(changetype<Op>(0).uses() & MAXIMUM && changetype<Op>(0).uses() & (FIRST | KEEP));
  }

  @inline static of<T, Op extends RowOp>(
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

    if (Sum.four<T, Op>()) {
      if (bytes >= 64) {
        const last = end - 64;
        do {
          const x0 = State.summed<Op>(v128.load(x), signX);
          const x1 = State.summed<Op>(v128.load(x, 16), signX);
          const x2 = State.summed<Op>(v128.load(x, 32), signX);
          const x3 = State.summed<Op>(v128.load(x, 48), signX);
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
            const near = (op.uses() & FIRST_NEAR) !== 0;
            const low = Wide.low4<T>(f0, f1, f2, f3, near);
            const carry = Wide.carry<T>(s, sCarry, low, Wide.high4<T>(f0, f1, f2, f3, near));
            s = Wide.sum<T>(s, sCarry, low);
            sCarry = carry;
          }
          if (op.uses() & SECOND) {
            let low: v128;
            let high: v128;
            if (op.uses() & SECOND_WIDE) {
              const low0 = f64x2.add(Second.low<T, Op>(x0, g0, m, c, f0), Second.low<T, Op>(x1, g1, m, c, f1));
              const low2 = f64x2.add(Second.low<T, Op>(x2, g2, m, c, f2), Second.low<T, Op>(x3, g3, m, c, f3));
              const high0 = f64x2.add(Second.high<T, Op>(x0, g0, m, c, f0), Second.high<T, Op>(x1, g1, m, c, f1));
              const high2 = f64x2.add(Second.high<T, Op>(x2, g2, m, c, f2), Second.high<T, Op>(x3, g3, m, c, f3));
              low = f64x2.add(low0, low2);
              high = f64x2.add(high0, high2);
            } else {
              const d0 = op.second(x0, g0, m, c, f0);
              const d1 = op.second(x1, g1, m, c, f1);
              const d2 = op.second(x2, g2, m, c, f2);
              const d3 = op.second(x3, g3, m, c, f3);
              const near = (op.uses() & SECOND_NEAR) !== 0;
              low = Wide.low4<T>(d0, d1, d2, d3, near);
              high = Wide.high4<T>(d0, d1, d2, d3, near);
            }
            const carry = Wide.carry<T>(d, dCarry, low, high);
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
        const x0 = State.summed<Op>(v128.load(x), signX);
        const x1 = State.summed<Op>(v128.load(x, 16), signX);
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
          let carry = Wide.carry<T>(s, sCarry, low, low);
          if (op.uses() & COMPENSATED && op.uses() & SECOND) carry = f64x2.sub(carry, Wide.lost(f0, f1, low));
          s = Wide.sum<T>(s, sCarry, low);
          sCarry = carry;
        }
        if (op.uses() & SECOND) {
          const d0 = op.second(x0, g0, m, c, f0);
          const d1 = op.second(x1, g1, m, c, f1);
          const low = f64x2.add(d0, d1);
          let carry = Wide.carry<T>(d, dCarry, low, low);
          if (op.uses() & COMPENSATED) carry = f64x2.sub(carry, Wide.lost(d0, d1, low));
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
        const x0 = State.summed<Op>(Part.load<T>(x, whole), signX);
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
          let low: v128;
          let high: v128;
          if (op.uses() & SECOND_WIDE) {
            const f = Part.firstUnless<T>(f0, whole);
            low = Second.low<T, Op>(x0, g0, m, c, f);
            high = Second.high<T, Op>(x0, g0, m, c, f);
          } else {
            const term = Part.firstUnless<T>(op.second(x0, g0, m, c, f0), whole);
            low = Wide.low<T>(term);
            high = Wide.high<T>(term);
          }
          const carry = Wide.carry<T>(d, dCarry, low, high);
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
}
