import { describe, message, wrongKind, wrongValue } from "../core/errors.js";
import type { Parameter, Range } from "../core/parameters.js";

export const FINITE: Range = { text: "a finite number", holds: Number.isFinite };
export const NOT_NEGATIVE: Range = { text: "a number ≥ 0, or Infinity", holds: (value) => value >= 0 };

export const NOT_ZERO: Range = {
  text: "a finite number, not 0",
  holds: (value) => value !== 0 && Number.isFinite(value),
};
export const MODERATE: Range = { text: "from 1e-30 to 1e30", holds: (value) => value >= 1e-30 && value <= 1e30 };
export const POSITIVE: Range = { text: "a finite number > 0", holds: (value) => value > 0 && Number.isFinite(value) };
export const DISTANCE: Range = { text: "a finite number ≥ 0", holds: (value) => value >= 0 && Number.isFinite(value) };
export const ORDERED: Range = { text: "a number", holds: (value) => !Number.isNaN(value) };

export const SHARE: Range = { text: "a number from 0 to 1", holds: (value) => value >= 0 && value <= 1 };
export const WHOLE: Range = { text: "a whole number", holds: (value) => Number.isInteger(value) };

/**
 * Checks an `options` argument and its names. Returns whether there is one beside "out", the last
 * of the names if it is one: most calls have that or none, and need not look for parameters (relu,
 * which has three: 57 → 27 ns).
 */
export function checkOptions(op: string, options: unknown, names: readonly string[]): boolean {
  if (options === undefined) return false;
  if (typeof options !== "object" || options === null || ArrayBuffer.isView(options) || Array.isArray(options)) {
    const remedy = ArrayBuffer.isView(options) ? "pass an output as { out }" : undefined;
    throw wrongKind(op, "options", "an object", options, remedy);
  }
  const last = names[names.length - 1];
  let others = false;
  for (const name in options) {
    if (name === last && name === "out") continue;
    if (!names.includes(name)) throw unknownName(op, name, names);
    others = true;
  }
  return others;
}

/** The values of the parameters in the order of the table; `initial` where all are the defaults, if all have one. */
export function readParameters<T extends readonly number[]>(
  op: string,
  parameters: readonly (readonly [name: string, parameter: Parameter])[],
  options: object | undefined,
  initial: T | undefined,
): T {
  let values: number[] | undefined;
  for (let i = 0; i < parameters.length; i++) {
    const [name, { default: preset, range }] = parameters[i]!;
    const value = (options as Record<string, unknown> | undefined)?.[name];
    if (value === undefined ? preset !== undefined : value === preset) continue;
    if (typeof value !== "number") {
      throw wrongKind(op, name, range.text, value, value === undefined ? "it has no default" : undefined);
    }
    if (!range.holds(value)) throw wrongValue(op, name, range.text, describe(value));
    values ??= initial ? [...initial] : [0, 0, 0];
    values[i] = value;
  }
  return (values as unknown as T | undefined) ?? initial!;
}

function unknownName(op: string, name: string, names: readonly string[]): TypeError {
  const close = nearest(name, names);
  const remedy = close ? `did you mean "${close}"?` : undefined;
  return new TypeError(message(op, "options", `only ${names.map((n) => `"${n}"`).join(", ")}`, `"${name}"`, remedy));
}

/** The name with the fewest changed letters, if they are few. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const ranked = names.map((candidate) => ({ candidate, distance: distance(name, candidate) }));
  ranked.sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best && best.distance <= 1 + best.candidate.length / 3 ? best.candidate : undefined;
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1]!.toLowerCase() === b[j - 1]!.toLowerCase();
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (same ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}
