/** The bits of floats of 16 bits as bits of f32, and back. */

/** A half: a sign, 5 bits of exponent, 10 of fraction. Exact. */
export function floatBits(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >> 10) & 31;
  const fraction = half & 0x3ff;
  if (exponent === 31) return sign | 0x7f800000 | (fraction << 13);
  if (exponent !== 0) return sign | ((exponent + 112) << 23) | (fraction << 13);
  if (fraction === 0) return sign;
  // A subnormal half is a normal float.
  const shift = Math.clz32(fraction) - 21;
  return sign | ((113 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13);
}

/** The nearest half, ties to even; from 65,520 on, infinity. */
export function halfBits(float: number): number {
  const sign = (float >>> 16) & 0x8000;
  const size = float & 0x7fffffff;
  // NaN keeps what there is room for of its payload, and stays one.
  if (size > 0x7f800000) return sign | 0x7c00 | Math.max((size >>> 13) & 0x3ff, 1);
  if (size >= 0x477ff000) return sign | 0x7c00;
  if (size >= 0x38800000) return sign | roundedShift(size - 0x38000000, 13);
  // A subnormal half; less than half of the smallest one is zero.
  if (size <= 0x33000000) return sign;
  return sign | roundedShift((size & 0x7fffff) | 0x800000, 126 - (size >>> 23));
}

/** Divides by a power of two and rounds to the nearest, ties to even. */
function roundedShift(value: number, shift: number): number {
  const half = (1 << (shift - 1)) - 1;
  return (value + half + ((value >>> shift) & 1)) >>> shift;
}

/** A bfloat16 is the upper half of an f32. Exact. */
export function floatBitsOfBfloat16(bits: number): number {
  return bits << 16;
}

/** The nearest bfloat16, ties to even. */
export function bfloat16Bits(float: number): number {
  // NaN keeps the upper bits of its payload, and stays one.
  if ((float & 0x7fffffff) > 0x7f800000) return (float >>> 16) | 0x40;
  return ((float + 0x7fff + ((float >>> 16) & 1)) >>> 16) & 0xffff;
}
