import { isConstant, type Node } from "./graph.js";
import { tableFunctions } from "./table.js";

/** As in JavaScript. */
const CONDITIONAL = 1;
const EQUAL = 4;
const RELATION = 5;
const SUM = 6;
const PRODUCT = 7;
const UNARY = 8;
const POWER = 9;
const ATOM = 10;

interface Printed {
  readonly text: string;
  readonly precedence: number;
}

// Beyond it, what is used several times gets a name.
const LONG = 160;
const MOST = 4000;

/** A node as a formula. In a long one, what is used several times has a name. */
export function print(node: Node): string {
  const length = lengths(node);
  if (length <= LONG) return new Printer(() => false).print(node).text;
  const uses = usesIn(node);
  const printer = new Printer((part) => part !== node && part.args.length > 0 && (uses.get(part) ?? 0) > 1);
  const { text } = printer.print(node);
  const whole = [text, ...printer.named.map(([name, definition]) => `${name} = ${definition}`)].join("; ");
  return whole.length > MOST ? `${whole.slice(0, MOST)}…` : whole;
}

/** About as many characters as all of it takes. */
function lengths(node: Node): number {
  const known = new Map<Node, number>();
  for (const part of below(node))
    known.set(
      part,
      part.args.reduce((sum, arg) => sum + known.get(arg)! + 3, 3),
    );
  return known.get(node)!;
}

function usesIn(node: Node): Map<Node, number> {
  const uses = new Map<Node, number>();
  for (const part of below(node)) for (const arg of part.args) uses.set(arg, (uses.get(arg) ?? 0) + 1);
  return uses;
}

/** The node and all that it is made of, operands first. */
function below(node: Node): Node[] {
  const found = new Set([node]);
  for (const part of found) for (const arg of part.args) found.add(arg);
  return [...found].sort((a, b) => a.id - b.id);
}

class Printer {
  readonly named: [name: string, definition: string][] = [];
  readonly #isNamed: (node: Node) => boolean;
  readonly #known = new Map<Node, Printed>();

  constructor(isNamed: (node: Node) => boolean) {
    this.#isNamed = isNamed;
  }

  print(node: Node): Printed {
    // Operands first, so that no formula is too deep.
    for (const part of below(node)) this.#known.set(part, this.#named(part, this.#of(part)));
    return this.#known.get(node)!;
  }

  #named(node: Node, printed: Printed): Printed {
    if (!this.#isNamed(node)) return printed;
    const name = `u${this.named.length + 1}`;
    this.named.push([name, printed.text]);
    return { text: name, precedence: ATOM };
  }

