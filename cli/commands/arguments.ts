import { Failure, optionName } from "../core/failure.js";
import { optionRemedy } from "../core/suggestion.js";

export interface Option {
  readonly type: "string" | "boolean";
  /** A letter for it: `-q`. */
  readonly short?: string;
  /** Its values, for shells to complete. */
  readonly value?: Expected;
}

/** Some words, files whose names end so, or another name. */
export type Expected = { readonly words: readonly string[] } | { readonly files: string };

/** The option with the slopes of prelu, which are no parameter of its spec. */
export const SLOPES = "alpha";

export const ARRAY_FILE: Expected = { files: ".npy" };

export type Options = Readonly<Record<string, Option>>;
export type Given = Readonly<Record<string, string | boolean | undefined>>;

export interface Parsed {
  readonly values: Given;
  readonly positionals: readonly string[];
}

/**
 * Reads arguments: `--negative-slope` is `--negativeSlope`, a negative number is a value, and nothing after `--` is
 * an option.
 *
 * @throws {Failure} of exit code 2
 */
export function parse(given: readonly string[], options: Options, positionals = false): Parsed {
  const reader = new Reader(given, options);
  while (reader.step());
  if (!positionals && reader.positionals.length > 0) {
    throw new Failure(`unexpected argument "${reader.positionals[0]}"; see --help`, 2);
  }
  if (reader.positionals.includes("")) throw new Failure("expected names, got an empty one; see --help", 2);
  return { values: Object.fromEntries(reader.values), positionals: reader.positionals };
}

class Reader {
  readonly values = new Map<string, string | boolean>();
  readonly positionals: string[] = [];
  readonly #left: string[];
  readonly #options: ReadonlyMap<string, Option>;

  constructor(given: readonly string[], options: Options) {
    this.#left = [...given];
    this.#options = new Map(Object.entries(options));
  }

  /** Takes one argument, with its value; whether there was one. */
  step(): boolean {
    const arg = this.#left.shift();
    if (arg === undefined) return false;
    if (arg === "--") this.positionals.push(...this.#left.splice(0));
    else if (arg.startsWith("--")) this.#long(arg);
    else if (/^-[a-z]/i.test(arg)) this.#letters(arg);
    else this.positionals.push(arg);
    return true;
  }

  #long(arg: string): void {
    const [, written = "", value] = /^--([^=]*)(?:=(.*))?$/s.exec(arg) ?? [];
    const name = written.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const option = this.#options.get(name);
    if (!option) {
      const remedy = optionRemedy(this.positionals[0] ?? "", name, [...this.#options.keys()]);
      throw new Failure(`unknown option --${written}; ${remedy}`, 2);
    }
    this.#set(name, option, value);
  }

  /** `-q`, `-qh`, `-o FILE` or `-oFILE` */
  #letters(arg: string): void {
    for (let i = 1; i < arg.length; i++) {
      const [name, option] = [...this.#options].find(([, { short }]) => short === arg[i]) ?? [];
      if (!name || !option) throw new Failure(`unknown option -${arg[i]}; "--" comes before names that begin so`, 2);
      const rest = arg.slice(i + 1);
      const takesRest = option.type === "string" && rest !== "";
      this.#set(name, option, takesRest ? rest : undefined);
      if (takesRest) return;
    }
  }

  #set(name: string, { type }: Option, attached: string | undefined): void {
    const title = optionName(name);
    if (type === "boolean") {
      if (attached !== undefined) throw new Failure(`${title} takes no value, got "${attached}"`, 2);
      this.values.set(name, true);
      return;
    }
    if (this.values.has(name)) throw new Failure(`${title} is given twice`, 2);
    this.values.set(name, attached === undefined ? this.#value(title) : checked(title, attached));
  }

  /** The argument after an option: not another option, but a number may be negative. */
  #value(title: string): string {
    const next = this.#left.shift();
    if (next === undefined) throw new Failure(`${title} expected a value, got none; see --help`, 2);
    if (/^-[^\d.I]/.test(next)) {
      throw new Failure(`${title} expected a value, got "${next}"; ${title}=VALUE takes any`, 2);
    }
    return checked(title, next);
  }
}

function checked(title: string, value: string): string {
  if (value.trim() === "") throw new Failure(`${title} expected a value, got an empty one`, 2);
  return value;
}

export function wholeNumber(name: string, text: string | boolean | undefined): number {
  if (typeof text === "string" && /^[+-]?\d+$/.test(text)) {
    const value = Number(text);
    if (Number.isSafeInteger(value)) return value;
  }
  throw new Failure(`${optionName(name)} expected a whole number, got "${text}"`, 2);
}

export function positiveNumber(name: string, text: string | boolean | undefined): number {
  const number = wholeNumber(name, text);
  if (number < 1) throw new Failure(`${optionName(name)} expected a number > 0, got ${number}`, 2);
  return number;
}

/** A number as JavaScript writes it, NaN only where it is written so. */
export function number(name: string, text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isNaN(value) || text === "NaN") return value;
  throw new Failure(`${optionName(name)} expected a number, got "${text}"`, 2);
}
