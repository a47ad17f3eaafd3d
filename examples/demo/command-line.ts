import { resolve } from "node:path";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { nearest } from "../../bindings/parameters.js";
import { Failure } from "../../cli/failure.js";
import { activations } from "./functions.js";
import type { Request } from "./own-numbers.js";
import { COUNT } from "./table.js";

/** What the command line asks for. */
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

/** Reads the arguments behind `npm run demo --`. */
export function parseCommandLine(args: readonly string[]): Command {
  const parameters = parameterNames();
  const options = { ...Object.fromEntries(parameters.map((name) => [name, { type: "string" } as const])), ...FIXED };
  checkNames(args, Object.keys(options));
  const values = parse(joinNegative(args), options);
  if (values.help) return { kind: "help" };
  const { input, op, axis, count, derivative } = values;
  const given = Object.fromEntries(
    parameters.flatMap((name) => (typeof values[name] === "string" ? [[name, values[name]]] : [])),
  );
  if (typeof input === "string" || typeof op === "string") {
    if (typeof op !== "string") throw new Failure("--input needs --op, the function to apply", 2);
    if (typeof input !== "string") throw new Failure("--op needs --input, the file to apply it to", 2);
    if (count !== undefined) throw new Failure("--count is of the batch: leave it out with --input", 2);
    const request = { input: fromHere(input), op, derivative: derivative === true, parameters: given };
    return { kind: "file", request: axis === undefined ? request : { ...request, axis: whole("axis", axis) } };
  }
  const [lone] = [
    ...Object.keys(given),
    ...(axis === undefined ? [] : ["axis"]),
    ...(derivative ? ["derivative"] : []),
  ];
  if (lone) throw new Failure(`--${lone} needs --input and --op`, 2);
  return { kind: "batch", count: count === undefined ? COUNT : positive("count", count) };
}

export function help(): string {
  const functions = activations().map(({ spec }) => [spec.name, ...spec.aliases].join(" = "));
  return `npm run demo
  the tutorials' worked examples, then every function on 4 million activations: time beside plain
  JavaScript, and every value checked against a float64 reference

npm run demo -- --input numbers.npy --op silu [options]
  a function on your own numbers; the result goes next to the file, as numbers.silu.npy
  --input FILE      .npy (version 1 to 3, float32 or float64), or a text of numbers between spaces,
                    commas and line ends; lines of as many numbers each are rows
  --op NAME         ${wrap(functions)}
  --derivative      the derivative instead of the value; elementwise functions only
  --axis K          the dimension that rows run along, negative from the end; default the last
  --PARAMETER V     ${wrap(parameterNames())}
  --help            this text
`;
}

/** All parameters of all functions; a function says itself which it does not know. */
function parameterNames(): string[] {
  const names = activations().flatMap(({ spec }) => Object.keys(spec.parameters ?? {}));
  return [...new Set([...names, "alpha"])].sort();
}

function parse(args: string[], options: ParseArgsConfig["options"]): Readonly<Record<string, unknown>> {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (cause) {
    throw cause instanceof TypeError ? new Failure(`${cause.message.split(". ")[0]}; see --help`, 2) : cause;
  }
}

function checkNames(args: readonly string[], names: readonly string[]): void {
  for (const [, name = ""] of args.map((arg) => /^--([^=]+)/.exec(arg) ?? [])) {
    if (name === "" || names.includes(name)) continue;
    const close = nearest(name, names);
    throw new Failure(`unknown option --${name}${close ? `; did you mean --${close}?` : "; see --help"}`, 2);
  }
}

/** `--axis -1` as `--axis=-1`: parseArgs takes the number for an option. */
function joinNegative(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const last = joined.at(-1);
    if (/^-[\d.I]/.test(arg) && last?.startsWith("--") && !last.includes("="))
      joined[joined.length - 1] = `${last}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}

/** npm runs scripts in the package's directory, wherever it was called from. */
function fromHere(path: string): string {
  return process.env.npm_lifecycle_event === "demo" ? resolve(process.env.INIT_CWD ?? ".", path) : path;
}

function whole(name: string, value: unknown): number {
  if (typeof value !== "string" || !/^[+-]?\d+$/.test(value)) {
    throw new Failure(`--${name} expected a whole number, got "${value}"`, 2);
  }
  return Number(value);
}

function positive(name: string, value: unknown): number {
  const number = whole(name, value);
  if (number < 1) throw new Failure(`--${name} expected a number > 0, got ${number}`, 2);
  return number;
}

/** Names in lines of help. */
function wrap(names: readonly string[]): string {
  const lines = [""];
  for (const name of names) {
    const last = lines.at(-1)!;
    if (last.length + name.length > 72) lines.push(name);
    else lines[lines.length - 1] = last === "" ? name : `${last}, ${name}`;
  }
  return lines.join(",\n                    ");
}
