import { isArray } from "./lists.js";
import { lengthOf, type Numbers, tagOf } from "./types.js";

/** How a message names a value: by its kind, and its length or value. It does not throw, whatever the value is. */
export function describe(value: unknown): string {
  if (value === null || value === undefined || typeof value === "number") return String(value);
  if (typeof value === "object") return describeObject(value);
  if (typeof value === "function") return "a function";
  if (typeof value === "string") return JSON.stringify(shortened(value));
  return `${typeof value} ${shortened(String(value))}`;
}

function describeObject(value: object): string {
  const tag = tagOf(value);
  if (tag !== undefined) return `${article(tag)} of length ${lengthOf(value as Numbers)}`;
  if (!isArray(value)) return article(kindOf(value));
  try {
    return `an Array of length ${value.length}`;
  } catch {
    return "an Array";
  }
}

/** The class of a built-in object, as the engine names it. */
export function kindOf(value: object): string {
  try {
    return shortened(Object.prototype.toString.call(value).slice(8, -1));
  } catch {
    return "Object";
  }
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** `op: "argument" expected …, got …; remedy` */
export function message(op: string, argument: string, expected: string, got: string, remedy?: string): string {
  return `${op}: "${argument}" expected ${expected}, got ${got}${remedy ? `; ${remedy}` : ""}`;
}

/** An argument of the wrong kind. */
export function wrongKind(op: string, argument: string, expected: string, value: unknown, remedy?: string): TypeError {
  return new TypeError(message(op, argument, expected, describe(value), remedy));
}

/** An argument of the right kind with a value that cannot be used. */
export function wrongValue(op: string, argument: string, expected: string, got: string, remedy?: string): RangeError {
  return new RangeError(message(op, argument, expected, got, remedy));
}

function article(noun: string): string {
  return `${/^[AEIO]/i.test(noun) ? "an" : "a"} ${noun}`;
}
