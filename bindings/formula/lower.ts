import { type Affine, Affines } from "./affine.js";
import { Graph, isConstant, type Leaf, type Node, type Operation } from "./graph.js";
import type { KernelName } from "./kernels.js";
import { type OddQuotient, oddQuotient, oddSlope } from "./rational.js";

/** A step before its buffers are known: a kernel, the nodes that it reads, and values for all elements. */
export interface Template {
  readonly loop: "map" | "pair" | "choose" | "fuse" | "rational" | "total";
  /** A kernel of formulas, or a function of the table: its value or its slope. */
  readonly kernel: KernelName | { readonly table: string };
  readonly operands: readonly Node[];
  readonly scalars: readonly Node[];
}

const PAIRS: Readonly<Partial<Record<Operation, KernelName>>> = {
  min: "minimum",
  max: "maximum",
  "<": "less",
  "<=": "less_equal",
  ">": "greater",
  ">=": "greater_equal",
  "==": "equal",
  "!=": "unequal",
  keep: "keep",
  gate: "gate",
  taint: "taint",
  pow: "power",
};

/** Kernels that have another name than their operation. */
const MAPS: Readonly<Partial<Record<Operation, KernelName>>> = {
  abs: "magnitude",
  sign: "signum",
  sqrt: "root",
  not: "negation",
};

