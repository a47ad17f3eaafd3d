import { isPowerOfTwo } from "./affine.js";
import { type Graph, isConstant, type Node } from "./graph.js";

/**
 * Products and sums of adjoints. Divisors stay outermost, and constant factors come next: the sums of a quotient's slope
 * then share one division, and what is large and what is small meet before either leaves the range of numbers.
 */

/**
 * Sums are searched for like terms, and quotients for their numerators, down to this depth: terms may be shared, and so
 * their number exponential, and a chain of quotients would be copied for each factor.
 */
const MOST_NESTED = 3;

/** g·f */
export function times(graph: Graph, g: Node, f: Node, depth = MOST_NESTED): Node {
  const quotient = partsOf(g, depth);
  if (quotient) return over(graph, times(graph, quotient[0], f, depth - 1), quotient[1]);
  const [u, p] = scaled(g);
  const [v, q] = scaled(f);
  return multiple(graph, graph.make("multiply", u, v), p * q);
}

/** g/f */
export function over(graph: Graph, g: Node, f: Node, depth = MOST_NESTED): Node {
  if (isPowerOfTwo(f)) return scale(graph, g, 1 / f.value, depth);
  const quotient = f.varies ? undefined : partsOf(g, depth);
  return quotient ? over(graph, over(graph, quotient[0], f, depth - 1), quotient[1]) : graph.make("divide", g, f);
}

/** factor·g */
export function scale(graph: Graph, g: Node, factor: number, depth = MOST_NESTED): Node {
  const quotient = partsOf(g, depth);
  if (quotient) return over(graph, scale(graph, quotient[0], factor, depth - 1), quotient[1]);
  return multiple(graph, g, factor);
}

function multiple(graph: Graph, node: Node, factor: number): Node {
  const [u, p] = scaled(node);
  return graph.make("multiply", u, graph.constant(p * factor));
}

/** a + b, where 2·m + m is 3·m, and (m + n) + m is 2·m + n: as few roundings as that takes. */
export function sum(graph: Graph, a: Node, b: Node, depth = MOST_NESTED): Node {
  const [p, q] = [partsOf(a, depth), partsOf(b, depth)];
  if (p && q && p[1] === q[1]) return over(graph, sum(graph, p[0], q[0], depth - 1), p[1]);
  const collected = collect(graph, a, b, MOST_NESTED);
  if (collected) return collected;
  if (isConstant(a, 0)) return b;
  if (isConstant(b, 0)) return a;
  if (b.operation === "negate") return graph.make("subtract", a, b.args[0]!);
  if (a.operation === "negate") return graph.make("subtract", b, a.args[0]!);
  return graph.make("add", a, b);
}

/** a + b, if a is a multiple of what b is, or a sum with such a term. */
function collect(graph: Graph, a: Node, b: Node, depth: number): Node | undefined {
  const [m, i] = scaled(a);
  const [n, j] = scaled(b);
  if (m === n) return scale(graph, m, i + j);
  const { operation } = a;
  if ((operation !== "add" && operation !== "subtract") || depth === 0) return undefined;
  const [u, v] = a.args as [Node, Node];
  const left = collect(graph, u, b, depth - 1);
  if (left) return graph.make(operation, left, v);
  const right = collect(graph, v, operation === "add" ? b : scale(graph, b, -1), depth - 1);
  return right && graph.make(operation, u, right);
}

/** Numerator and divisor of a quotient, unless it lies too deep. */
function partsOf({ operation, args }: Node, depth: number): readonly [Node, Node] | undefined {
  return operation === "divide" && args[1]!.varies && depth > 0 ? [args[0]!, args[1]!] : undefined;
}

/** A node as a multiple of another. */
function scaled(node: Node): readonly [Node, number] {
  const [a, b] = node.args as [Node, Node];
  if (node.operation === "negate") return [a, -1];
  if (node.operation === "multiply" && isConstant(b)) return [a, b.value];
  if (node.operation === "multiply" && isConstant(a)) return [b, a.value];
  if (node.operation === "divide" && isPowerOfTwo(b)) return [a, 1 / b.value];
  return [node, 1];
}
