import { nearest } from "../core/nearest.js";
import { hasOwn } from "../core/own.js";
import { FormulaError, type Span, unexpected } from "./error.js";
import type { Graph, Node, Operation, Primitive } from "./graph.js";
import { MOST_NODES, type Tree } from "./parse.js";
import { MACROS, OPTION_SLOPES, PRIMITIVES, powerOf } from "./primitives.js";
import { type TableFunction, tableFunctions, valuesOf } from "./table.js";

/** A formula that another one uses by a name. */
export interface Inlined {
  readonly y: Node;
  /** Its nodes, operands first. */
  readonly nodes: readonly Node[];
  readonly parameters: Readonly<Record<string, number>>;
}

/** The names that a formula may use besides those that all know. */
export interface Scope {
  readonly parameters: readonly string[];
  readonly formulas: ReadonlyMap<string, Inlined>;
  readonly functions: ReadonlyMap<string, TableFunction>;
}

const CONSTANTS: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E };

const OPERATORS: Readonly<Record<string, Operation & ("add" | "subtract" | "multiply" | "divide" | "<" | "==")>> = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
};

/** Room for the formulas that a formula is made of. */
const MOST_OPERATIONS = 2 * MOST_NODES;

/** True of the names that have a meaning in all formulas. */
function isKnown(name: string): boolean {
  return name === "x" || hasOwn(CONSTANTS, name) || isFunction(name);
}

/** Names of options, and of members that gradients of parameters must not replace. */
const RESERVED = ["x", "out", "accumulate", "derivative", "shape", "axis", "training", "type", "signal", "fromOutput"];

/** True if a parameter or function of the caller cannot have the name. */
export function isReserved(name: string): boolean {
  return RESERVED.includes(name) || name in Object.prototype || isKnown(name);
}

function isFunction(name: string): boolean {
  return (PRIMITIVES as readonly string[]).includes(name) || hasOwn(MACROS, name) || tableFunctions().has(name);
}

/** The graph's node for a formula. */
export function build(graph: Graph, formula: string, tree: Tree, scope: Scope): Node {
  return new Builder(graph, formula, scope).node(tree);
}

class Builder {
  readonly #graph: Graph;
  readonly #formula: string;
  readonly #scope: Scope;

  constructor(graph: Graph, formula: string, scope: Scope) {
    this.#graph = graph;
    this.#formula = formula;
    this.#scope = scope;
  }

  node(tree: Tree): Node {
    const node = this.#built(tree);
    if (this.#graph.nodes.length > MOST_OPERATIONS) {
      throw this.#problem(tree, `at most ${MOST_OPERATIONS} operations, counting the operations of functions`, "more");
    }
    return node;
  }

