/** An operation on three arrays, whose first two are multiplied, as a stateless class. */
export interface Fusion {
  join(u: v128, z: v128, c: v128): v128;
}

/**
 * w = join(a·((p·x)·y) + b, z; c), each operation rounded. As in `backward` (map.ts), a step is how far y or z moves for
 * each step of x: 1, or 0 to stay on a block of one value. w may be any of the operands.
 */
export function fuse<T, Op extends Fusion>(
  x: usize,
  y: usize,
  z: usize,
  w: usize,
  n: usize,
  yStep: usize,
  zStep: usize,
  first: T,
  factor: T,
  term: T,
  r: T,
): void {
  const op = changetype<Op>(0);
  const p = v128.splat<T>(first);
  const a = v128.splat<T>(factor);
  const b = v128.splat<T>(term);
  const c = v128.splat<T>(r);
  const end = x + n * sizeof<T>();
  const bytes: usize = sizeof<T>() === 4 ? 64 : 32;
  if (x + bytes <= end) {
    const last = end - bytes;
    const dy = yStep * bytes;
    const dz = zStep * bytes;
    do {
      const u0 = v128.mul<T>(v128.mul<T>(p, v128.load(x)), v128.load(y));
      const u1 = v128.mul<T>(v128.mul<T>(p, v128.load(x, 16)), v128.load(y, 16));
      const z0 = v128.load(z);
      const z1 = v128.load(z, 16);
      if (sizeof<T>() === 4) {
        const u2 = v128.mul<T>(v128.mul<T>(p, v128.load(x, 32)), v128.load(y, 32));
        const u3 = v128.mul<T>(v128.mul<T>(p, v128.load(x, 48)), v128.load(y, 48));
        const z2 = v128.load(z, 32);
        const z3 = v128.load(z, 48);
        v128.store(w, op.join(v128.add<T>(v128.mul<T>(a, u0), b), z0, c));
        v128.store(w, op.join(v128.add<T>(v128.mul<T>(a, u1), b), z1, c), 16);
        v128.store(w, op.join(v128.add<T>(v128.mul<T>(a, u2), b), z2, c), 32);
        v128.store(w, op.join(v128.add<T>(v128.mul<T>(a, u3), b), z3, c), 48);
      } else {
        v128.store(w, op.join(v128.add<T>(v128.mul<T>(a, u0), b), z0, c));
        v128.store(w, op.join(v128.add<T>(v128.mul<T>(a, u1), b), z1, c), 16);
      }
      x += bytes;
      y += dy;
      z += dz;
      w += bytes;
    } while (x <= last);
  }
  if (x < end) {
    const dy = yStep * sizeof<T>();
    const dz = zStep * sizeof<T>();
    do {
      const u = v128.mul<T>(v128.mul<T>(p, v128.load_splat<T>(x)), v128.load_splat<T>(y));
      const v = v128.add<T>(v128.mul<T>(a, u), b);
      v128.store_lane<T>(w, op.join(v, v128.load_splat<T>(z), c), 0);
      x += sizeof<T>();
      y += dy;
      z += dz;
      w += sizeof<T>();
    } while (x < end);
  }
}
