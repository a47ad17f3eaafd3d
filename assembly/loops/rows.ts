import { PER_ROW, WHOLE } from "../../bindings/wasm/abi";
import { Contiguous } from "./contiguous";
import { GRADIENT, RESULT, RowOp, SIDE, STATE } from "./row";
import { Strided } from "./strided";
import { Transpose } from "./transpose";

/** Rows of so many bytes fill the four vectors in flight of contiguous rows. */
const LONG: usize = 64;
/** After the state: short rows of x, g and y, transposed. */
const TRANSPOSED: usize = 256;
const TRANSPOSED_BYTES: usize = 256;

/**
 * The row loops, written once: a maximum, rounds of one or two sums, then a map with the result of the sums, or one
 * result per row. `Op` does the first rounds, `Last` the last round and the map; most functions have one round, and one
 * class for both.
 *
 * A row is either contiguous (along the last axis: vectors lie within the row) or strided (vectors lie across
 * neighbouring rows). Short contiguous rows of f32 are transposed to strided ones, four at a time (softmax of rows of
 * 10: 2.8 → 1.9 ns per element, of 2: 8.5 → 3.5; f64 gains nothing).
 *
 * Maximum and sums are kept at `state`, so that rows too long for one block can be passed in pieces, phase by phase.
 * The sums come out the same, bit for bit, if every piece of a contiguous row but the last is a multiple of 64 bytes.
 *
 * `phases` is a set of the constants in bindings/wasm/abi.ts. For rows in pieces, `outer` is 1. Returns whether END
 * asks for another round.
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
  const op = changetype<Op>(0);
  const last = changetype<Last>(0);
  const stride = inner * sizeof<T>();
  const bytes = n * stride;
  const whole = (phases & WHOLE) === WHOLE;
  const gBytes = phases & PER_ROW ? stride : bytes;
  const yBytes = last.uses() & RESULT ? stride : bytes;
  const end = x + outer * bytes;
  if (sizeof<T>() === 4 && whole && inner === 1 && bytes < LONG) {
    const xTransposed = state + TRANSPOSED;
    const gTransposed = xTransposed + TRANSPOSED_BYTES;
    const yTransposed = gTransposed + TRANSPOSED_BYTES;
    while (x < end) {
      const count = min(4, (end - x) / bytes);
      Transpose.in(x, bytes, count, xTransposed);
      const reads = ((op.uses() | last.uses()) & GRADIENT || phases & PER_ROW) && !(last.uses() & SIDE);
      if (reads) Transpose.in(g, gBytes, count, gTransposed);
      rows<T, Op, Last>(xTransposed, gTransposed, yTransposed, 1, n, 4, state, phases);
      if (last.uses() & SIDE) Transpose.out(gTransposed, gBytes, count, g);
      Transpose.out(yTransposed, yBytes, count, y);
      x += count * bytes;
      g += count * gBytes;
      y += count * yBytes;
    }
    return false;
  }
  const advance: usize = whole ? 0 : STATE;
  let again: bool = false;
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
    g += gBytes;
    y += yBytes;
  }
  return again;
}
