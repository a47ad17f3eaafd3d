/** The operations of graphs. `call` and `slope` are a function of the table and its derivative, times a factor. */
export type Operation =
  | Leaf
  | "spread"
  | "constant"
  | "parameter"
  | "add"
  | "subtract"
  | "multiply"
  | "divide"
  | "negate"
  | "power"
  | "pow"
  | "min"
  | "max"
  | "<"
  | "<="
  | ">"
  | ">="
  | "=="
  | "!="
  | "not"
  | "select"
  | "keep"
  | "gate"
  | "taint"
  | "call"
  | "slope"
  | Primitive;

/** The arrays of a call: its operands, and the array that a gradient is added to. */
export type Leaf = "x" | "dy" | "old";

export type Primitive =
  | "abs"
  | "sign"
  | "floor"
  | "sqrt"
  | "exp"
  | "expm1"
  | "log"
  | "log1p"
  | "log2"
  | "sin"
  | "cos"
  | "tan"
  | "atan"
  | "sinh"
  | "cosh"
  | "asinh"
  | "erf"
  | "erfc"
  | "bell";

/** One value for each element, or one for all. Nodes come after their operands, and equal ones are one. */
export interface Node {
  readonly id: number;
  readonly operation: Operation;
  readonly args: readonly Node[];
  /** Of a constant, and the exponent of a power. */
  readonly value: number;
  /** Of a parameter, and of a function of the table. */
  readonly name: string;
  /** True if it depends on x. */
  readonly varies: boolean;
}

const COMMUTATIVE = new Set<Operation>(["add", "multiply", "==", "!="]);
const COMPARISONS = new Set<Operation>(["<", "<=", ">", ">=", "==", "!=", "not"]);

/** Powers up to this one are products. */
export const MOST_POWER = 16;

/** The operations that all engines compute alike. The others are left to the kernels. */
const FOLDS: Readonly<Partial<Record<Operation, (a: number, b: number, c: number) => number>>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  negate: (a) => -a,
  min: (a, b) => Math.min(a, b),
  max: (a, b) => Math.max(a, b),
  "<": (a, b) => Number(a < b),
  "<=": (a, b) => Number(a <= b),
  ">": (a, b) => Number(a > b),
  ">=": (a, b) => Number(a >= b),
  "==": (a, b) => Number(a === b),
  "!=": (a, b) => Number(a !== b),
  not: (a) => Number(!a),
  select: (a, b, c) => (a ? b : c),
  keep: (a, b) => (a ? b : 0),
  gate: (a, b) => (a === 0 ? 0 : a * b),
  taint: (a, b) => (Number.isNaN(a) ? a : b),
  abs: (a) => Math.abs(a),
  sign: (a) => Math.sign(a),
  floor: (a) => Math.floor(a),
  sqrt: (a) => Math.sqrt(a),
};

/** The value of an operation on numbers, if it does not need a kernel. */
export function foldOf(operation: Operation): ((a: number, b: number, c: number) => number) | undefined {
  return FOLDS[operation];
}

export function isConstant(node: Node, value?: number): boolean {
  return node.operation === "constant" && (value === undefined || Object.is(node.value, value));
}

function isSquareOf(square: Node, base: Node): boolean {
  return square.operation === "power" && square.value === 2 && square.args[0] === base;
}

export class Graph {
  readonly nodes: Node[] = [];
  readonly #known = new Map<string, Node>();

  get x(): Node {
    return this.leaf("x");
  }

  leaf(operation: Leaf): Node {
    return this.#node(operation, [], 0, "", true);
  }

  /** A value for all, as an array. */
  spread(value: Node): Node {
    return this.#node("spread", [this.x, value]);
  }

  constant(value: number): Node {
    return this.#node("constant", [], value);
  }

  parameter(name: string): Node {
    return this.#node("parameter", [], 0, name);
  }

  /** f(u) of the table, with its parameters. */
  call(name: string, u: Node, values: readonly Node[]): Node {
    return this.#node("call", [u, ...values], 0, name);
  }

  /** g·f′(u) */
  slope(name: string, u: Node, values: readonly Node[], g: Node): Node {
    return this.#node("slope", [u, g, ...values], 0, name);
  }

  power(base: Node, exponent: number): Node {
    if (exponent === 0) return this.constant(1);
    if (exponent === 1) return base;
    if (exponent < 0) return this.make("divide", this.constant(1), this.power(base, -exponent));
    if (base.operation === "power" && base.value * exponent <= MOST_POWER) {
      return this.power(base.args[0]!, base.value * exponent);
    }
    // The factors, which come before it.
    const [p, q] = this.factors(base, exponent);
    if (isConstant(base)) return this.make("multiply", p, q);
    return this.#node("power", [base], exponent);
  }

