/**
 * Sums in f64 of lanes of `T`, as a pair of vectors: for f32 the sums of the lower and of the upper lanes, for f64
 * Kahan's sum and compensation, so that a long row loses no digits in either type. Each method folds to a few
 * instructions.
 */

export class Wide {
  @inline static low<T>(v: v128): v128 {
    if (sizeof<T>() === 4) return f64x2.promote_low_f32x4(v);
    return v;
  }

  @inline static high<T>(v: v128): v128 {
    if (sizeof<T>() === 4) return f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 0));
    return v;
  }

  /**
   * Four vectors of terms, ready for `sum` and `carry`: their low and high parts added up. `near` for f32 terms of one
   * sign: they are added in f32 first, two by two, which costs at most 1 ULP of the sum and saves 11 of 19 operations.
   */
  @inline static low4<T>(v0: v128, v1: v128, v2: v128, v3: v128, near: bool): v128 {
    if (near) return Wide.low<T>(Wide.tree<T>(v0, v1, v2, v3));
    return f64x2.add(f64x2.add(Wide.low<T>(v0), Wide.low<T>(v1)), f64x2.add(Wide.low<T>(v2), Wide.low<T>(v3)));
  }

  @inline static high4<T>(v0: v128, v1: v128, v2: v128, v3: v128, near: bool): v128 {
    if (near) return Wide.high<T>(Wide.tree<T>(v0, v1, v2, v3));
    return f64x2.add(f64x2.add(Wide.high<T>(v0), Wide.high<T>(v1)), f64x2.add(Wide.high<T>(v2), Wide.high<T>(v3)));
  }

  @inline static tree<T>(v0: v128, v1: v128, v2: v128, v3: v128): v128 {
    return v128.add<T>(v128.add<T>(v0, v1), v128.add<T>(v2, v3));
  }

  /** The lanes of `T` that low and high round to. */
  @inline static narrow<T>(low: v128, high: v128): v128 {
    if (sizeof<T>() === 8) return low;
    return v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
  }

  /** The first vector of the pair after low and high are added. */
  @inline static sum<T>(sum: v128, carry: v128, low: v128): v128 {
    if (sizeof<T>() === 4) return f64x2.add(sum, low);
    return f64x2.add(sum, f64x2.sub(low, carry));
  }

  /** The second vector of the pair after that; `sum` is the first vector before. */
  @inline static carry<T>(sum: v128, carry: v128, low: v128, high: v128): v128 {
    if (sizeof<T>() === 4) return f64x2.add(carry, high);
    const term = f64x2.sub(low, carry);
    const lost = f64x2.sub(f64x2.sub(f64x2.add(sum, term), sum), term);
    // For an infinite sum this is ∞ − ∞: nothing was lost, and the sum stays infinite, as it does for f32.
    return v128.and(lost, f64x2.eq(lost, lost));
  }

  /** The sums of the lower lanes (f64: of all). */
  @inline static totalLow<T>(sum: v128, carry: v128): v128 {
    if (sizeof<T>() === 4) return sum;
    return f64x2.sub(sum, carry);
  }

  /** The sums of the upper lanes (f64: of all). */
  @inline static totalHigh<T>(sum: v128, carry: v128): v128 {
    if (sizeof<T>() === 4) return carry;
    return f64x2.sub(sum, carry);
  }

  /** The sum over all lanes, in both lanes. `once`: f64 rounds once, not for each lane and for their sum. */
  @inline static across<T>(sum: v128, carry: v128, once: bool = false): v128 {
    if (sizeof<T>() === 8 && once) {
      const other = v128.shuffle<i64>(sum, sum, 1, 0);
      const total = f64x2.add(sum, other);
      const carried = f64x2.add(carry, v128.shuffle<i64>(carry, carry, 1, 0));
      return f64x2.add(total, f64x2.sub(Wide.lost(sum, other, total), carried));
    }
    const both = sizeof<T>() === 4 ? f64x2.add(sum, carry) : f64x2.sub(sum, carry);
    return f64x2.add(both, v128.shuffle<i64>(both, both, 1, 0));
  }

  /** a + b − fl(a + b), exact (Knuth); 0 if the sum is infinite, since then it is no number */
  @inline static lost(a: v128, b: v128, sum: v128): v128 {
    const part = f64x2.sub(sum, a);
    const error = f64x2.add(f64x2.sub(a, f64x2.sub(sum, part)), f64x2.sub(b, part));
    return v128.and(error, f64x2.eq(error, error));
  }

  /** v in the first lane, 0 in the others. */
  @inline static first<T>(v: v128): v128 {
    const zero = v128.splat<T>(<T>0);
    if (sizeof<T>() === 4) return v128.shuffle<i32>(v, zero, 0, 4, 4, 4);
    return v128.shuffle<i64>(v, zero, 0, 2);
  }
}
