import type { FloatArray } from "lanewise";
import { fromHalf } from "lanewise/half";

/** The types that functions compute in. */
export type ElementType = "f32" | "f64";

/** The types that results are written as: f16 is computed in f32 and rounded once. */
export type FloatType = "f16" | ElementType;

export const ARRAYS = { f32: Float32Array, f64: Float64Array } as const;
export const SIZES = { f16: 2, f32: 4, f64: 8 } as const;
export const DESCRIPTIONS = { f16: "<f2", f32: "<f4", f64: "<f8" } as const;

/** The values of `--dtype`. */
const NAMES: ReadonlyMap<string, FloatType> = new Map([
  ...["f16", "float16", "half", "f2", "<f2"].map((name) => [name, "f16"] as const),
  ...["f32", "float32", "single", "float", "f4", "<f4"].map((name) => [name, "f32"] as const),
  ...["f64", "float64", "double", "f8", "<f8"].map((name) => [name, "f64"] as const),
]);

export function floatTypeOf(name: string): FloatType | undefined {
  return NAMES.get(name);
}

export function computedIn(type: FloatType): ElementType {
  return type === "f64" ? "f64" : "f32";
}

/** How elements are stored in a file. */
export interface Stored {
  /** As NumPy writes it: `<f4`, `>i2`, `|u1` */
  readonly description: string;
  readonly bytes: number;
  /** The array type that holds its values: exactly, except 64-bit integers above 2⁵³. */
  readonly type: FloatType;
  readonly bigEndian: boolean;
}

type Values = ArrayLike<number>;
type View = (buffer: ArrayBufferLike, byteOffset: number, length: number) => Values | BigInt64Array | BigUint64Array;

/** Kinds of elements by NumPy's names for them, without the order of their bytes. */
const KINDS: ReadonlyMap<string, { readonly type: FloatType; readonly view: View }> = new Map(
  Object.entries({
    f2: { type: "f16", view: (...at) => fromHalf(new Uint16Array(...at)) },
    f4: { type: "f32", view: (...at) => new Float32Array(...at) },
    f8: { type: "f64", view: (...at) => new Float64Array(...at) },
    b1: { type: "f32", view: (...at) => new Uint8Array(...at).map((value) => Number(value !== 0)) },
    i1: { type: "f32", view: (...at) => new Int8Array(...at) },
    u1: { type: "f32", view: (...at) => new Uint8Array(...at) },
    i2: { type: "f32", view: (...at) => new Int16Array(...at) },
    u2: { type: "f32", view: (...at) => new Uint16Array(...at) },
    i4: { type: "f64", view: (...at) => new Int32Array(...at) },
    u4: { type: "f64", view: (...at) => new Uint32Array(...at) },
    i8: { type: "f64", view: (...at) => new BigInt64Array(...at) },
    u8: { type: "f64", view: (...at) => new BigUint64Array(...at) },
  } satisfies Record<string, { type: FloatType; view: View }>),
);

/** Other names that NumPy has for them on every machine. */
const ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    f2: ["float16", "half"],
    f4: ["float32", "single"],
    f8: ["float64", "double", "float"],
    b1: ["bool", "bool_"],
    i1: ["int8", "byte"],
    u1: ["uint8", "ubyte"],
    i2: ["int16", "short"],
    u2: ["uint16", "ushort"],
    i4: ["int32", "intc"],
    u4: ["uint32", "uintc"],
    i8: ["int64", "longlong"],
    u8: ["uint64", "ulonglong"],
  }).flatMap(([kind, names]) => names.map((name) => [name, kind] as const)),
);

/** Letters, which may follow the order of the bytes. */
const LETTERS: ReadonlyMap<string, string> = new Map(
  Object.entries({ e: "f2", f: "f4", d: "f8", "?": "b1", b: "i1", B: "u1", h: "i2", H: "u2" }).concat(
    Object.entries({ i: "i4", I: "u4", q: "i8", Q: "u8" }),
  ),
);

/** The meaning of NumPy's description of a type; none for one that holds no numbers, or other ones. */
export function storedAs(description: string): Stored | undefined {
  const [, order = "", name = ""] = /^([<>=|]?)(.*)$/s.exec(description) ?? [];
  const [, letter, size] = /^([fiub])0*(\d)$/.exec(name) ?? [];
  const kind = letter ? `${letter}${size}` : (LETTERS.get(name) ?? (order === "" ? ALIASES.get(name) : undefined));
  const found = kind === undefined ? undefined : KINDS.get(kind);
  if (!kind || !found) return undefined;
  const bytes = Number(kind[1]);
  const bigEndian = order === ">" && bytes > 1;
  return { description: `${bytes === 1 ? "|" : bigEndian ? ">" : "<"}${kind}`, bytes, type: found.type, bigEndian };
}

export function storedFloat(type: FloatType): Stored {
  return { description: DESCRIPTIONS[type], bytes: SIZES[type], type, bigEndian: false };
}

/** True if the bytes of a file are the bytes of an array. */
export function isStoredAs({ type, description }: Stored, wanted: ElementType): boolean {
  return type === wanted && description === DESCRIPTIONS[wanted];
}

/** Puts stored elements into an array, each rounded once to its type. The bytes may be swapped in their place. */
export function decode({ description, bytes: size, bigEndian }: Stored, bytes: Uint8Array, into: FloatArray): void {
  if (bigEndian) swap(bytes, size);
  const { view } = KINDS.get(description.slice(1))!;
  const values = view(bytes.buffer, bytes.byteOffset, bytes.length / size);
  if (!(values instanceof BigInt64Array || values instanceof BigUint64Array)) into.set(values);
  else {
    const round = into instanceof Float32Array ? roundedToOdd : Number;
    for (let i = 0; i < values.length; i++) into[i] = round(values[i]!);
  }
}

function swap(bytes: Uint8Array, size: number): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (size === 2) buffer.swap16();
  else if (size === 4) buffer.swap32();
  else buffer.swap64();
}

/**
 * A double on the way to f32. `Number` would round to the nearest one, which may be halfway between two f32, and the
 * array would round again: an odd last bit says that there was more.
 */
function roundedToOdd(value: bigint): number {
  const nearest = Number(value);
  if (Number.isSafeInteger(nearest)) return nearest;
  const low = value & 0x7ffn;
  return low === 0n ? nearest : Number((value - low) | 0x800n);
}
