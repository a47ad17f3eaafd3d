import { readdirSync, readFileSync } from "node:fs";
import { single, ulps } from "../../accuracy/format.js";
import type { Figures } from "../../accuracy/record.js";
import { DIRECTIONS, type Direction, type ElementType, subjects, type Values } from "../../accuracy/subjects.js";
import type { Worst } from "../../accuracy/tally.js";

/** The worst errors at the head of each class in assembly/kernels/, with where they were, from docs/accuracy.json. */

const FOLDER = "assembly/kernels";

/** With the parameters of the record these functions run the kernel of another one, or its own faster one. */
const RUNS: Readonly<Record<string, string | undefined>> = {
  celu: undefined,
  swish: undefined,
  leakyRelu: "gentle_relu",
};

const HEAD = "Worst errors in ULP, of all f32 and of a search in f64 (docs/accuracy.json)";
const EXACT = "No error in any f32, nor in a search in f64 (docs/accuracy.json).";
const METHODS: Readonly<Record<Direction, string>> = { value: "f", derivative: "grad" };

/** A class with @kernel: its documentation, if it has any, and what follows. */
const CLASS =
  /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?@kernel\("(\w+)"[^\n]*\n@final\nexport class \w+<T> implements ([^{]*) \{/g;

/** The kernel files by their paths, each with its figures renewed. */
export function kernelHeaders(figures: Figures): ReadonlyMap<string, string> {
  const names = new Map([...subjects.keys()].map((name) => [name in RUNS ? RUNS[name] : snake(name), name]));
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".ts"));
  return new Map(
    files.map((file) => {
      const path = `${FOLDER}/${file}`;
      const text = readFileSync(path, "utf8").replace(
        CLASS,
        (all, doc: string | undefined, kernel: string, interfaces: string) => {
          const name = names.get(kernel);
          const own = doc === undefined ? [] : linesOf(doc);
          const found = name ? errorsOf(name, interfaces.includes("Backward"), figures) : [];
          const lines = own.length > 0 && found.length > 0 ? [...own, "", ...found] : [...own, ...found];
          return commentOf(lines) + all.slice(all.indexOf("@kernel("));
        },
      );
      return [path, text];
    }),
  );
}

/** The lines of a comment, without the figures of an earlier time. */
function linesOf(doc: string): string[] {
  const lines = doc.split("\n").map((line) => line.replace(/^ (\* ?)?/, "").trimEnd());
  const end = lines.findIndex((line) => line.startsWith(HEAD) || line === EXACT);
  const own = end < 0 ? lines : lines.slice(0, end);
  while (own.at(-1) === "") own.pop();
  while (own[0] === "") own.shift();
  return own;
}

function commentOf(lines: readonly string[]): string {
  if (lines.length === 0) return "";
  if (lines.length === 1) return `/** ${lines[0]} */\n`;
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */\n`;
}

function errorsOf(name: string, gradient: boolean, { f32, f64 }: Figures): string[] {
  const singles = f32?.functions[name];
  const doubles = f64?.functions[name];
  const directions = DIRECTIONS.filter((direction) => direction === "value" || gradient);
  const rows = [
    ...(singles ? directions.map((direction) => row(name, "f32", direction, singles[direction].worst)) : []),
    ...(doubles ? directions.map((direction) => row(name, "f64", direction, doubles[direction].worst)) : []),
  ];
  if (rows.length === 0) return [];
  if (rows.every((text) => text.endsWith(": 0"))) return [EXACT];
  return [`${HEAD}${parametersOf(singles?.parameters ?? doubles?.parameters ?? {})}:`, ...rows];
}

function parametersOf(values: Values): string {
  const list = Object.entries(values).map(([name, value]) => `${name} ${single(value)}`);
  return list.length > 0 ? `, ${list.join(", ")}` : "";
}

function row(name: string, type: ElementType, direction: Direction, { ulp, x, got, want }: Worst): string {
  const { absolute } = subjects.get(name)!.spec.errorBounds;
  const label = `${type} ${METHODS[direction]}`;
  if (ulp === 0) return `${label}: 0`;
  // The exact value takes more digits than the type has.
  const [number, exact] =
    type === "f32" ? [single, (value: number) => String(Number(value.toPrecision(10)))] : [String, String];
  const unit = absolute?.[direction] ? ` (a unit is at least ${type === "f32" ? "2⁻²⁴" : "2⁻⁵³"})` : "";
  return `${label}: ${ulps(ulp)} at x = ${number(x)}, got ${number(got)}, want ${exact(want)}${unit}`;
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
