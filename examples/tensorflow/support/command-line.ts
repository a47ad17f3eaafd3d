import { parseArgs } from "node:util";

/** The options of an example: `--data DIR`, and others that it names with their defaults; `--quick` for a small run. */
export function readOptions<N extends string>(
  defaults: Readonly<Record<N, string>>,
): Record<N, string> & { readonly quick: boolean } {
  const names = Object.keys(defaults) as N[];
  const options = Object.fromEntries(names.map((name) => [name, { type: "string", default: defaults[name] }] as const));
  const { values } = parseArgs({ options: { ...options, quick: { type: "boolean", default: false } } });
  return values as Record<N, string> & { readonly quick: boolean };
}

/** A whole number above 0 of the command line. */
export function count(name: string, value: string): number {
  const n = Number(value);
  if (Number.isInteger(n) && n > 0) return n;
  throw new Error(`--${name} expects a whole number above 0, not ${value}`);
}
