/** Uniform in [0, 1), the same numbers on every machine (mulberry32). */
export function uniforms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Nearly normal, mean 0, deviation 1; without a logarithm, which engines may round differently. */
export function normals(seed: number): () => number {
  const next = uniforms(seed);
  return () => (next() + next() + next() + next() - 2) * Math.sqrt(3);
}
