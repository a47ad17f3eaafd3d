import { normals, uniforms } from "../../catalogue/timing/random.js";
import type { ElementType } from "../subjects.js";

/** The inputs of the reference vectors: the same numbers on every machine, and none depends on another case. */

const COMMON = [
  ...[2 ** -149, 7.346839692639297e-40, 2 ** -126, 1e-30, 1e-10, 1e-5, 0.001, 0.1, 0.25, 5, 8, 10, 12, 16, 17, 18, 20],
  ...[40, 80, 87.3, 88.5, 88.7, 88.8, 90, 100, 103.9, 104.1, 150, 1e4, 1e10, 1e20, 3e38],
];
// Beyond f32, and where e^x, or a part of it, leaves the normal numbers of f64 or the finite ones.
const WIDE = [
  ...[2 ** -1074, 1e-310, 1e-300, 1e-200, 36, 37, 38, 300, 600, 700, 708, 709, 710, 744, 745, 746, 800],
  ...[1e100, 1e200, 1.7e308],
];

/** The kinks of all functions, at default parameters, and where kernels change from one formula to another. */
const KINKS = [0, 0.5, 0.625, 1, 1.5, 2, 3, 4, 6];

const RANDOM = 100;

/** For an elementwise function with these parameters: its kinks with their neighbours, numbers of every size, ±∞, NaN. */
export function elementwiseInputs(type: ElementType, title: string, parameters: readonly number[]): number[] {
  const next = uniforms(seedOf(title));
  const random = (value: () => number) => Array.from({ length: RANDOM }, value);
  const signed = (value: number) => (next() < 0.5 ? -value : value);
  const kinks = [...KINKS, ...parameters.map(Math.abs).filter(Number.isFinite)];
  const numbers = [
    ...bothSigns([...kinks, ...COMMON, ...(type === "f64" ? WIDE : [])]),
    ...bothSigns(kinks.flatMap((kink) => neighbours(type, kink))),
    ...random(() => signed(2 ** -Math.floor(30 * next()) * (1 + next()))),
    ...random(() => signed(16 * next())),
    ...random(() => signed(100 * next())),
  ];
  const rounded = type === "f32" ? numbers.map(Math.fround) : numbers;
  // A Set takes −0 for 0.
  return [...new Set(rounded), -0, -Infinity, Infinity, Number.NaN];
}

/** Numbers of f32, so that both types have the same: normal ones for x and dy, uniform ones for slopes and targets. */
export function rowNumbers(title: string) {
  const seed = seedOf(title);
  const normal = normals(seed);
  const uniform = uniforms(seed + 1);
  const list = (length: number, value: () => number) => Array.from({ length }, () => Math.fround(value()));
  return {
    normal: (length: number, spread = 1) => list(length, () => spread * normal()),
    uniform: (length: number, most = 1) => list(length, () => most * uniform()),
    whole: (length: number, most: number) => Array.from({ length }, () => Math.floor(most * uniform())),
  };
}

function bothSigns(numbers: readonly number[]): number[] {
  return numbers.flatMap((x) => [x, -x]);
}

/** The numbers of the element type just below and just above. */
function neighbours(type: ElementType, x: number): number[] {
  const unit = type === "f32" ? 2 ** -24 : 2 ** -53;
  return x === 0 ? [] : [x * (1 - unit), x * (1 + 2 * unit)];
}

/** FNV-1a: a seed for each case, whatever the others are. */
function seedOf(title: string): number {
  let hash = 0x811c9dc5;
  for (const character of title) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  return hash;
}
