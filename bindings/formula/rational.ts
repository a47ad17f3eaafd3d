import type { Affines } from "./affine.js";
import type { Graph, Node } from "./graph.js";

/** x and the factors of y = ((a·x² + b)·x)/s, s = d·((q·x)·x) + e. */
export interface OddQuotient {
  readonly x: Node;
  readonly factors: readonly Node[];
}

/** A quotient of that form, whose operations one kernel does. */
export function oddQuotient(node: Node, graph: Graph, affines: Affines): OddQuotient | undefined {
  if (node.operation !== "divide") return undefined;
  const [n, s] = node.args as [Node, Node];
  const { x } = graph;
  if (n.operation !== "multiply" || !n.args.includes(x)) return undefined;
  const square = graph.power(x, 2);
  const numerator = affines.any(n.args.find((arg) => arg !== x) ?? x);
  const divisor = affines.any(s);
  if (numerator.of !== square) return undefined;
  const { a, b } = numerator;
  const [q, d, e] = [factorOf(divisor.of, x, square, affines), divisor.a, divisor.b];
  return q && { x, factors: [a, b, q, d, e] };
}

/** q, if the node is (q·x)·x. */
function factorOf(node: Node, x: Node, square: Node, affines: Affines): Node | undefined {
  if (node === square) return affines.one;
  if (node.operation !== "multiply" || !node.args.includes(x)) return undefined;
  const [of, q] = affines.scaled(node.args.find((arg) => arg !== x) ?? x);
  return of === x ? q : undefined;
}

/**
 * The form of its slope: (h·x² + k + c·(y·x))/s. Where the numerator and s share x², part of h is in a product with x, next
 * to y: h·x² + k + c·x·(i·x + j·y).
 */
export function oddSlope(node: Node, graph: Graph, affines: Affines): OddQuotient | undefined {
  if (node.operation !== "divide" || node.args[0]!.operation !== "add") return undefined;
  const [n, s] = node.args as [Node, Node];
  const { x } = graph;
  for (const [sum, rest] of [n.args, [...n.args].reverse()] as [Node, Node][]) {
    const t = affines.any(sum);
    const [product, c] = affines.scaled(rest);
    if (t.of !== graph.power(x, 2) || product.operation !== "multiply" || !product.args.includes(x)) continue;
    const parts = partsOf(product.args.find((arg) => arg !== x) ?? x, graph, affines);
    const y = parts.find(([of]) => of.args[1] === s);
    const more = parts.find((part) => part !== y);
    const quotient = y && (!more || more[0] === x) ? oddQuotient(y[0], graph, affines) : undefined;
    if (!quotient) continue;
    const times = (factor: Node) => graph.make("multiply", c, factor);
    const h = more ? graph.make("add", t.a, times(more[1])) : t.a;
    return { x, factors: [...quotient.factors, h, t.b, times(y![1])] };
  }
  return undefined;
}

/** The one or two terms of a node, with their factors. */
function partsOf(node: Node, graph: Graph, affines: Affines): readonly (readonly [of: Node, factor: Node])[] {
  const [a, b] = node.args as [Node, Node];
  if (node.operation === "add") return [affines.scaled(a), affines.scaled(b)];
  if (node.operation !== "subtract") return [affines.scaled(node)];
  const [of, factor] = affines.scaled(b);
  return [affines.scaled(a), [of, graph.make("negate", factor)]];
}