  #built(tree: Tree): Node {
    const graph = this.#graph;
    switch (tree.kind) {
      case "number":
        return graph.constant(tree.value);
      case "name":
        return this.#name(tree.name, tree);
      case "unary": {
        const of = this.node(tree.of);
        if (tree.operator === "+") return of;
        return graph.make(tree.operator === "-" ? "negate" : "not", of);
      }
      case "binary":
        return this.#binary(tree.operator, this.node(tree.left), this.node(tree.right));
      case "conditional":
        return graph.make("select", this.node(tree.test), this.node(tree.yes), this.node(tree.no));
      case "call":
        return this.#call(tree);
    }
  }

  #binary(operator: string, a: Node, b: Node): Node {
    const graph = this.#graph;
    if (operator === "**") return powerOf(graph, a, b);
    if (operator === "&&") return graph.make("select", a, b, a);
    if (operator === "||") return graph.make("select", a, a, b);
    // Numbers are all there is: === is ==.
    if (operator.startsWith("==") || operator.startsWith("!="))
      return graph.make(operator.startsWith("=") ? "==" : "!=", a, b);
    return graph.make(OPERATORS[operator] ?? (operator as "<"), a, b);
  }

  #name(name: string, span: Span): Node {
    if (name === "x") return this.#graph.x;
    if (this.#scope.parameters.includes(name)) return this.#graph.parameter(name);
    if (hasOwn(CONSTANTS, name)) return this.#graph.constant(CONSTANTS[name]!);
    const values = ["x", ...this.#scope.parameters, ...Object.keys(CONSTANTS)];
    if (this.#isFunction(name)) {
      throw this.#problem(span, `one of ${list(values)}`, `the function "${name}"`, `write ${name}(x)`);
    }
    const close = nearest(name, values);
    const remedy = close
      ? `did you mean "${close}"?`
      : `declare a parameter as { parameters: { ${ownName(name, "a")}: 1 } }`;
    throw this.#problem(span, `one of ${list(values)}`, JSON.stringify(name), remedy);
  }

  #isFunction(name: string): boolean {
    return isFunction(name) || this.#scope.formulas.has(name) || this.#scope.functions.has(name);
  }

  #call(tree: Tree & { kind: "call" }): Node {
    const { name: token, args: trees, options } = tree;
    const name = token.text;
    const { formulas, functions } = this.#scope;
    const inlined = formulas.get(name);
    const f = inlined ? undefined : (functions.get(name) ?? undefined);
    const macro = !inlined && !f && hasOwn(MACROS, name) ? MACROS[name] : undefined;
    const known = inlined ?? f ?? macro ?? (isFunction(name) ? name : undefined);
    if (known === undefined) throw this.#unknownFunction(name, token);
    const args = trees.map((arg) => this.node(arg));
    if (inlined) return this.#inline(name, inlined, tree, args);
    if (macro || (PRIMITIVES as readonly string[]).includes(name)) {
      const { least, most } = macro ?? { least: 1, most: 1 };
      if (options) throw this.#problem(options[0]?.name ?? tree, "no options", "some", `${name} has none`);
      this.#count(name, tree, args.length, least, most);
      return macro ? macro.make(this.#graph, args) : this.#graph.make(name as Primitive, args[0]!);
    }
    return this.#table(f ?? tableFunctions().get(name)!, tree, args);
  }

  #table(f: TableFunction, tree: Tree & { kind: "call" }, args: readonly Node[]): Node {
    const names = f.parameters.map(([name]) => name);
    const values = this.#values(f.name, names, tree, args);
    const given = f.parameters.map(([option, { default: preset, range }], i) => {
      const value = values[i];
      if (!value) {
        if (preset !== undefined) return this.#graph.constant(preset);
        throw this.#problem(tree, `"${option}" of ${f.name}`, "none", `write ${f.name}(x, { ${option}: 1 })`);
      }
      const { node, span } = value;
      if (node.varies) throw this.#problem(span, `a value of "${option}" without x`, "one that depends on it");
      if (node.operation === "constant") {
        if (!range.holds(node.value)) throw this.#problem(span, `${range.text} for "${option}"`, String(node.value));
      } else if (!hasOwn(OPTION_SLOPES, `${f.name}.${option}`)) {
        throw this.#problem(span, `a number for "${option}"`, "an expression", `${f.name} cannot learn it`);
      }
      return node;
    });
    if (given.length > 1 && given.every((node) => node.operation === "constant")) this.#checkTogether(f, tree, given);
    return this.#graph.call(f.name, args[0]!, given);
  }

  /** Values may be right alone and wrong together: a lower bound above the upper one. */
  #checkTogether(f: TableFunction, tree: Tree, given: readonly Node[]): void {
    try {
      const values = given.map(({ value }) => value);
      valuesOf(f.name, f, values, "f64");
    } catch (cause) {
      throw new FormulaError(this.#formula, tree, `activation: ${(cause as Error).message}`);
    }
  }

  /** A copy of its graph with this call's arguments. */
  #inline(name: string, { y, nodes, parameters }: Inlined, tree: Tree & { kind: "call" }, args: readonly Node[]): Node {
    const names = Object.keys(parameters);
    const values = this.#values(name, names, tree, args);
    const copies = new Map<Node, Node>();
    for (const node of nodes.slice(0, y.id + 1)) {
      if (node.operation === "x") copies.set(node, args[0]!);
      else if (node.operation === "parameter") {
        const index = names.indexOf(node.name);
        copies.set(node, values[index]?.node ?? this.#graph.constant(parameters[node.name]!));
      } else
        copies.set(
          node,
          this.#graph.like(
            node,
            node.args.map((arg) => copies.get(arg)!),
          ),
        );
    }
    return copies.get(y)!;
  }

  /** The values of a call's options, by name, or by position if there is one: undefined where none is given. */
  #values(name: string, names: readonly string[], tree: Tree & { kind: "call" }, args: readonly Node[]) {
    const { options, args: trees } = tree;
    const values = new Array<{ node: Node; span: Span } | undefined>(names.length).fill(undefined);
    this.#count(name, tree, args.length, 1, names.length === 1 && !options ? 2 : 1, this.#usage(name, names));
    if (args.length === 2) values[0] = { node: args[1]!, span: trees[1]! };
    for (const { name: option, value } of options ?? []) {
      const index = names.indexOf(option.text);
      if (index < 0) throw this.#unknownOption(name, names, option.text, option);
      if (values[index]) throw this.#problem(option, "each option once", `"${option.text}" twice`);
      values[index] = { node: this.node(value), span: value };
    }
    return values;
  }

  #usage(name: string, names: readonly string[]): string | undefined {
    return names.length > 0 ? `write ${name}(x, { ${names[0]}: … })` : undefined;
  }

  #count(name: string, tree: Tree, got: number, least: number, most: number, remedy?: string): void {
    if (got >= least && got <= most) return;
    const range = most === Infinity ? `${least} or more` : least === most ? `${least}` : `${least} or ${most}`;
    throw this.#problem(
      tree,
      `${range} argument${range === "1" ? "" : "s"} of ${name}`,
      String(got),
      got > most ? remedy : undefined,
    );
  }

  #unknownOption(name: string, names: readonly string[], option: string, span: Span): FormulaError {
    const expected = names.length > 0 ? `only ${list(names)} for ${name}` : `no options of ${name}`;
    const close = nearest(option, names);
    return this.#problem(span, expected, JSON.stringify(option), close && `did you mean "${close}"?`);
  }

  #unknownFunction(name: string, span: Span): FormulaError {
    const { formulas, functions, parameters } = this.#scope;
    if (parameters.includes(name) || name === "x" || hasOwn(CONSTANTS, name)) {
      return this.#problem(span, "a function", `"${name}", which is a number`, `write ${name} * (…) for a product`);
    }
    const names = [
      ...formulas.keys(),
      ...functions.keys(),
      ...PRIMITIVES,
      ...Object.keys(MACROS),
      ...tableFunctions().keys(),
    ];
    const close = name.length <= LONGEST_NAME ? nearest(name, names) : undefined;
    const remedy = close ? `did you mean "${close}"?` : `pass your own as { functions: { ${ownName(name, "f")} } }`;
    return this.#problem(span, "a known function", JSON.stringify(shortened(name)), remedy);
  }

  #problem(span: Span, expected: string, got: string, remedy?: string): FormulaError {
    return unexpected(this.#formula, span, expected, got, remedy);
  }
}

const LONGEST_NAME = 40;

/** A name that the caller may declare: this one, where it can be. */
function ownName(name: string, other: string): string {
  return /^[\w$]{1,20}$/.test(name) && !isReserved(name) ? name : other;
}

function shortened(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
}

function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
