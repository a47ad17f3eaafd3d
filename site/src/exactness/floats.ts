/** Numbers as bits. */

export type Type = "f32" | "f64";

const buffer = new DataView(new ArrayBuffer(8));

/** Sign, exponent and fraction. */
export interface Bits {
  readonly sign: string;
  readonly exponent: string;
  readonly fraction: string;
}

const FORMAT = { f32: { size: 32, exponent: 8 }, f64: { size: 64, exponent: 11 } } as const;

function pattern(x: number, type: Type): bigint {
  if (type === "f32") {
    buffer.setFloat32(0, x);
    return BigInt(buffer.getUint32(0));
  }
  buffer.setFloat64(0, x);
  return buffer.getBigUint64(0);
}

function fromPattern(bits: bigint, type: Type): number {
  if (type === "f32") {
    buffer.setUint32(0, Number(bits));
    return buffer.getFloat32(0);
  }
  buffer.setBigUint64(0, bits);
  return buffer.getFloat64(0);
}

export function bitsOf(x: number, type: Type): Bits {
  const { size, exponent } = FORMAT[type];
  const text = pattern(x, type).toString(2).padStart(size, "0");
  return { sign: text[0]!, exponent: text.slice(1, 1 + exponent), fraction: text.slice(1 + exponent) };
}

export const hex = (x: number, type: Type): string =>
  `0x${pattern(x, type)
    .toString(16)
    .padStart(FORMAT[type].size / 4, "0")}`;

/** The number so many floats further up; ends at ±∞. */
export function neighbour(x: number, steps: number, type: Type): number {
  const sign = 1n << BigInt(FORMAT[type].size - 1);
  const raw = pattern(x, type);
  // Patterns of negative numbers run the other way; −0 and 0 are one place.
  const place = raw & sign ? -(raw ^ sign) : raw;
  const end = pattern(Infinity, type);
  let next = place + BigInt(steps);
  if (next > end) next = end;
  if (next < -end) next = -end;
  return fromPattern(next < 0n ? -next | sign : next, type);
}

export const rounded = (x: number, type: Type): number => (type === "f32" ? Math.fround(x) : x);

/** A number with all the digits that tell it from its neighbours. */
export function shortest(x: number, type: Type): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "NaN" : x > 0 ? "∞" : "−∞";
  if (type === "f64") return String(x).replaceAll("-", "−");
  for (let digits = 1; digits <= 9; digits++) {
    const text = x.toPrecision(digits);
    if (Math.fround(Number(text)) === x) return String(Number(text)).replaceAll("-", "−");
  }
  return String(x);
}
