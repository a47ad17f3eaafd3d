/** Inputs at which f64 functions are judged. */

/** Beyond these powers of two all functions are straight, flat or powers. */
const LOW = -64;
const HIGH = 11;
const SPARSE = 64;

/** `most` numbers of each binade and sign where functions bend, fewer elsewhere; evenly spread with some randomness. */
export function* dense(random: () => number, most: number): Generator<number> {
  for (let exponent = -1074; exponent < 1024; exponent++) {
    const count = exponent >= LOW && exponent < HIGH ? most : SPARSE;
    for (let i = 0; i < count; i++) {
      const x = 2 ** exponent * (1 + (i + random()) / count);
      yield x;
      yield -x;
    }
  }
}

/** Inputs at which kernels and definitions change from one formula to another. */
const EDGES = [
  ...[0.34657359027997264, 0.5, 0.55, 0.625, 1, 1.702, 2, 3, 4, 6, 9, 18, 19.06, 20, 22, 27, 36, 36.74, 37.4, 40],
  // Inputs at which eˣ, or a result computed from it, leaves the normal numbers or the finite ones.
  ...[700, 707, 708.3964185322641, 709.782712893384, 710, 744.4400719213812, 745.1332191019411, 746],
  ...[Math.sqrt(2 * 708.3964185322641), Math.sqrt(2 * 745.1332191019411), 38.5, 354.19820926613204, 416.2],
];

/** Numbers around the edges, around `more` of them, and around the multiples of ln 2/2 (where eˣ changes its power of two). */
export function* points(more: readonly number[]): Generator<number> {
  const multiples = Array.from({ length: 2_160 }, (_, k) => (k * Math.LN2) / 2);
  for (const edge of new Set([...EDGES, ...more.map(Math.abs), ...multiples])) {
    if (!Number.isFinite(edge) || edge === 0) continue;
    for (const sign of [1, -1]) {
      for (let i = -24; i <= 24; i++) {
        yield sign * edge * (1 + i * 2 ** -52);
        yield sign * edge * (1 + i * 2 ** -40);
        yield sign * edge * (1 + i * 2 ** -20);
        yield sign * edge * (1 + i * 2 ** -10);
      }
    }
  }
}

/** Numbers around x, at relative distances up to `scale`. */
export function* around(x: number, scale: number, count: number, random: () => number): Generator<number> {
  for (let i = 0; i < count; i++) yield x * (1 + scale * (2 * random() - 1));
}
