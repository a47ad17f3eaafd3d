import { kindOf } from "../core/errors.js";
import { isArray } from "../core/lists.js";
import { BYTES, type FloatType, lengthOf, type Numbers, nameOf, tagOf } from "../core/types.js";

/**
 * A line that makes a float array of what was passed instead, if there is one: it runs, and it keeps the numbers. `type`
 * is the type that the other arrays of the call have.
 */
export function remedyFor(value: unknown, type?: FloatType): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  try {
    if (isArray(value)) return ofList(value, type);
    const tag = tagOf(value);
    return tag === undefined ? ofMemory(value, type) : ofTypedArray(tag, value as Numbers, type);
  } catch {
    // A proxy that throws, or nesting deeper than the stack.
    return undefined;
  }
}

function ofList(list: readonly unknown[], type: FloatType | undefined): string | undefined {
  if (every(list, isNumber)) return `convert it with ${classFor(list, type)}.from(array)`;
  if (every(list, (element) => typeof element === "bigint")) return "convert it with Float64Array.from(array, Number)";
  if (every(list, holdsNumbers)) {
    const wide = list.some((part) => WIDE.has(tagOf(part)!));
    const name = nameOf(type ?? (wide ? "f64" : "f32"));
    return `join its arrays: ${name}.from(array.flatMap((part) => [...part]))`;
  }
  if (!every(list, isNested)) return undefined;
  return `flatten it: ${classFor(list.flat(Number.POSITIVE_INFINITY), type)}.from(array.flat(Infinity))`;
}

// Arrays with numbers that f32 rounds.
const WIDE: ReadonlySet<string> = new Set(["Float64Array", "Int32Array", "Uint32Array"]);

function ofTypedArray(tag: string, array: Numbers, type: FloatType | undefined): string {
  if (tag.startsWith("Big")) return "convert its numbers with Float64Array.from(array, Number)";
  const target = type ?? "f32";
  const numbers = `${nameOf(WIDE.has(tag) ? "f64" : target)}.from(array)`;
  if (tag !== "Uint8Array" || lengthOf(array) % BYTES[target] !== 0) return `convert its numbers with ${numbers}`;
  return `bytes of floats: new ${nameOf(target)}(Uint8Array.from(array).buffer); numbers: ${numbers}`;
}

function ofMemory(value: object, type: FloatType = "f32"): string | undefined {
  const { byteLength } = value as ArrayBufferView | ArrayBufferLike;
  if (byteLength % BYTES[type] !== 0) return undefined;
  const name = nameOf(type);
  const kind = kindOf(value);
  if (kind === "ArrayBuffer" || kind === "SharedArrayBuffer") return `view the floats in it with new ${name}(buffer)`;
  if (kind !== "DataView") return undefined;
  return `copy its bytes: new ${name}(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength))`;
}

/** The class that keeps numbers, as far as f32 has digits for them. */
function classFor(numbers: readonly unknown[], type: FloatType | undefined): string {
  const kept = (value: unknown) => {
    const number = value as number;
    const rounded = Math.fround(number);
    return Object.is(rounded, number) || Math.abs(rounded / number - 1) < 2 ** -23;
  };
  return nameOf(type === "f64" || !every(numbers, kept) ? "f64" : "f32");
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

function isNested(value: unknown): boolean {
  return isNumber(value) || (isArray(value) && every(value, isNested));
}

function holdsNumbers(value: unknown): boolean {
  const tag = tagOf(value);
  return tag !== undefined && !tag.startsWith("Big");
}

/** Unlike the method, it asks about holes, too. */
function every(list: readonly unknown[], test: (element: unknown) => boolean): boolean {
  for (let i = 0; i < list.length; i++) if (!test(list[i])) return false;
  return true;
}
