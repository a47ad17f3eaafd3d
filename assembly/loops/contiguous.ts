import { BEGIN, END, MAP, MAX, NEXT, SUM, WHOLE } from "../../bindings/wasm/abi";
import { Lanes } from "../simd/lanes";
import { Level } from "../simd/level";
import { Part } from "../simd/part";
import { Wide } from "../simd/wide";
import { Results } from "./contiguous-map";
import { Maximum } from "./contiguous-maximum";
import { Sum } from "./contiguous-sum";
import { FOLD, KEEP, LEVEL, MAXIMUM, ROUNDS, RowOp, State } from "./row";

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
    if (op.uses() & MAXIMUM && phases & MAX) Maximum.of<T, Op>(x, g, bytes, state, phases);
    const m = Maximum.acrossLanes<T>(v128.load(state));
    const level = op.uses() & LEVEL ? Level.of<T>(m) : Lanes.zero<T>();
    let from = x;
    if (phases & SUM && State.uneven<Op>(level, phases)) {
      Contiguous.level<T>(x, y, bytes, State.signX<T>(phases), level);
      from = y;
    }
    const top = op.uses() & LEVEL ? v128.sub<T>(m, level) : m;
    let again: bool = false;
    do {
      if (phases & SUM) Sum.of<T, Op>(from, g, y, bytes, top, state, phases);
      if (op.uses() & (FOLD | ROUNDS) && phases & END) again = Contiguous.fold<T, Op>(state);
    } while (op.uses() & ROUNDS && again && (phases & WHOLE) === WHOLE);
    if (op.uses() & FOLD && phases & NEXT) Sum.of<T, Last>(x, g, y, bytes, m, state, phases);
    if (phases & MAP) Results.of<T, Last>(last.uses() & KEEP ? y : x, g, y, bytes, m, state, phases);
    return again;
  }

  /** y = ±x − level */
  @inline static level<T>(x: usize, y: usize, bytes: usize, sign: v128, level: v128): void {
    const end = x + bytes;
    for (; x + 64 <= end; x += 64) {
      const x0 = v128.load(x);
      const x1 = v128.load(x, 16);
      const x2 = v128.load(x, 32);
      const x3 = v128.load(x, 48);
      v128.store(y, v128.sub<T>(v128.xor(x0, sign), level));
      v128.store(y, v128.sub<T>(v128.xor(x1, sign), level), 16);
      v128.store(y, v128.sub<T>(v128.xor(x2, sign), level), 32);
      v128.store(y, v128.sub<T>(v128.xor(x3, sign), level), 48);
      y += 64;
    }
    while (x < end) {
      const whole = x + 16 <= end;
      const step: usize = whole ? 16 : sizeof<T>();
      Part.store<T>(y, v128.sub<T>(v128.xor(Part.load<T>(x, whole), sign), level), whole);
      x += step;
      y += step;
    }
  }

  @inline static fold<T, Op extends RowOp>(state: usize): bool {
    const s = Wide.across<T>(v128.load(state, 16), v128.load(state, 32));
    const d = Wide.across<T>(v128.load(state, 48), v128.load(state, 64));
    State.clear(state);
    const again = State.fold<Op>(state, s, d, 0);
    v128.store(state, v128.load(state, 80), 96);
    return again;
  }
}
