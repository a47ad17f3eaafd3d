import { scale, times } from "./adjoint.js";
import { type Graph, MOST_POWER, type Node, type Operation, type Primitive } from "./graph.js";

/** g·f′(u), from u and y = f(u). */
type Rule = (graph: Graph, g: Node, u: Node, y: Node) => Node;

const one = (graph: Graph) => graph.constant(1);
const onePlusSquare = (graph: Graph, u: Node) => graph.make("add", graph.power(u, 2), one(graph));
/** NaN below 0, where a logarithm of u has no value: 1/u has one. */
const withinDomain = (graph: Graph, u: Node, slope: Node) => graph.make("taint", graph.make("sqrt", u), slope);
const none: Rule = (graph) => graph.constant(0);

/** How formulas differentiate their own functions. Slopes at jumps and corners are those from the left. */
export const SLOPES: Readonly<Record<Primitive, Rule>> = {
  abs: (graph, g, u) => graph.make("select", graph.make(">", u, graph.constant(0)), g, graph.make("negate", g)),
  sign: none,
  floor: none,
  sqrt: (graph, g, _, y) => graph.make("divide", times(graph, g, graph.constant(0.5)), y),
  exp: (graph, g, _, y) => times(graph, g, y),
  expm1: (graph, g, u) => times(graph, g, graph.make("exp", u)),
  log: (graph, g, u) => withinDomain(graph, u, graph.make("divide", g, u)),
  log1p: (graph, g, u) => {
    const v = graph.make("add", u, one(graph));
    return withinDomain(graph, v, graph.make("divide", g, v));
  },
  log2: (graph, g, u) => withinDomain(graph, u, graph.make("divide", times(graph, g, graph.constant(Math.LOG2E)), u)),
  sin: (graph, g, u) => times(graph, g, graph.make("cos", u)),
  cos: (graph, g, u) => scale(graph, times(graph, g, graph.make("sin", u)), -1),
  tan: (graph, g, _, y) => times(graph, g, onePlusSquare(graph, y)),
  atan: (graph, g, u) => graph.make("divide", g, onePlusSquare(graph, u)),
  sinh: (graph, g, u) => times(graph, g, graph.make("cosh", u)),
  cosh: (graph, g, u) => times(graph, g, graph.make("sinh", u)),
  asinh: (graph, g, u) => graph.make("divide", g, graph.make("sqrt", onePlusSquare(graph, u))),
  erf: (graph, g, u) => times(graph, g, times(graph, graph.make("bell", u), graph.constant(TWO_OVER_ROOT_PI))),
  erfc: (graph, g, u) => times(graph, g, times(graph, graph.make("bell", u), graph.constant(-TWO_OVER_ROOT_PI))),
  bell: (graph, g, u, y) => times(graph, g, times(graph, times(graph, u, y), graph.constant(-2))),
};

const TWO_OVER_ROOT_PI = 1.1283791670955126;

/** The functions of one argument that formulas have by name; `bell`, e^−u², they write as exp(-(u ** 2)). */
export const PRIMITIVES = Object.keys(SLOPES).filter((name) => name !== "bell") as readonly Primitive[];

/** Formulas for which there are names, by their number of arguments. */
export const MACROS: Readonly<
  Record<string, { readonly least: number; readonly most: number; readonly make: (graph: Graph, args: Node[]) => Node }>
> = {
  square: { least: 1, most: 1, make: (graph, [u]) => graph.power(u!, 2) },
  reciprocal: { least: 1, most: 1, make: (graph, [u]) => graph.make("divide", one(graph), u!) },
  identity: { least: 1, most: 1, make: (_, [u]) => u! },
  exponential: { least: 1, most: 1, make: (graph, [u]) => graph.make("exp", u!) },
  pow: { least: 2, most: 2, make: (graph, [u, v]) => powerOf(graph, u!, v!) },
  min: { least: 2, most: Infinity, make: (graph, args) => args.reduce((a, b) => graph.make("min", a, b)) },
  max: { least: 2, most: Infinity, make: (graph, args) => args.reduce((a, b) => graph.make("max", a, b)) },
  clip: { least: 3, most: 3, make: (graph, [u, a, b]) => graph.make("min", graph.make("max", u!, a!), b!) },
  where: { least: 3, most: 3, make: (graph, [c, a, b]) => graph.make("select", c!, a!, b!) },
};

/** u ** v: a product, where v is a small whole number. */
export function powerOf(graph: Graph, u: Node, v: Node): Node {
  const whole = v.operation === "constant" && Number.isInteger(v.value) && Math.abs(v.value) <= MOST_POWER;
  return whole ? graph.power(u, v.value) : graph.make("pow", u, v);
}

/** ∂f/∂p of functions of the table, for the parameters that can be learned. */
export const OPTION_SLOPES: Readonly<Record<string, (graph: Graph, u: Node, p: Node) => Node>> = {
  "elu.alpha": (graph, u) => below(graph, u, graph.make("expm1", u)),
  "celu.alpha": (graph, u, p) => {
    const z = graph.make("divide", u, p);
    const product = graph.make("multiply", z, graph.make("exp", z));
    return below(graph, u, graph.make("subtract", graph.make("expm1", z), product));
  },
  "leakyRelu.negativeSlope": (graph, u) => below(graph, u, u),
  "leakyRelu6.negativeSlope": (graph, u) => below(graph, u, u),
  "swish.beta": (graph, u, p) =>
    graph.make("multiply", graph.power(u, 2), graph.slope("sigmoid", graph.make("multiply", u, p), [], one(graph))),
  // (x·σ(βx) − softplus(x; β))/β
  "softplus.beta": (graph, u, p) => {
    const gated = graph.make("multiply", u, graph.call("sigmoid", graph.make("multiply", u, p), []));
    return graph.make("divide", graph.make("subtract", gated, graph.call("softplus", u, [p])), p);
  },
  "squareplus.b": (graph, u, p) =>
    graph.make("divide", graph.constant(0.25), graph.make("sqrt", graph.make("add", graph.power(u, 2), p))),
};

function below(graph: Graph, u: Node, value: Node): Node {
  return graph.make("select", graph.make(">", u, graph.constant(0)), graph.constant(0), value);
}

/** True of the operations that jump, or are flat: their slope is 0. */
export function isFlat(operation: Operation): boolean {
  return ["<", "<=", ">", ">=", "==", "!=", "not", "sign", "floor"].includes(operation);
}