const FLIPPED: Readonly<Partial<Record<Operation, "<" | "<=" | ">" | ">=">>> = {
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

/** A product as (p·x)·y. */
interface Product {
  readonly x: Node;
  readonly y: Node;
  readonly p: Node;
}

const LEAVES: readonly Operation[] = ["x", "dy", "old"] satisfies Leaf[];

export function isLeaf(node: Node): boolean {
  return LEAVES.includes(node.operation);
}

/**
 * The graph of some outputs alone, in the form that kernels take: their first operand is an array, and so is each
 * output.
 */
export function kernelGraph(outputs: readonly Node[], graph: Graph): { graph: Graph; outputs: Node[] } {
  const needed = new Uint8Array(graph.nodes.length);
  for (const { id } of outputs) needed[id] = 1;
  for (let id = graph.nodes.length - 1; id >= 0; id--) {
    if (needed[id]) for (const arg of graph.nodes[id]!.args) needed[arg.id] = 1;
  }
  const to = new Graph();
  const copies = new Map<Node, Node>();
  for (const node of graph.nodes) {
    if (!needed[node.id]) continue;
    copies.set(
      node,
      inKernelForm(
        to,
        node,
        node.args.map((arg) => copies.get(arg)!),
      ),
    );
  }
  return { graph: to, outputs: outputs.map((node) => arrayOf(to, copies.get(node)!)) };
}

function arrayOf(graph: Graph, node: Node): Node {
  return node.varies ? node : graph.spread(node);
}

const FIRST_IS_ARRAY = new Set<Operation>(["pow", "select", "keep", "gate", "taint", "slope"]);

function inKernelForm(graph: Graph, node: Node, args: Node[]): Node {
  const { operation, varies } = node;
  if (varies && !args[0]?.varies) {
    if (FIRST_IS_ARRAY.has(operation)) args[0] = arrayOf(graph, args[0]!);
    const flipped = FLIPPED[operation];
    if (flipped) return graph.make(flipped, args[1]!, args[0]!);
  }
  return graph.like(node, args);
}

/** Chooses kernels for nodes. */
export class Lowering {
  readonly #graph: Graph;
  readonly #uses: Uint32Array;
  readonly #affines: Affines;

  constructor(graph: Graph, outputs: readonly Node[]) {
    this.#graph = graph;
    this.#uses = new Uint32Array(graph.nodes.length);
    for (const { id } of outputs) this.#uses[id]!++;
    for (const node of graph.nodes) for (const arg of node.args) this.#uses[arg.id]!++;
    this.#affines = new Affines(graph);
  }

  /** The step that makes a node, which depends on x and is no operand of the call. */
  template(node: Node): Template {
    const graph = this.#graph;
    const { operation, args } = node;
    const affine = this.#affines.of(node);
    if (affine) return this.#sumOf(affine);
    const rational = this.#rational(node);
    if (rational) return rational;
    const [a, b, c] = args as [Node, Node, Node];
    switch (operation) {
      case "add":
        return this.#combine(a, b, this.#affines.one);
      case "subtract":
        return this.#combine(a, b, graph.constant(-1));
      case "multiply":
        return this.#product(a, b, this.#affines.nothing);
      case "power":
        return this.#product(...graph.factors(a, node.value), this.#affines.nothing);
      case "divide":
        return this.#quotient(a, b);
      case "spread":
        return this.#step("choose", "choice", [a, b, b]);
      case "select":
        return this.#step("choose", "choice", [a, b, c]);
      case "call":
        return { loop: "map", kernel: { table: node.name }, operands: [a], scalars: args.slice(1) };
      case "slope":
        return { loop: "pair", kernel: { table: node.name }, operands: [a, b], scalars: args.slice(2) };
      default: {
        const pair = PAIRS[operation];
        return pair
          ? this.#step("pair", pair, [a, b])
          : this.#step("map", MAPS[operation] ?? (operation as KernelName), [a]);
      }
    }
  }

  /** A rational function, its slope, or the gradient that is made of it. */
  #rational(node: Node): Template | undefined {
    const step = (kernel: KernelName, { x, factors }: OddQuotient, dy: Node): Template => {
      const unused = Array.from({ length: 8 - factors.length }, () => this.#affines.nothing);
      return this.#step("rational", kernel, [x, dy], ...factors, ...unused);
    };
    const quotient = oddQuotient(node, this.#graph, this.#affines);
    if (quotient) return step("rational", quotient, quotient.x);
    const slope = oddSlope(node, this.#graph, this.#affines);
    if (slope) return step("rational_gradient", slope, this.#affines.one);
    const [a, dy] = node.args;
    const gated = node.operation === "gate" && dy!.varies && oddSlope(a!, this.#graph, this.#affines);
    return gated ? step("rational_gradient", gated, dy!) : undefined;
  }

  /** The sum of products x·dy. */
  total(node: Node, dy: Node): Template {
    return this.#step("total", "weighted", [node, dy]);
  }

  /** The same array again. */
  copy(node: Node): Template {
    return this.#step("map", "affine", [node], this.#affines.one, this.#affines.nothing);
  }

  /** The step of a kernel whose first operand is `of`; it multiplies, too, if that is a product to be used here alone. */
  #arithmetic(kernel: "combine" | "multiply" | "divide", { of, a, b }: Affine, y: Node, c: Node): Template {
    const product = kernel === "multiply" && !isConstant(c, -0) ? undefined : this.#inner(of);
    if (!product) return this.#step("pair", kernel, [of, y], a, b, c);
    return this.#step("fuse", `fused_${kernel}`, [product.x, product.y, y], product.p, a, b, c);
  }

  /** The factors of a product that need not be stored: it is used once, or of the operands of the call. */
  #inner(node: Node): Product | undefined {
    const { operation, args, value } = node;
    if (operation !== "power" && operation !== "multiply") return undefined;
    const [u, v] = operation === "power" ? this.#graph.factors(args[0]!, value) : (args as [Node, Node]);
    if (!u.varies || !v.varies) return undefined;
    const [x, p] = this.#affines.scaled(u);
    const [y, q] = this.#affines.scaled(v);
    const product = q === this.#affines.one || p !== this.#affines.one ? { x, y: v, p } : { x: y, y: u, p: q };
    const once = this.#uses[node.id] === 1 || (isLeaf(product.x) && isLeaf(product.y));
    return once ? product : undefined;
  }

  #step(loop: Template["loop"], kernel: KernelName, operands: readonly Node[], ...scalars: readonly Node[]): Template {
    return { loop, kernel, operands, scalars };
  }

  #sumOf({ of, a, b }: Affine): Template {
    const { operation, args } = of;
    // A product that need not be stored is added to at once.
    const alone = isConstant(a, 1) && this.#inner(of) !== undefined;
    if (alone && operation === "multiply") return this.#product(args[0]!, args[1]!, b);
    if (alone && operation === "power") return this.#product(...this.#graph.factors(args[0]!, of.value), b);
    return this.#step("map", "affine", [of], a, b);
  }

  /** p + sign·q */
  #combine(p: Node, q: Node, sign: Node): Template {
    const first = this.#affines.any(p);
    const second = this.#affines.any(q);
    const scale = (factor: Node) => this.#graph.make("multiply", factor, sign);
    const swapped = !isConstant(second.b, -0) || (this.#inner(second.of) && !this.#inner(first.of));
    if (swapped && isConstant(first.b, -0)) {
      const b = isConstant(second.b, -0) ? second.b : scale(second.b);
      return this.#arithmetic("combine", { of: second.of, a: scale(second.a), b }, first.of, first.a);
    }
    const [of, factor] = this.#affines.scaled(q);
    return this.#arithmetic("combine", first, of, scale(factor));
  }

  /** p·q + c */
  #product(p: Node, q: Node, c: Node): Template {
    const isSquare = p === q;
    const first = isSquare
      ? p
      : ([p, q].find((node) => this.#affines.of(node)) ?? [p, q].find((node) => this.#inner(node)) ?? p);
    const y = first === p ? q : p;
    // The second operand of a square is stored: the first is the same array.
    const plain = isSquare ? { of: p, a: this.#affines.one, b: this.#affines.nothing } : this.#affines.any(first);
    const bare = plain.of === first && isConstant(c, -0) && (isSquare || !this.#inner(first));
    return bare ? this.#step("pair", "product", [first, y]) : this.#arithmetic("multiply", plain, y, c);
  }

  #quotient(p: Node, q: Node): Template {
    if (!q.varies) {
      const { of, a, b } = this.#affines.any(p);
      return this.#step("map", "ratio", [of], a, b, q);
    }
    const [y, factor] = p.varies ? this.#affines.scaled(p) : [p, this.#affines.one];
    return this.#arithmetic("divide", this.#affines.any(q), y, factor);
  }
}
