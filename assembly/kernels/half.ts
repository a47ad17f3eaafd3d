import { lanes } from "../simd/lanes";

/**
 * Halves (IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction) as f32 and back, four lanes at a time, with
 * integer arithmetic. Conversion to f32 is exact; back, it rounds to the nearest, ties to even.
 *
 * Eight numbers are converted at a time: unlike the kernels of functions, these two work in blocks of the staging memory
 * alone, which have room for eight more.
 */

const SIGN = lanes<i32>(0x8000);
const SIZE = lanes<i32>(0x7fffffff);
/** The distance between the biases of the exponents, 127 − 15. */
const BIAS = lanes<i32>(112 << 23);
/** The smallest normal half as a half, and the first that is infinite. */
const LEAST = lanes<i32>(0x400);
const INFINITY = lanes<i32>(0x7c00);
/** The same as f32: 2⁻¹⁴, and 2¹⁶. */
const LEAST_32 = lanes<f32>(0.00006103515625);
const ABOVE_32 = lanes<i32>(0x47800000);
const INFINITY_32 = lanes<i32>(0x7f800000);
/** A sum with ½ has the last bit of a subnormal half for its own last bit: the sum rounds as the half has to. */
const ROUNDER = lanes<f32>(0.5);
/** A little less than half a unit of a half; with the last bit that is kept, ties go to even. */
const BELOW_HALF = lanes<i32>(0xfff - (112 << 23));
const ONE = lanes<i32>(1);
const QUIET = lanes<i32>(0x7e00);

/** Eight halves, or the upper halves of eight f32. */
const SIGN_16 = lanes<i16>(-0x8000);
const LEAST_16 = lanes<i16>(0x400);
const INFINITY_16 = lanes<i16>(0x7c00);
const BIAS_16 = lanes<i16>(112 << 7);
const UPPER_INFINITY = lanes<i16>(0x7f80);
const UPPER_LEAST = lanes<i16>(0x3880);
const NORMAL = lanes<i16>(0x7f80 - 0x3880);

class Half {
  /** Halves in lanes of 32 bits, as f32. */
  @inline static toFloat(half: v128): v128 {
    const sign = v128.and(half, SIGN);
    const size = v128.xor(half, sign);
    const bits = v128.shl<i32>(size, 13);
    const normal = v128.add<i32>(bits, BIAS);
    // A subnormal half is a number of units of 2⁻²⁴: put after the point of 2⁻¹⁴, which is then taken away.
    const subnormal = v128.sub<f32>(v128.or(bits, LEAST_32), LEAST_32);
    const finite = v128.bitselect(subnormal, normal, v128.lt<i32>(size, LEAST));
    const above = v128.and(v128.ge<i32>(size, INFINITY), INFINITY_32);
    return v128.or(v128.or(finite, above), v128.shl<i32>(sign, 16));
  }

  /** The sizes of f32 in the range of normal halves, rounded. */
  @inline static ofNormal(x: v128): v128 {
    const odd = v128.and(v128.shr<u32>(x, 13), ONE);
    return v128.shr<i32>(v128.add<i32>(v128.add<i32>(v128.and(x, SIZE), BELOW_HALF), odd), 13);
  }

  /** f32 as halves in lanes of 32 bits. A NaN stays one, with its sign. */
  @inline static ofFloat(x: v128): v128 {
    const size = v128.and(x, SIZE);
    const sign = v128.and(v128.shr<u32>(x, 16), SIGN);
    const normal = Half.ofNormal(x);
    const subnormal = v128.sub<i32>(v128.add<f32>(size, ROUNDER), ROUNDER);
    const finite = v128.bitselect(subnormal, normal, v128.lt<i32>(size, LEAST_32));
    const nan = v128.and(v128.gt<i32>(size, INFINITY_32), QUIET);
    const above = v128.or(nan, INFINITY);
    return v128.or(v128.bitselect(above, finite, v128.ge<i32>(size, ABOVE_32)), sign);
  }
}

/** The values of n halves. The halves may be the last n of the block that the values fill. */
export function from_half(x: usize, y: usize, n: usize): void {
  const end = x + 2 * n;
  do {
    const half = v128.load(x);
    const sign = v128.and(half, SIGN_16);
    const size = v128.xor(half, sign);
    const below = v128.lt<i16>(size, LEAST_16);
    if (v128.any_true(v128.and(below, size))) {
      let at: usize = 0;
      do {
        v128.store(y + 2 * at, Half.toFloat(v128.load16x4_u(x + at)));
        at += 8;
      } while (at < 16);
    } else {
      // No subnormal numbers: the upper and the lower half of each f32 are made apart.
      const normal = v128.andnot(v128.add<i16>(v128.shr<u16>(size, 3), BIAS_16), below);
      const above = v128.and(v128.ge<i16>(size, INFINITY_16), UPPER_INFINITY);
      const upper = v128.or(v128.or(normal, above), sign);
      const lower = v128.shl<i16>(half, 13);
      v128.store(y, v128.shuffle<i16>(lower, upper, 0, 8, 1, 9, 2, 10, 3, 11));
      v128.store(y + 16, v128.shuffle<i16>(lower, upper, 4, 12, 5, 13, 6, 14, 7, 15));
    }
    x += 16;
    y += 32;
  } while (x < end);
}

/** The halves nearest to n values. They may be the first of the block that the values fill. */
export function to_half(x: usize, y: usize, n: usize): void {
  const end = x + 4 * n;
  do {
    const low = v128.load(x);
    const high = v128.load(x + 16);
    const upper = v128.narrow<i32>(v128.shr<i32>(low, 16), v128.shr<i32>(high, 16));
    const sign = v128.and(upper, SIGN_16);
    const size = v128.xor(upper, sign);
    const special = v128.ge<u16>(v128.sub<i16>(size, UPPER_LEAST), NORMAL);
    if (v128.any_true(v128.and(special, size))) {
      let at: usize = 0;
      do {
        const four = Half.ofFloat(v128.load(x + 2 * at));
        v128.store64_lane(y + at, v128.narrow<u32>(four, four), 0);
        at += 8;
      } while (at < 16);
    } else {
      // Neither subnormal halves nor NaN: below them saturation makes zeros, and above them infinities.
      const halves = v128.narrow<u32>(Half.ofNormal(low), Half.ofNormal(high));
      v128.store(y, v128.or(v128.min<u16>(halves, INFINITY_16), sign));
    }
    x += 32;
    y += 16;
  } while (x < end);
}
