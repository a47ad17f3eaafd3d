import type { Graph, Node } from "./graph.js";

/** A node as a·u + b. */
export interface Affine {
  readonly of: Node;
  readonly a: Node;
  readonly b: Node;
}

/** Reads nodes as multiples and sums that kernels compute with one operation or two. */
export class Affines {
  readonly one: Node;
  /** x + 0 would turn −0 into 0. */
  readonly nothing: Node;
  readonly #graph: Graph;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.one = graph.constant(1);
    this.nothing = graph.constant(-0);
  }

  /** c·u for a node that is one, else 1·u. */
  scaled(node: Node): [of: Node, factor: Node] {
    const { operation, args } = node;
    const [a, b] = args as [Node, Node];
    if (operation === "negate" && a.varies) return [a, this.#graph.constant(-1)];
    if (operation === "multiply" && !(a.varies && b.varies)) return a.varies ? [a, b] : [b, a];
    if (operation === "divide" && isPowerOfTwo(b)) return [a, this.#graph.constant(1 / b.value)];
    return [node, this.one];
  }

  /** Undefined for a node that is only 1·u + nothing. */
  of(node: Node): Affine | undefined {
    const { operation, args } = node;
    const [a, b] = args as [Node, Node];
    if ((operation === "add" || operation === "subtract") && !(a.varies && b.varies)) {
      const [u, c] = a.varies ? [a, b] : [b, a];
      const [of, factor] = this.scaled(u);
      if (operation === "add") return { of, a: factor, b: c };
      return u === a ? { of, a: factor, b: this.#negated(c) } : { of, a: this.#negated(factor), b: c };
    }
    const [of, factor] = this.scaled(node);
    return of === node ? undefined : { of, a: factor, b: this.nothing };
  }

  any(node: Node): Affine {
    return this.of(node) ?? { of: node, a: this.one, b: this.nothing };
  }

  #negated(node: Node): Node {
    return this.#graph.make("negate", node);
  }
}

/** True of numbers by which a division is a multiplication. */
export function isPowerOfTwo(node: Node): boolean {
  if (node.operation !== "constant" || node.value === 0) return false;
  const exponent = Math.log2(Math.abs(node.value));
  return Number.isInteger(exponent) && Math.abs(exponent) < 100 && 2 ** exponent === Math.abs(node.value);
}