  /** Two powers whose product it is. */
  factors(base: Node, exponent: number): [Node, Node] {
    const half = exponent % 2 === 0 ? exponent / 2 : exponent - 1;
    return [this.power(base, half), this.power(base, exponent - half)];
  }

  /** The node of another graph, with operands of this one. */
  like({ operation, name, value }: Node, args: readonly Node[]): Node {
    if (operation === "x" || operation === "dy" || operation === "old") return this.leaf(operation);
    if (operation === "spread") return this.spread(args[1]!);
    if (operation === "constant") return this.constant(value);
    if (operation === "parameter") return this.parameter(name);
    if (operation === "power") return this.power(args[0]!, value);
    if (operation === "call") return this.call(name, args[0]!, args.slice(1));
    if (operation === "slope") return this.slope(name, args[0]!, args.slice(2), args[1]!);
    return this.make(operation, ...args);
  }

  make(
    operation: Exclude<Operation, Leaf | "spread" | "constant" | "parameter" | "call" | "slope" | "power">,
    ...args: Node[]
  ): Node {
    const fold = FOLDS[operation];
    if (fold && args.every((arg) => arg.operation === "constant")) {
      const [a = 0, b = 0, c = 0] = args.map(({ value }) => value);
      return this.constant(fold(a, b, c));
    }
    return this.#simpler(operation, args) ?? this.#node(operation, this.#ordered(operation, args));
  }

  /** The same bits, from fewer operations. */
  #simpler(operation: Operation, args: readonly Node[]): Node | undefined {
    const [a, b, c] = args as [Node, Node, Node];
    switch (operation) {
      case "add":
        if (isConstant(b, -0)) return a;
        if (isConstant(a, -0)) return b;
        return a === b ? this.make("multiply", a, this.constant(2)) : undefined;
      case "subtract":
        if (isConstant(b, 0)) return a;
        return b.operation === "negate" ? this.make("add", a, b.args[0]!) : undefined;
      case "multiply":
        if (isConstant(a)) return this.#scaled(b, a.value);
        if (isConstant(b)) return this.#scaled(a, b.value);
        if (a.operation === "negate") return this.make("negate", this.make("multiply", a.args[0]!, b));
        if (b.operation === "negate") return this.make("negate", this.make("multiply", a, b.args[0]!));
        if (a === b) return this.power(a, 2);
        if (isSquareOf(a, b)) return this.power(b, 3);
        return isSquareOf(b, a) ? this.power(a, 3) : undefined;
      case "divide":
        if (isConstant(b, -1)) return this.make("negate", a);
        return isConstant(b, 1) ? a : undefined;
      case "negate":
        return a.operation === "negate" ? a.args[0] : undefined;
      case "select":
        if (isConstant(a)) return a.value ? b : c;
        return b === c ? b : undefined;
      case "keep":
        if (isConstant(a)) return a.value ? b : this.constant(0);
        if (isConstant(b, 0)) return b;
        return isConstant(b, 1) && COMPARISONS.has(a.operation) ? a : undefined;
      case "exp":
        // The rounding error of the square would count u² times.
        return a.operation === "negate" && a.args[0]!.operation === "power" && a.args[0]!.value === 2
          ? this.make("bell", a.args[0]!.args[0]!)
          : undefined;
      default:
        return undefined;
    }
  }

  #scaled(a: Node, factor: number): Node | undefined {
    if (factor === 1) return a;
    if (factor === -1) return this.make("negate", a);
    return undefined;
  }

  #ordered(operation: Operation, args: readonly Node[]): readonly Node[] {
    const [a, b] = args as [Node, Node];
    // A value that all elements share comes second: kernels take an array first.
    const swapped = b?.varies && !a.varies;
    if (COMMUTATIVE.has(operation)) return swapped || (a.varies === b.varies && a.id > b.id) ? [b, a] : args;
    return swapped && (operation === "min" || operation === "max") ? [b, a] : args;
  }

  #node(operation: Operation, args: readonly Node[], value = 0, name = "", varies?: boolean): Node {
    const number = Object.is(value, -0) ? "-0" : value;
    const key = `${operation} ${name} ${number} ${args.map(({ id }) => id).join()}`;
    const known = this.#known.get(key);
    if (known) return known;
    const depends = varies ?? args.some((arg) => arg.varies);
    const node = { id: this.nodes.length, operation, args, value, name, varies: depends };
    this.nodes.push(node);
    this.#known.set(key, node);
    return node;
  }
}
