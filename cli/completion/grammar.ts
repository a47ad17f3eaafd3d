import type { Parameter } from "lanewise";
import { functions } from "../../catalogue/functions.js";
import { type Expected, type Option, SLOPES } from "../commands/arguments.js";
import type { Command } from "../commands/command.js";
import { optionName } from "../core/failure.js";

/** The words and files that may come next on a command line, as they are written there. */
export interface Grammar {
  readonly commands: readonly Completed[];
  /** Options whose value may be the next word. */
  readonly valued: readonly string[];
}

export interface Completed {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** Options that only some functions have, the first operand. */
  readonly parameters: readonly (CompletedOption & { readonly functions: readonly string[] })[];
  readonly operands: readonly Expected[];
  readonly repeats: boolean;
}

export interface CompletedOption {
  /** `--output` and perhaps `-o` */
  readonly names: readonly string[];
  readonly takesValue: boolean;
  readonly value?: Expected;
}

export function grammarOf(commands: ReadonlyMap<string, Command>): Grammar {
  const all = [...commands].map(([name, command]) => completed(name, command));
  const options = all.flatMap(({ options, parameters }) => [...options, ...parameters]);
  const valued = options.filter(({ takesValue }) => takesValue).flatMap(({ names }) => names);
  return { commands: all, valued: [...new Set(valued)] };
}

function completed(name: string, { summary, options, operands = [], repeats = false }: Command): Completed {
  const [first] = operands;
  const taken = first && "words" in first ? first.words : [];
  const entries = Object.entries(options).map(([key, option]) => ({ ...written(key, option), of: functionsWith(key) }));
  return {
    name,
    summary,
    options: entries.filter(({ of }) => of.length === 0).map(({ of, ...option }) => option),
    parameters: entries
      .map(({ of, ...option }) => ({ ...option, functions: of.filter((f) => taken.includes(f)) }))
      .filter(({ functions }) => functions.length > 0),
    operands,
    repeats,
  };
}

function written(key: string, { type, short, value }: Option): CompletedOption {
  const names = [optionName(key), ...(short ? [`-${short}`] : [])];
  return { names, takesValue: type === "string", ...(value && { value }) };
}

/** The functions that have a parameter of this name; the slopes of prelu are an operand of the library. */
function functionsWith(parameter: string): readonly string[] {
  return functions
    .filter(({ spec }) => {
      const parameters: Readonly<Record<string, Parameter>> = spec.parameters ?? {};
      return parameter in parameters || (parameter === SLOPES && spec.kind === "prelu");
    })
    .flatMap(({ spec }) => [spec.name, ...spec.aliases]);
}
