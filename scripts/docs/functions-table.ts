import { type AnyFunction, functions, isKind } from "../../catalogue/functions.js";

/** The table of functions, from their specs. */

const BEGIN = "<!-- functions: begin (npm run docs) -->";
const END = "<!-- functions: end -->";
const HEADER = ["Function", "Value", "Derivative", "Parameters", "`gradFromOutput`", "Error, f32"];

/** The page with the current table between the two marks. */
export function withTable(page: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`docs/functions.md: expected "${BEGIN}" and then "${END}"`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${functionTable()}\n\n${page.slice(end)}`;
}

export function functionTable(): string {
  const rows = [HEADER, HEADER.map(() => "---"), ...functions.map(row)];
  return rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function row(f: AnyFunction): readonly string[] {
  const { name, aliases, formula } = f.spec;
  return [
    [`[\`${name}\`](plots/${name}.svg)`, ...aliases.map(code)].join(" = "),
    code(formula),
    code(isKind(f, "elementwise") ? f.spec.derivative : f.spec.gradient),
    parameters(f.spec.parameters ?? {}),
    "gradFromOutput" in f ? "yes" : "no",
    bounds(f),
  ];
}

function parameters(parameters: Readonly<Record<string, { readonly default?: number }>>): string {
  return Object.entries(parameters)
    .map(([name, { default: preset }]) => code(preset === undefined ? name : `${name} = ${short(preset)}`))
    .join(", ");
}

/** Value / derivative; a star where an absolute error is allowed near a zero. */
function bounds(f: AnyFunction): string {
  if (!isKind(f, "elementwise"))
    return `${f.spec.errorBounds.f32} / ${f.spec.errorBounds.gradient.f32}${f.spec.errorBounds.gradient.scope ? "\\*" : ""}`;
  const { f32, absolute } = f.spec.errorBounds;
  return `${f32.value}${absolute?.value ? "\\*" : ""} / ${f32.derivative}${absolute?.derivative ? "\\*" : ""}`;
}

function short(value: number): string {
  return value === Number.POSITIVE_INFINITY ? "∞" : String(value);
}

/** A bar ends a cell, even in code, unless it is escaped. */
function code(text: string): string {
  return `\`${text.replaceAll("|", "\\|")}\``;
}
