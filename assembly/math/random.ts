import { Lanes, lanes, pick } from "../simd/lanes";

/**
 * Random numbers as a pure function of a seed and an index: nothing is stored, and no element waits for another. There
 * are two rounds of a 32-bit mixer, each with its own key, made from the seed and the upper half of the index. f32
 * takes 23 bits; f64 takes 52 from two neighbouring lanes with different keys.
 *
 * The mixer is a bijection in which every bit depends on every other, with the constants of least bias from Chris
 * Wellons' search (https://github.com/skeeto/hash-prospector).
 */
const FACTOR = lanes<i32>(0x21f0aaad);
const OTHER_FACTOR = lanes<i32>(0xd35a2d97);
// 2³²/φ, to set the keys of neighbouring seeds far apart
const GOLDEN = lanes<i32>(0x9e3779b9);

// Keys that tell the two lanes of an f64 apart
const LANE_KEYS_32 = lanes<i64>(0);
const LANE_KEYS_64 = lanes<i64>(0x85ebca6b00000000);

const ONE_32 = lanes<f32>(1);
const ONE_64 = lanes<f64>(1);
const FIRST_32 = countTo<f32>();
const FIRST_64 = countTo<f64>();
const VECTOR_32 = lanes<i32>(4);
const VECTOR_64 = lanes<i32>(2);
const ELEMENT = lanes<i32>(1);

/** The indices of the lanes, relative to the first. */
function countTo<T>(): v128 {
  return sizeof<T>() === 4 ? i32x4(0, 1, 2, 3) : i32x4(0, 0, 1, 1);
}

export class Random {
  /** The keys of the two rounds */
  @inline static key<T>(seed: i32, high: i32): v128 {
    const start = v128.xor(i32x4.add(i32x4.splat(seed), GOLDEN), pick<T>(LANE_KEYS_32, LANE_KEYS_64));
    return Random.mix(v128.xor(Random.mix(start), i32x4.splat(high)));
  }
  @inline static otherKey(key: v128): v128 {
    return Random.mix(i32x4.add(key, GOLDEN));
  }

  /** The lower halves of the indices of a vector; and of the next vector, or from the next element on. */
  @inline static indices<T>(first: i32): v128 {
    return i32x4.add(i32x4.splat(first), pick<T>(FIRST_32, FIRST_64));
  }
  @inline static next<T>(indices: v128, whole: bool): v128 {
    return i32x4.add(indices, whole ? pick<T>(VECTOR_32, VECTOR_64) : ELEMENT);
  }

  /** Uniform in [0, 1): random digits after a leading 1, which is then subtracted. */
  @inline static unit<T>(indices: v128, key: v128, other: v128): v128 {
    const bits = Random.mix(v128.xor(Random.mix(v128.xor(indices, key)), other));
    const digits = sizeof<T>() === 4 ? i32x4.shr_u(bits, 9) : i64x2.shr_u(bits, 12);
    return v128.sub<T>(v128.or(digits, pick<T>(ONE_32, ONE_64)), Lanes.one<T>());
  }

  @inline static mix(x: v128): v128 {
    const a = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), FACTOR);
    const b = i32x4.mul(v128.xor(a, i32x4.shr_u(a, 15)), OTHER_FACTOR);
    return v128.xor(b, i32x4.shr_u(b, 15));
  }
}
