import { resolve } from "node:path";
import { parse, positiveNumber, wholeNumber } from "../../cli/commands/arguments.js";
import { Failure } from "../../cli/core/failure.js";
import { activations } from "./functions.js";
import type { Request } from "./own-numbers.js";
import { COUNT } from "./table.js";

/** The request of a command line. */
export type Command =
  | { readonly kind: "help" }
  | { readonly kind: "batch"; readonly count: number }
  | { readonly kind: "file"; readonly request: Request };

const FIXED = {
  help: { type: "boolean", short: "h" },
  input: { type: "string" },
  op: { type: "string" },
  derivative: { type: "boolean" },
  axis: { type: "string" },
  count: { type: "string" },
} as const;

/** Reads the arguments after `npm run demo --`. */
export function parseCommandLine(args: readonly string[]): Command {
  const parameters = parameterNames();
  const options = { ...Object.fromEntries(parameters.map((name) => [name, { type: "string" } as const])), ...FIXED };
  const { values } = parse(args, options);
  if (values.help) return { kind: "help" };
  const { input, op, axis, count, derivative } = values;
  const given = Object.fromEntries(
    parameters.flatMap((name) => (typeof values[name] === "string" ? [[name, values[name]]] : [])),
  );
  if (typeof input === "string" || typeof op === "string") {
    if (typeof op !== "string") throw new Failure("--input needs --op, the function to apply", 2);
    if (typeof input !== "string") throw new Failure("--op needs --input, the file to apply it to", 2);
    if (count !== undefined) throw new Failure("--count sets the size of the batch: leave it out with --input", 2);
    const request = { input: fromHere(input), op, derivative: derivative === true, parameters: given };
    return { kind: "file", request: axis === undefined ? request : { ...request, axis: wholeNumber("axis", axis) } };
  }
  const [lone] = [
    ...Object.keys(given),
    ...(axis === undefined ? [] : ["axis"]),
    ...(derivative ? ["derivative"] : []),
  ];
  if (lone) throw new Failure(`--${lone} needs --input and --op`, 2);
  return { kind: "batch", count: count === undefined ? COUNT : positiveNumber("count", count) };
}

export function help(): string {
  const functions = activations.map(({ spec }) => [spec.name, ...spec.aliases].join(" = "));
  return `npm run demo
  the tutorials' worked examples, then every function on 4 million activations: timed against plain
  JavaScript, and every value checked against a float64 reference

npm run demo -- --input numbers.npy --op silu [options]
  a function on your own numbers; the result goes next to the file, as numbers.silu.npy
  --input FILE      .npy (version 1 to 3, float32 or float64), or a text of numbers separated by
                    spaces, commas and line ends; lines with the same number of values are rows
  --op NAME         ${wrap(functions)}
  --derivative      the derivative instead of the value; elementwise functions only
  --axis K          the dimension that rows run along, counted from the end if negative; default the last
  --PARAMETER V     ${wrap(parameterNames())}
  --help            this text
`;
}

/** All parameters of all functions; each function refuses the ones it does not know. */
function parameterNames(): string[] {
  const names = activations.flatMap(({ spec }) => Object.keys(spec.parameters ?? {}));
  return [...new Set([...names, "alpha"])].sort();
}

/** npm runs scripts in the package's directory: paths are relative to the directory it was called from. */
function fromHere(path: string): string {
  return process.env.npm_lifecycle_event === "demo" ? resolve(process.env.INIT_CWD ?? ".", path) : path;
}

/** Names, broken into lines of the help text. */
function wrap(names: readonly string[]): string {
  const lines = [""];
  for (const name of names) {
    const last = lines.at(-1)!;
    if (last.length + name.length > 72) lines.push(name);
    else lines[lines.length - 1] = last === "" ? name : `${last}, ${name}`;
  }
  return lines.join(",\n                    ");
}
