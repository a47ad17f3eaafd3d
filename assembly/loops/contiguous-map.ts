import { NEXT, PER_ROW } from "../../bindings/wasm/abi";
import { Lanes } from "../simd/lanes";
import { Part } from "../simd/part";
import { Wide } from "../simd/wide";
import { Sum } from "./contiguous-sum";
import { ALONE, COMPENSATED, EACH, FIRST, GRADIENT, KEEP, MAXIMUM, ONE, PICK, RESULT, RowOp, SIDE, State } from "./row";

/** The results of a contiguous row. */
export class Results {
  /** Tells whether four vectors are in flight, or two. Exponentials that are computed again gain 3 % with four, and take 200 bytes. */
  @inline static four<T, Op extends RowOp>(): bool {
    const uses = changetype<Op>(0).uses();
    const again = MAXIMUM | FIRST | GRADIENT;
    return (uses & again) !== again && (Sum.four<T, Op>() || (uses & KEEP) !== 0);
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
    const sharp = (op.uses() & COMPENSATED) !== 0;
    let s = Wide.across<T>(v128.load(state, 16), v128.load(state, 32), sharp);
    let d = Wide.across<T>(v128.load(state, 48), v128.load(state, 64), sharp);
    const cLanes = State.c<T, Op>(state);
    let own = Lanes.zero<T>();
    if (op.uses() & EACH) {
      if (phases & PER_ROW) own = v128.load_splat<T>(g);
      if (!(op.uses() & RESULT)) d = phases & PER_ROW ? Wide.low<T>(own) : ONE;
    }
    const c = v128.load(state, 80);
    const w = State.factor<Op>(op.w(s, d, c), phases);
    const others = d;
    if (op.uses() & ALONE) {
      const maximum = Wide.low<T>(cLanes);
      const only = f64x2.eq(maximum, maximum);
      if (op.uses() & FIRST) s = f64x2.add(s, v128.and(ONE, only));
      d = f64x2.add(d, v128.and(op.uses() & PICK ? c : Wide.low<T>(State.top<T, Op>(m)), only));
    }
    let u = State.factor<Op>(op.u(s, d, c), phases);
    if (op.uses() & RESULT && !(phases & NEXT)) u = c;
    if (op.uses() & SIDE) {
      const side = f64x2.mul(others, u);
      v128.store_lane<T>(g, Wide.narrow<T>(side, side), 0);
    }
    if (op.uses() & RESULT) {
      v128.store_lane<T>(y, op.map(State.result<T>(m, phases), own, m, cLanes, u, u, w, w), 0);
      return;
    }

    const end = x + bytes;
    const signX = State.signX<T>(phases);
    const signG = State.signG<T>(phases);
    if (Results.four<T, Op>()) {
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
          v128.store(y, op.map(x0, g0, m, cLanes, u, u, w, w));
          v128.store(y, op.map(x1, g1, m, cLanes, u, u, w, w), 16);
          v128.store(y, op.map(x2, g2, m, cLanes, u, u, w, w), 32);
          v128.store(y, op.map(x3, g3, m, cLanes, u, u, w, w), 48);
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
        v128.store(y, op.map(x0, g0, m, cLanes, u, u, w, w));
        v128.store(y, op.map(x1, g1, m, cLanes, u, u, w, w), 16);
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
        const y0 = op.map(x0, g0, m, cLanes, u, u, w, w);
        Part.store<T>(y, y0, whole);
        x += step;
        g += step;
        y += step;
      } while (x < end);
  }
}