  #text(node: Node, least: number): string {
    const { text, precedence } = this.#known.get(node)!;
    return precedence < least ? `(${text})` : text;
  }

  #infix(operator: string, precedence: number, a: Node, b: Node): Printed {
    return { text: `${this.#text(a, precedence)} ${operator} ${this.#text(b, precedence + 1)}`, precedence };
  }

  #call(name: string, ...args: readonly Node[]): Printed {
    return { text: `${name}(${args.map((arg) => this.#text(arg, CONDITIONAL)).join(", ")})`, precedence: ATOM };
  }

  #of(node: Node): Printed {
    const { operation, args, value, name } = node;
    const [a, b, c] = args as [Node, Node, Node];
    switch (operation) {
      case "x":
        return { text: "x", precedence: ATOM };
      case "constant":
        return { text: numberText(value), precedence: value < 0 || Object.is(value, -0) ? UNARY : ATOM };
      case "parameter":
        return { text: name, precedence: ATOM };
      case "add":
        return this.#sum(this.#known.get(a)!, this.#known.get(b)!);
      case "subtract":
        return this.#infix("-", SUM, a, b);
      case "multiply":
        return b.operation === "constant"
          ? this.#product(b, this.#known.get(a)!)
          : this.#product(a, this.#known.get(b)!);
      case "divide":
        return this.#infix("/", PRODUCT, a, b);
      case "negate":
        return { text: `-${this.#text(a, POWER + 1)}`, precedence: UNARY };
      case "power":
        return { text: `${this.#text(a, ATOM)} ** ${value}`, precedence: POWER };
      case "pow":
        return { text: `${this.#text(a, ATOM)} ** ${this.#text(b, UNARY)}`, precedence: POWER };
      case "<":
      case "<=":
      case ">":
      case ">=":
        return { text: `${this.#text(a, SUM)} ${operation} ${this.#text(b, SUM)}`, precedence: RELATION };
      case "==":
      case "!=":
        return { text: `${this.#text(a, RELATION)} ${operation} ${this.#text(b, RELATION)}`, precedence: EQUAL };
      case "not":
        return { text: `!${this.#text(a, ATOM)}`, precedence: UNARY };
      case "select":
        return this.#conditional(a, this.#text(b, CONDITIONAL), this.#text(c, CONDITIONAL));
      case "keep":
        return this.#conditional(a, this.#text(b, CONDITIONAL), "0");
      case "taint":
        return this.#known.get(b)!;
      case "gate":
        return this.#infix("*", PRODUCT, a, b);
      case "bell":
        return { text: `exp(-(${this.#text(a, ATOM)} ** 2))`, precedence: ATOM };
      case "call":
        return { text: `${name}(${this.#arguments(name, a, args.slice(1))})`, precedence: ATOM };
      case "slope": {
        const slope = this.#slope(name, a, args.slice(2));
        return isConstant(b, 1) ? slope : this.#product(b, slope);
      }
      default:
        return this.#call(operation, ...args);
    }
  }

  /** A sum or product of more than two needs no parentheses: the order is the reader's. */
  #product(a: Node, { text, precedence }: Printed): Printed {
    const inside = precedence < PRODUCT || /^(-|1 \/ )/.test(text);
    return { text: `${this.#text(a, PRODUCT)} * ${inside ? `(${text})` : text}`, precedence: PRODUCT };
  }

  #sum(a: Printed, b: Printed): Printed {
    const isNegative = ({ text, precedence }: Printed) => precedence >= PRODUCT && text.startsWith("-");
    if (isNegative(a) && !isNegative(b)) return this.#sum(b, a);
    const bracket = ({ text, precedence }: Printed) => (precedence < SUM ? `(${text})` : text);
    const right = isNegative(b) ? `- ${b.text.slice(1)}` : `+ ${bracket(b)}`;
    return { text: `${bracket(a)} ${right}`, precedence: SUM };
  }

  /** u, and the options that are not the defaults. */
  #arguments(name: string, u: Node, values: readonly Node[]): string {
    const parameters = tableFunctions().get(name)!.parameters;
    const given = values.flatMap((value, i) => {
      const [option, { default: preset }] = parameters[i]!;
      if (preset !== undefined && isConstant(value, preset)) return [];
      const text = this.#text(value, CONDITIONAL);
      return [parameters.length === 1 ? text : `${option}: ${text}`];
    });
    const options = parameters.length === 1 || given.length === 0 ? given : [`{ ${given.join(", ")} }`];
    return [this.#text(u, CONDITIONAL), ...options].join(", ");
  }

  /** f′(u): as a formula, where there is a short one. */
  #slope(name: string, u: Node, values: readonly Node[]): Printed {
    const given = this.#arguments(name, u, values);
    const plain = given === this.#text(u, CONDITIONAL);
    if (name === "tanh") return { text: `1 - tanh(${given}) ** 2`, precedence: SUM };
    if (name === "sigmoid") return { text: `sigmoid(${given}) * (1 - sigmoid(${given}))`, precedence: PRODUCT };
    if (name === "softplus" && plain) return { text: `sigmoid(${given})`, precedence: ATOM };
    if (name === "relu" && plain) return { text: `${this.#text(u, SUM)} > 0`, precedence: RELATION };
    return { text: `${name}′(${given})`, precedence: ATOM };
  }

  #conditional(test: Node, yes: string, no: string): Printed {
    return { text: `${this.#text(test, EQUAL)} ? ${yes} : ${no}`, precedence: CONDITIONAL };
  }
}

function numberText(value: number): string {
  if (value === Math.PI) return "pi";
  if (value === Math.E) return "e";
  return Object.is(value, -0) ? "-0" : String(value);
}
