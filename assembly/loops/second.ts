import { Wide } from "../simd/wide";
import { RowOp, SECOND_WIDE } from "./row";

/** The second terms of a vector of elements, in f64: of the lower lanes (f64: of all), and of the upper lanes. */
export class Second {
  @inline static low<T, Op extends RowOp>(x: v128, g: v128, m: v128, c: v128, first: v128): v128 {
    const op = changetype<Op>(0);
    if (!(op.uses() & SECOND_WIDE)) return Wide.low<T>(op.second(x, g, m, c, first));
    return op.second(Wide.low<T>(x), Wide.low<T>(g), Wide.low<T>(m), Wide.low<T>(c), Wide.low<T>(first));
  }

  @inline static high<T, Op extends RowOp>(x: v128, g: v128, m: v128, c: v128, first: v128): v128 {
    const op = changetype<Op>(0);
    if (!(op.uses() & SECOND_WIDE)) return Wide.high<T>(op.second(x, g, m, c, first));
    return op.second(Wide.high<T>(x), Wide.high<T>(g), Wide.high<T>(m), Wide.high<T>(c), Wide.high<T>(first));
  }
}
