import { nearest } from "../bindings/core/nearest.js";

/** Options of the benches' command lines. */

export function elements(text: string): number {
  const [, digits, unit] = /^(\d+)(Ki|Mi)?$/.exec(text) ?? [];
  const n = Number(digits) * (unit === "Mi" ? 2 ** 20 : unit === "Ki" ? 2 ** 10 : 1);
  // At least one row of softmax, and whole rows of prelu's channels.
  if (n >= 1024 && n % 64 === 0) return n;
  throw new RangeError(`--size: expected a multiple of 64 from 1Ki on, such as 64Ki, got ${text}`);
}

export function oneOf<T extends string>(option: string, text: string, names: readonly T[]): T {
  const known = names.find((name) => name === text);
  if (known) return known;
  const close = nearest(text, names);
  const hint = close ? `; did you mean ${close}?` : "";
  throw new RangeError(`${option}: expected one of ${names.join(", ")}, got ${text}${hint}`);
}
