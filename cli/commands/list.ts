import type { Parameter } from "lanewise";
import { type AnyFunction, type Drawable, functions } from "../../catalogue/functions.js";
import { table } from "../../catalogue/table.js";
import { print } from "../core/streams.js";
import { json } from "../core/text.js";
import type { Command } from "./command.js";

export const list: Command = {
  options: { help: { type: "boolean", short: "h" }, json: { type: "boolean" } },
  summary: "all functions",
  help: `lanewise list [--json]

  --json             all that "describe" tells, of every function
  -h, --help         this text
`,
  async run({ values }, { stdout }) {
    const text = values.json
      ? json(functions.map(description), 2)
      : table(["Function", "Value", "Parameters"], functions.map(row), "left");
    await print(stdout, text);
  },
};

/** The spec of a function, without its functions. */
export function description(f: Drawable): object {
  const { parameters = {}, ...spec } = f.spec;
  const plain = Object.entries<Parameter>(parameters).map(([name, { range, default: preset, ...rest }]) => [
    name,
    { ...rest, default: preset, range: range.text },
  ]);
  return { ...spec, parameters: Object.fromEntries(plain) };
}

/** Parameters with their defaults. */
export function parametersOf({ spec }: AnyFunction): string[] {
  const named = Object.entries<Parameter>(spec.parameters ?? {}).map(([name, parameter]) =>
    parameter.default === undefined ? name : `${name} = ${Number(parameter.default.toPrecision(6))}`,
  );
  return spec.kind === "prelu" ? ["alpha", ...named] : named;
}

function row(f: AnyFunction): string[] {
  const { name, aliases, formula } = f.spec;
  return [[name, ...aliases].join(" = "), formula, parametersOf(f).join(", ")];
}
