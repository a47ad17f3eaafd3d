/** A choice between two operands, as a stateless class. */
export interface Choice {
  pick(c: v128, x: v128, y: v128): v128;
}

/**
 * z = pick(c, x, y). As in `backward` (map.ts), a step is how far x or y moves for each step of c: 1, or 0 to stay on a
 * block of one value. z may be any of the operands.
 */
export function choose<T, Op extends Choice>(
  c: usize,
  x: usize,
  y: usize,
  z: usize,
  n: usize,
  xStep: usize,
  yStep: usize,
): void {
  const op = changetype<Op>(0);
  const end = c + n * sizeof<T>();
  if (c + 16 <= end) {
    const last = end - 16;
    const dx = xStep * 16;
    const dy = yStep * 16;
    do {
      v128.store(z, op.pick(v128.load(c), v128.load(x), v128.load(y)));
      c += 16;
      x += dx;
      y += dy;
      z += 16;
    } while (c <= last);
  }
  if (c < end) {
    const dx = xStep * sizeof<T>();
    const dy = yStep * sizeof<T>();
    do {
      v128.store_lane<T>(z, op.pick(v128.load_splat<T>(c), v128.load_splat<T>(x), v128.load_splat<T>(y)), 0);
      c += sizeof<T>();
      x += dx;
      y += dy;
      z += sizeof<T>();
    } while (c < end);
  }
}
