/**
 * Functions made from formulas: `lanewise/formula`.
 */

import { readNamed } from "./checks/options.js";
import { describe, wrongKind, wrongValue } from "./core/errors.js";
import { hasOwn } from "./core/own.js";
import { definitionOf } from "./dispatch/plan.js";
import { build, type Inlined, isReserved } from "./formula/build.js";
import { callableOf, gradientName } from "./formula/define.js";
import { unexpected } from "./formula/error.js";
import { Graph } from "./formula/graph.js";
import { parse } from "./formula/parse.js";
import type { ActivationOptions, Defaults, Formula } from "./formula/signatures.js";
import { type TableFunction, tableFunctions } from "./formula/table.js";

export { FormulaError } from "./formula/error.js";
export { init, initSync } from "./formula/init.js";
export type {
  ActivationOptions,
  Composable,
  Defaults,
  Formula,
  FormulaMembers,
  FormulaOptions,
  FormulaSpec,
} from "./formula/signatures.js";

const OP = "activation";
const MOST_CHARACTERS = 20_000;
const NAME = /^[A-Za-z_$][\w$]*$/;

const formulas = /* @__PURE__ */ new WeakMap<object, Inlined>();

/**
 * Makes a function from a formula, with its exact gradient. The formula is an expression in the syntax of JavaScript,
 * of numbers, `x`, parameters, `pi` and `e`, operators, comparisons and `a ? b : c`, elementwise functions of this
 * package, and functions such as `sqrt`, `erf` and `max`. It is parsed and computed by kernels, block by block; no code
 * is generated.
 *
 * @example
 * const snake = activation("x + sin(a * x) ** 2 / a", { name: "snake", parameters: { a: 1 } });
 * const y = snake(x, { a: 2 });
 * const da = snake.gradA(x, dy, { a: 2 });
 *
 * @param formula the formula of f(x)
 * @param options.name the name in messages; default "formula"
 * @param options.parameters the names that the formula has for parameters, with their defaults
 * @param options.functions functions that the formula uses, by the names that it has for them
 * @throws {FormulaError} a formula that cannot be parsed or uses what is not there; its `start` and `end` tell where
 * @throws {TypeError} an argument or option of the wrong kind, or a name that cannot be used
 * @throws {RangeError} a default that is not a finite number, or a parameter that the formula does not use
 */
export function activation<const P extends Defaults = Record<never, never>>(
  formula: string,
  options?: ActivationOptions<P>,
): Formula<P>;
export function activation(formula: unknown, options?: unknown): object {
  const given = readNamed(OP, options, ["name", "parameters", "functions"]);
  if (typeof formula !== "string") throw wrongKind(OP, "formula", "a string", formula);
  const name = nameOf(given.name ?? "formula");
  const parameters = parametersOf(given.parameters);
  const { inlined, functions } = functionsOf(given.functions, parameters);
  if (formula.length > MOST_CHARACTERS) {
    throw wrongValue(OP, "formula", `at most ${MOST_CHARACTERS} characters`, String(formula.length));
  }
  const graph = new Graph();
  const tree = parse(formula);
  const y = build(graph, formula, tree, { parameters: Object.keys(parameters), formulas: inlined, functions });
  if (!y.varies) throw unexpected(formula, tree, "an expression of x", "one without");
  const used = new Set(graph.nodes.map((node) => node.name));
  const unused = Object.keys(parameters).find((key) => !used.has(key));
  if (unused !== undefined) {
    throw wrongValue(OP, "parameters", "parameters that the formula uses", JSON.stringify(unused), "leave it out");
  }
  const count = graph.nodes.length;
  const call = callableOf({ name, formula, graph, y, parameters });
  if (!call) {
    throw unexpected(formula, tree, "one with fewer intermediate results", "too many");
  }
  formulas.set(call, { y, nodes: graph.nodes.slice(0, count), parameters });
  return call;
}

function nameOf(name: unknown): string {
  if (typeof name !== "string") throw wrongKind(OP, "name", "a string", name);
  if (!NAME.test(name) || name.length > 60) throw wrongValue(OP, "name", "a name such as snake", describe(name));
  return name;
}

/** Own properties of a plain object, read once. */
function entriesOf(option: string, value: unknown): [string, unknown][] {
  if (value === undefined) return [];
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw wrongKind(OP, option, "an object", value);
  return Object.entries(value);
}

function parametersOf(value: unknown): Record<string, number> {
  const entries = entriesOf("parameters", value);
  const members = new Map<string, string>();
  for (const [name, preset] of entries) {
    checkName("parameters", name);
    const twin = members.get(gradientName(name));
    if (twin !== undefined) {
      throw wrongValue(
        OP,
        "parameters",
        "names with different gradients",
        `${JSON.stringify(twin)} and ${JSON.stringify(name)}`,
      );
    }
    members.set(gradientName(name), name);
    if (typeof preset !== "number") throw wrongKind(OP, name, "a number, its default", preset);
    if (!Number.isFinite(preset)) throw wrongValue(OP, name, "a finite number, its default", String(preset));
  }
  return Object.fromEntries(entries) as Record<string, number>;
}

function checkName(option: string, name: string): void {
  if (!NAME.test(name)) throw wrongValue(OP, option, "names of letters, digits and _", describe(name));
  if (isReserved(name)) {
    throw wrongValue(OP, option, "names that have no other meaning", JSON.stringify(name), "choose another one");
  }
}

function functionsOf(value: unknown, parameters: Readonly<Record<string, number>>) {
  const inlined = new Map<string, Inlined>();
  const functions = new Map<string, TableFunction>();
  for (const [name, f] of entriesOf("functions", value)) {
    const own = typeof f === "function" ? formulas.get(f) : undefined;
    const table = typeof f === "function" ? tableFunctions().get(definitionOf(f)?.name ?? "") : undefined;
    if (!own && !table) {
      const remedy = "make one with activation, or import one from lanewise";
      throw wrongKind(OP, name, "an elementwise function of lanewise", f, remedy);
    }
    if (!(table && tableFunctions().get(name) === table)) checkName("functions", name);
    if (hasOwn(parameters, name)) {
      throw wrongValue(OP, "functions", "names that no parameter has", JSON.stringify(name));
    }
    if (own) inlined.set(name, own);
    else functions.set(name, table!);
  }
  return { inlined, functions };
}
