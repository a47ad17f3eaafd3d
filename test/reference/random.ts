/** The slopes of rrelu, one at a time, in whole numbers. */

const { imul } = Math;

function mix(x: number): number {
  const a = imul(x ^ (x >>> 16), 0x21f0aaad);
  const b = imul(a ^ (a >>> 15), 0xd35a2d97);
  return (b ^ (b >>> 15)) >>> 0;
}

/** 32 bits for a seed, an index and one of the two lanes of an f64. */
function bits(seed: number, index: number, lane: number): number {
  const start = (seed + 0x9e3779b9) ^ lane;
  const key = mix(mix(start) ^ Math.floor(index / 2 ** 32));
  return mix(mix(index ^ key) ^ mix(key + 0x9e3779b9));
}

/** Uniform in [0, 1): 23 random bits for f32, 52 for f64. */
export function uniformAt(type: "f32" | "f64", seed: number, index: number): number {
  if (type === "f32") return (bits(seed, index, 0) >>> 9) / 2 ** 23;
  return (bits(seed, index, 0x85ebca6b) * 2 ** 20 + (bits(seed, index, 0) >>> 12)) / 2 ** 52;
}

export function slopeAt(type: "f32" | "f64", seed: number, index: number, lower: number, upper: number): number {
  const round = type === "f32" ? Math.fround : (v: number) => v;
  const [low, high] = [round(lower), round(upper)];
  const slope = round(low + round(round(high - low) * uniformAt(type, seed, index)));
  return slope < high ? slope : low;
}
