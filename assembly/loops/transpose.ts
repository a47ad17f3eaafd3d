/**
 * Four rows of f32, transposed: element i of each row in vector i. If there are fewer rows (`count`), the last one
 * fills the remaining lanes, too; on the way back these lanes hold the same values.
 */
export class Transpose {
  /** `count` consecutive rows of `bytes` each, to vectors from `to` on. */
  static in(from: usize, bytes: usize, count: usize, to: usize): void {
    const b = count > 1 ? from + bytes : from;
    const c = count > 2 ? b + bytes : b;
    const d = count > 3 ? c + bytes : c;
    let i: usize = 0;
    for (; i + 16 <= bytes; i += 16, to += 64) {
      const v0 = v128.load(from + i);
      const v1 = v128.load(b + i);
      const v2 = v128.load(c + i);
      const v3 = v128.load(d + i);
      Transpose.four(v0, v1, v2, v3, to, to + 16, to + 32, to + 48);
    }
    for (; i < bytes; i += 4, to += 16) {
      let v = v128.load32_splat(from + i);
      v = v128.load_lane<f32>(b + i, v, 1);
      v = v128.load_lane<f32>(c + i, v, 2);
      v128.store(to, v128.load_lane<f32>(d + i, v, 3));
    }
  }

  /** Back to rows. */
  static out(from: usize, bytes: usize, count: usize, to: usize): void {
    const b = count > 1 ? to + bytes : to;
    const c = count > 2 ? b + bytes : b;
    const d = count > 3 ? c + bytes : c;
    let i: usize = 0;
    for (; i + 16 <= bytes; i += 16, from += 64) {
      const v0 = v128.load(from);
      const v1 = v128.load(from, 16);
      const v2 = v128.load(from, 32);
      const v3 = v128.load(from, 48);
      Transpose.four(v0, v1, v2, v3, to + i, b + i, c + i, d + i);
    }
    for (; i < bytes; i += 4, from += 16) {
      const v = v128.load(from);
      v128.store_lane<f32>(to + i, v, 0);
      v128.store_lane<f32>(b + i, v, 1);
      v128.store_lane<f32>(c + i, v, 2);
      v128.store_lane<f32>(d + i, v, 3);
    }
  }

  /** Transposes four vectors of four. */
  @inline static four(v0: v128, v1: v128, v2: v128, v3: v128, to0: usize, to1: usize, to2: usize, to3: usize): void {
    const low01 = v128.shuffle<i32>(v0, v1, 0, 4, 1, 5);
    const high01 = v128.shuffle<i32>(v0, v1, 2, 6, 3, 7);
    const low23 = v128.shuffle<i32>(v2, v3, 0, 4, 1, 5);
    const high23 = v128.shuffle<i32>(v2, v3, 2, 6, 3, 7);
    v128.store(to0, v128.shuffle<i64>(low01, low23, 0, 2));
    v128.store(to1, v128.shuffle<i64>(low01, low23, 1, 3));
    v128.store(to2, v128.shuffle<i64>(high01, high23, 0, 2));
    v128.store(to3, v128.shuffle<i64>(high01, high23, 1, 3));
  }
}
