import { Contiguous } from "./contiguous";
import { RowOp, STATE, WHOLE } from "./row";
import { Strided } from "./strided";

/**
 * The row loops, written once: a maximum, one or two sums, then a map with what they came to.
 *
 * A row is either contiguous (the axis is the last: vectors run within the row) or strided
 * (vectors run across neighbouring rows). Maximum and sums live at `state`, so that rows too
 * long for one block can be passed in pieces, phase by phase. The sums come out the same to
 * the bit, as long as every piece of a contiguous row but the last is a multiple of 64 bytes.
 *
 * `phases`: a set of BEGIN = 1, MAX = 2, SUM = 4, MAP = 8. For rows in pieces `outer` is 1.
 */
export function rows<T, Op extends RowOp>(
  x: usize,
  g: usize,
  y: usize,
  outer: usize,
  n: usize,
  inner: usize,
  state: usize,
  phases: i32,
): void {
  const stride = inner * sizeof<T>();
  const bytes = n * stride;
  const advance: usize = phases === WHOLE ? 0 : STATE;
  const end = x + outer * bytes;
  for (; x < end; x += bytes) {
    if (inner === 1) {
      Contiguous.row<T, Op>(x, g, y, bytes, state, phases);
    } else {
      let at = state;
      for (let j: usize = 0; j < stride; ) {
        const width: usize = j + 16 <= stride ? 16 : sizeof<T>();
        Strided.rows<T, Op>(x + j, g + j, y + j, bytes, stride, width === 16, at, phases);
        at += advance;
        j += width;
      }
    }
    g += bytes;
    y += bytes;
  }
}
