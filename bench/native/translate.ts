import { Body, type Source, TYPES } from "./body.js";

/**
 * Translates the kernels' text (build/lanewise.wat) to C, instruction by instruction, for a compiler to
 * show what it makes of the same algorithm: `kernels`, a table of the exports, each called with doubles.
 */
export function translate(wat: string): string {
  const functions = new Map(
    Array.from(wat.matchAll(/^ \(func (\S+)(.*)\n([\s\S]*?)^ \)$/gm), ([, name, head, body], index) => [
      name!,
      source(`f${index}`, name!, head!, body!),
    ]),
  );
  const start = /^ \(start (\S+)\)$/m.exec(wat)?.[1];
  const setting = [...functions.values()].filter(({ body }) => body.some((line) => line.startsWith("global.set")));
  const constants = setting.flatMap(({ body }) => constantsOf(body));
  const globals = new Map(constants.map(([name], index) => [name, `constant${index}`]));
  const written = [...functions.values()].filter((f) => f.name !== start && !setting.includes(f));
  const exported = Array.from(wat.matchAll(/^ \(export "(\S+)" \(func (\S+)\)\)$/gm), ([, name, target]) => ({
    name: name!,
    target: functions.get(target!)!,
  }));
  return [
    '#include "kernels.h"',
    '#include "simd.h"',
    "#define AT(address, offset) (memory + (u32)(address) + (offset))",
    ...constants.map(([name, value]) => `static const v128 ${globals.get(name)} = ${value};`),
    ...written.map((f) => `${headOf(f)};`),
    ...written.map((f) => `// ${f.name}\n${headOf(f)} {\n${new Body(f, functions, globals).text()}\n}`),
    ...exported.map(({ name, target }) => {
      const operands = target.parameters.map((type, i) => `(${type})a[${i}]`);
      return `static void call_${name}(const double *a) { ${target.id}(${operands.join(", ")}); }`;
    }),
    "const struct kernel kernels[] = {",
    ...exported.map(({ name }) => `  {"${name}", call_${name}},`),
    "  {0, 0},",
    "};",
    "",
  ].join("\n");
}

function source(id: string, name: string, head: string, body: string): Source {
  const parameters = Array.from(head.matchAll(/\(param \S+ (\w+)\)/g), ([, type]) => TYPES[type!]!);
  const [, result] = /\(result (\w+)\)/.exec(head) ?? [];
  const lines = body.split("\n").map((line) => line.trim());
  return { id, name, parameters, result: result && TYPES[result], body: lines.filter((line) => line !== "") };
}

function headOf({ id, parameters, result }: Source): string {
  const declared = parameters.map((type, i) => `${type} l${i}`);
  return `static ${result ?? "void"} ${id}(${declared.join(", ")})`;
}

/** The globals that the start function sets, as literals, as one would write them in C. */
function constantsOf(body: readonly string[]): [name: string, value: string][] {
  return body.flatMap((line, i) => {
    const [, name] = /^global\.set (\S+)$/.exec(line) ?? [];
    return name ? [[name, literal(body[i - 1]!)] as [string, string]] : [];
  });
}

function literal(instruction: string): string {
  const [, a, b, c, d] = /^v128\.const i32x4 (\S+) (\S+) (\S+) (\S+)$/.exec(instruction) ?? [];
  if (!d) throw new Error(`translate: a global set to other than a constant: ${instruction}`);
  const pair = (low: string, high: string) => `(long long)((${high}ULL << 32) | ${low}ULL)`;
  return `{${pair(a!, b!)}, ${pair(c!, d)}}`;
}
