import { blockLength } from "../../bindings/memory/staging.js";
import type { ElementType, FloatArray, Options } from "./call.js";
import { type AnyElementwise, requiredBy } from "./functions.js";

export const BYTES = { f32: 4, f64: 8 } as const;

/** Elements of a staging block: few where a file has mocked them (small-blocks.ts). */
export const BLOCK = { f32: blockLength("f32"), f64: blockLength("f64") } as const;

export function arrayOf(type: ElementType, source: number | ArrayLike<number>): FloatArray {
  const values = typeof source === "number" ? { length: source } : source;
  if (typeof source === "number") return type === "f32" ? new Float32Array(source) : new Float64Array(source);
  return type === "f32" ? Float32Array.from(values) : Float64Array.from(values);
}

export function viewOf(type: ElementType, buffer: ArrayBufferLike, byteOffset: number, length: number): FloatArray {
  return type === "f32" ? new Float32Array(buffer, byteOffset, length) : new Float64Array(buffer, byteOffset, length);
}

/** The parameters of a function as its kernel of that type gets them: by name, rounded. */
export function parametersOf(f: AnyElementwise, type: ElementType, options: Options): Record<string, number> {
  const required = requiredBy(f);
  const given = Object.entries(f.spec.parameters).map(([name, { default: preset }]) => {
    const value = (options[name] as number | undefined) ?? preset ?? required[name]!;
    return [name, type === "f32" ? Math.fround(value) : value];
  });
  return Object.fromEntries(given) as Record<string, number>;
}

/** Numbers in [0, 1), the same in every run. */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SPECIAL = [0, -0, 1, -1, 6, 3, -3, 1e-40, -1e-40, 1e-310, 3e38, -3e38, Infinity, -Infinity, Number.NaN];

/** Numbers of all kinds: most as activations have them, some far out, some special. */
export function mixed(type: ElementType, length: number, seed = 1): FloatArray {
  return beginning(`mixed ${type} ${seed}`, type, length, () => {
    const random = generator(seed);
    return () => {
      const kind = random();
      if (kind < 0.1) return SPECIAL[Math.floor(random() * SPECIAL.length)]!;
      const value = (random() - 0.5) * 12;
      return kind < 0.3 ? value * 2 ** ((random() - 0.5) * 60) : value;
    };
  });
}

/** Finite numbers up to `scale` either way. */
export function uniform(type: ElementType, length: number, scale: number, seed = 1): FloatArray {
  return beginning(`uniform ${type} ${scale} ${seed}`, type, length, () => {
    const random = generator(seed);
    return () => (random() * 2 - 1) * scale;
  });
}

/** A sequence of numbers, as far as it has been asked for. */
interface Sequence {
  readonly next: () => number;
  known: FloatArray;
}

const sequences = new Map<string, Sequence>();

/** Longer arrays are made each time: memory is for the many calls of few elements. */
const LONGEST_KEPT = 2 ** 16;

/** The first numbers of a sequence, in an array of their own. */
function beginning(name: string, type: ElementType, length: number, start: () => () => number): FloatArray {
  if (length > LONGEST_KEPT) return extended(type, { next: start(), known: arrayOf(type, 0) }, length);
  const sequence = sequences.get(name) ?? { next: start(), known: arrayOf(type, 0) };
  sequences.set(name, sequence);
  if (sequence.known.length < length) sequence.known = extended(type, sequence, length);
  return sequence.known.slice(0, length);
}

function extended(type: ElementType, { next, known }: Sequence, length: number): FloatArray {
  const array = arrayOf(type, length);
  array.set(known);
  for (let i = known.length; i < length; i++) array[i] = next();
  return array;
}

export function bytesOf(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
