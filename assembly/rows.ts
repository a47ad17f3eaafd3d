import { Contiguous } from "./contiguous";
import { PER_ROW, RESULT, RowOp, STATE, WHOLE } from "./row";
import { Strided } from "./strided";

/**
 * The row loops, written once: a maximum, rounds of one or two sums, then a map with what they came
 * to, or one result. `Op` does the first rounds, `Last` the last one and the map: most have one
 * round, and are both.
 *
 * A row is either contiguous (the axis is the last: vectors run within the row) or strided
 * (vectors run across neighbouring rows). Maximum and sums live at `state`, so that rows too
 * long for one block can be passed in pieces, phase by phase. The sums come out the same to
 * the bit, as long as every piece of a contiguous row but the last is a multiple of 64 bytes.
 *
 * `phases`: a set of BEGIN, MAX, SUM, END (of a round), NEXT (the sums of `Last`), MAP, and of how to
 * take the operands. For rows in pieces `outer` is 1. Returns whether END asks for another round.
 */
export function rows<T, Op extends RowOp, Last extends RowOp>(
  x: usize,
  g: usize,
  y: usize,
  outer: usize,
  n: usize,
  inner: usize,
  state: usize,
  phases: i32,
): bool {
  const last = changetype<Last>(0);
  const stride = inner * sizeof<T>();
  const bytes = n * stride;
  const advance: usize = (phases & WHOLE) === WHOLE ? 0 : STATE;
  const end = x + outer * bytes;
  let again = false;
  for (; x < end; x += bytes) {
    if (inner === 1) {
      again = Contiguous.row<T, Op, Last>(x, g, y, bytes, state, phases);
    } else {
      let at = state;
      for (let j: usize = 0; j < stride; ) {
        const width: usize = j + 16 <= stride ? 16 : sizeof<T>();
        const more = Strided.rows<T, Op, Last>(x + j, g + j, y + j, bytes, stride, width === 16, at, phases);
        again = again || more;
        at += advance;
        j += width;
      }
    }
    g += phases & PER_ROW ? stride : bytes;
    y += last.uses() & RESULT ? stride : bytes;
  }
  return again;
}
