import { ALONE, NONE, PICK, RowOp, State } from "./row";

/** The maximum of a contiguous row, and for some ops what belongs to it. */
export class Maximum {
  @inline static of<T, Op extends RowOp>(x: usize, g: usize, bytes: usize, state: usize, phases: i32): void {
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
      const m = Maximum.acrossLanes<T>(m0);
      const at = Maximum.find<T, Op>(start, end, m, sign);
      if (v128.any_true(v128.gt<T>(m, Maximum.acrossLanes<T>(before)))) {
        if (op.uses() & PICK) {
          const own = State.g<Op>(v128.load_splat<T>(g + (at - start)), State.signG<T>(phases));
          State.pick<T>(state, own);
        }
        if (op.uses() & ALONE) {
          const again = Maximum.find<T, Op>(at + sizeof<T>(), end, m, sign) < end;
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
}
