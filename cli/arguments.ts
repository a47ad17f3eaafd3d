import { type ParseArgsConfig, parseArgs } from "node:util";
import { nearest } from "../bindings/core/nearest.js";
import { Failure } from "./failure.js";

export type Options = NonNullable<ParseArgsConfig["options"]>;
export type Given = Readonly<Record<string, string | boolean | undefined>>;

export interface Parsed {
  readonly values: Given;
  readonly positionals: readonly string[];
}

/**
 * Reads arguments. `--negative-slope` is `--negativeSlope`, and a negative number is a value.
 *
 * @throws {Failure} of exit code 2
 */
export function parse(given: readonly string[], options: Options, positionals = false): Parsed {
  const args = joinNegative(given.map(camelCase));
  checkNames(args, Object.keys(options));
  try {
    const parsed = parseArgs({ args, options, strict: true, allowPositionals: positionals });
    return { values: parsed.values as Given, positionals: parsed.positionals };
  } catch (cause) {
    throw cause instanceof TypeError ? new Failure(`${cause.message.split(". ")[0]}; see --help`, 2) : cause;
  }
}

/** `; did you mean …?` where a name is close, else `; …` with what else helps. */
export function suggestion(name: string, names: readonly string[], otherwise: string, prefix = ""): string {
  const close = nearest(name, names);
  return close ? `; did you mean ${prefix}${close}?` : `; ${otherwise}`;
}

export function wholeNumber(name: string, text: string | boolean | undefined): number {
  if (typeof text === "string" && /^[+-]?\d+$/.test(text)) return Number(text);
  throw new Failure(`--${name} expected a whole number, got "${text}"`, 2);
}

export function positiveNumber(name: string, text: string | boolean | undefined): number {
  const number = wholeNumber(name, text);
  if (number < 1) throw new Failure(`--${name} expected a number > 0, got ${number}`, 2);
  return number;
}

/** A number as JavaScript writes it, NaN only where that is what is written. */
export function number(name: string, text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isNaN(value) && text !== "NaN") throw new Failure(`--${name} expected a number, got "${text}"`, 2);
  return value;
}

function checkNames(args: readonly string[], names: readonly string[]): void {
  const end = args.indexOf("--");
  for (const [, name = ""] of args.slice(0, end < 0 ? undefined : end).map((arg) => /^--([^=]+)/.exec(arg) ?? [])) {
    if (name === "" || names.includes(name)) continue;
    throw new Failure(`unknown option --${name}${suggestion(name, names, "see --help", "--")}`, 2);
  }
}

function camelCase(arg: string): string {
  return arg.replace(
    /^--[a-z][^=]*/,
    (name) => `--${name.slice(2).replace(/-(\w)/g, (_, c: string) => c.toUpperCase())}`,
  );
}

/** `--axis -1` as `--axis=-1`: parseArgs takes the number for an option. */
function joinNegative(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const last = joined.at(-1);
    if (/^-[\d.I]/.test(arg) && last?.startsWith("--") && !last.includes("=")) {
      joined[joined.length - 1] = `${last}=${arg}`;
    } else joined.push(arg);
  }
  return joined;
}
