import { arrayOf, generator } from "../support/arrays.js";
import { type ElementType, type FloatArray, TYPES } from "../support/call.js";

/** Inputs that are the same in every engine: of random bits and exact arithmetic, without Math. */

/** Points where functions bend or change their formula, and numbers at the ends of the types. */
const EDGES = [
  ...[0, 0.25, 0.5, 0.55, 0.625, 1, 1.5, 1.702, 2, 3, 4, 5, 6, 8, 9, 16, 18, 20, 22, 27, 36.74, 40, 64, 88, 89, 104],
  ...[256, 708, 709.78, 745.13, 1024, 1e6, 1e30, 3e38, 1e-6, 1e-30, 1e-38, 1e-40, 1e-45, 1e-300, 1e-310],
  ...[Number.POSITIVE_INFINITY, Number.NaN],
];

/** The edges with their neighbours, of both signs. */
export const edges: Readonly<Record<string, FloatArray>> = Object.fromEntries(
  TYPES.map((type) => [
    type,
    arrayOf(
      type,
      EDGES.flatMap((x) => around(type, x)),
    ),
  ]),
);

function around(type: ElementType, x: number): number[] {
  const bits = type === "f32" ? new Int32Array(1) : new BigInt64Array(1);
  const number = type === "f32" ? new Float32Array(bits.buffer) : new Float64Array(bits.buffer);
  const neighbour = (by: 1 | -1) => {
    number[0] = x;
    if (bits instanceof Int32Array) bits[0]! += by;
    else bits[0]! += BigInt(by);
    return number[0]!;
  };
  const all = Number.isFinite(x) && x !== 0 ? [neighbour(-1), x, neighbour(1)] : [x];
  return all.flatMap((each) => [each, -each]);
}

/** Finite numbers: up to 8 either way for the first operand, up to 2 for others. */
export function ordinary(type: ElementType, length: number, k: number): FloatArray {
  const random = generator(k + 1);
  const scale = k === 0 ? 8 : 2;
  return arrayOf(type, length).map(() => (2 * random() - 1) * scale) as FloatArray;
}

/** Numbers of any bits, near 0 and at the edges, in turns. */
export function extreme(type: ElementType, length: number, k: number): FloatArray {
  const random = generator(k + 101);
  const bits = Uint32Array.from({ length: 2 * length }, () => random() * 2 ** 32);
  const any = type === "f32" ? new Float32Array(bits.buffer, 0, length) : new Float64Array(bits.buffer);
  const known = edges[type]!;
  const near = () => (2 * random() - 1) * 12;
  return any.map((value, i) => [value, near(), known[(i + 7 * k) % known.length]!][i % 3]!) as FloatArray;
}
