import { over, scale, sum, times } from "./adjoint.js";
import { type Graph, isConstant, type Node } from "./graph.js";
import { isFlat, OPTION_SLOPES, SLOPES } from "./primitives.js";

/** The places where a value counts: where the condition is true, or is not, and the guard around it holds. */
interface Guard {
  readonly condition: Node;
  readonly taken: boolean;
  readonly around: Guard | undefined;
  readonly depth: number;
  /** True, as formulas have it, where it holds. */
  readonly active: Node;
}

/** A part of a node's adjoint, by the guard under which it counts. */
type Adjoint = Map<Guard | undefined, Node>;

/**
 * The derivatives of y by some nodes, as nodes of the same graph: reverse mode. A branch that is not taken may have an
 * infinite slope, or none. So its part of an adjoint is not multiplied by 0 but left out, by a selection where the node
 * is used on both sides of the condition.
 */
export function derivatives(graph: Graph, y: Node, by: readonly Node[]): Node[] {
  return new Reverse(graph, by).of(y);
}

class Reverse {
  readonly #graph: Graph;
  readonly #by: readonly Node[];
  readonly #adjoints = new Map<Node, Adjoint>();
  readonly #guards = new Map<string, Guard>();
  /** The nodes that depend on one of those that derivatives are taken by. */
  readonly #active: Uint8Array;

  constructor(graph: Graph, by: readonly Node[]) {
    this.#graph = graph;
    this.#by = by;
    this.#active = new Uint8Array(graph.nodes.length);
    for (const node of graph.nodes) {
      const depends = by.includes(node) || node.args.some(({ id }) => this.#active[id]);
      this.#active[node.id] = Number(depends);
    }
  }

  of(y: Node): Node[] {
    this.#add(y, undefined, this.#graph.constant(1));
    for (let id = y.id; id >= 0; id--) {
      const node = this.#graph.nodes[id]!;
      const adjoint = this.#adjoints.get(node);
      if (!adjoint || node.args.length === 0) continue;
      const [guard, g] = this.#collect(adjoint);
      if (!isConstant(g, 0)) this.#propagate(node, guard, g);
    }
    return this.#by.map((node) => {
      const adjoint = this.#adjoints.get(node);
      if (!adjoint) return this.#graph.constant(0);
      adjoint.set(undefined, adjoint.get(undefined) ?? this.#graph.constant(0));
      return this.#collect(adjoint)[1];
    });
  }

  #add(node: Node, guard: Guard | undefined, g: Node): void {
    if (!this.#active[node.id] || isConstant(g, 0)) return;
    let adjoint = this.#adjoints.get(node);
    if (!adjoint) this.#adjoints.set(node, (adjoint = new Map()));
    const before = adjoint.get(guard);
    adjoint.set(guard, before ? sum(this.#graph, before, g) : g);
  }

  /**
   * All of an adjoint, under the guard that says where some part of it counts. Elsewhere it is 0, and must not be
   * multiplied by a slope that may be infinite there.
   */
  #collect(adjoint: Adjoint): [Guard | undefined, Node] {
    const graph = this.#graph;
    const outermost = [...adjoint.keys()].reduce(common);
    const parts: Adjoint = new Map(adjoint);
    const alone: [Guard, Node][] = [];
    while (parts.size > 1 || (alone.length > 0 && parts.size > 0 && !parts.has(outermost))) {
      const deepest = [...parts.keys()].reduce((a, b) => ((b?.depth ?? 0) > (a?.depth ?? 0) ? b : a))!;
      const g = parts.get(deepest)!;
      parts.delete(deepest);
      const twin = this.#guard(deepest.condition, !deepest.taken, deepest.around);
      const other = parts.get(twin);
      if (!other) {
        alone.push([deepest, g]);
        continue;
      }
      parts.delete(twin);
      const [yes, no] = deepest.taken ? [g, other] : [other, g];
      const both = graph.make("select", deepest.condition, yes, no);
      const before = parts.get(deepest.around);
      parts.set(deepest.around, before ? sum(graph, before, both) : both);
    }
    if (alone.length === 0) return [...parts][0]!;
    const masked = alone.map(([{ active }, g]) => graph.make("keep", active, g));
    const rest = parts.get(outermost);
    const all = [...(rest ? [rest] : []), ...masked].reduce((a, b) => sum(graph, a, b));
    if (rest) return [outermost, all];
    const somewhere = alone.map(([{ active }]) => active).reduce((a, b) => graph.make("select", a, a, b));
    return [this.#guard(somewhere, true, outermost), all];
  }

  #guard(condition: Node, taken: boolean, around: Guard | undefined): Guard {
    const key = `${condition.id} ${taken} ${around?.active.id}`;
    let guard = this.#guards.get(key);
    if (!guard) {
      const own = taken ? condition : this.#graph.make("not", condition);
      const active = around ? this.#graph.make("keep", own, around.active) : own;
      guard = { condition, taken, around, depth: (around?.depth ?? 0) + 1, active };
      this.#guards.set(key, guard);
    }
    return guard;
  }

  /** The contribution of each operand to the derivative: g times the slope. */
  #propagate(node: Node, guard: Guard | undefined, g: Node): void {
    const graph = this.#graph;
    const { operation, args } = node;
    const [a, b, c] = args as [Node, Node, Node];
    const add = (to: Node, value: () => Node) => {
      if (this.#active[to.id]) this.#add(to, guard, value());
    };
    const branch = (to: Node, condition: Node, taken: boolean) => {
      if (this.#active[to.id]) this.#add(to, this.#guard(condition, taken, guard), g);
    };
    if (isFlat(operation)) return;
    switch (operation) {
      case "add":
        add(a, () => g);
        add(b, () => g);
        return;
      case "subtract":
        add(a, () => g);
        add(b, () => scale(graph, g, -1));
        return;
      case "negate":
        add(a, () => scale(graph, g, -1));
        return;
      case "multiply":
        add(a, () => times(graph, g, b));
        add(b, () => times(graph, g, a));
        return;
      case "divide":
        add(a, () => over(graph, g, b));
        // The quotient itself is there already: its numerator and divisor stay together.
        add(b, () => over(graph, times(graph, g, graph.make("negate", node)), b));
        return;
      case "power":
        add(a, () => {
          const slope = graph.make("multiply", graph.power(a, node.value - 1), graph.constant(node.value));
          return times(graph, g, slope);
        });
        return;
      case "pow":
        add(a, () => {
          const less = graph.make("pow", a, graph.make("subtract", b, graph.constant(1)));
          return times(graph, g, graph.make("multiply", less, b));
        });
        // If u ** v is 0, its slope by v is 0, too, though log(u) is infinite.
        add(b, () => times(graph, g, graph.make("gate", node, graph.make("log", a))));
        return;
      case "max":
      case "min": {
        // At a tie the slope of b counts for max, the slope of a for min: for constant b the slope from the left.
        const first = graph.make(operation === "max" ? ">" : "<=", a, b);
        branch(a, first, true);
        branch(b, first, false);
        return;
      }
      case "select":
        branch(b, a, true);
        branch(c, a, false);
        return;
      case "call":
        add(a, () => graph.slope(node.name, a, args.slice(1), g));
        for (const value of args.slice(1)) {
          add(value, () => times(graph, g, optionSlope(graph, node.name, a, value)));
        }
        return;
      default:
        add(a, () => SLOPES[operation as keyof typeof SLOPES](graph, g, a, node));
        return;
    }
  }
}

/** ∂f/∂p of a function of the table with one parameter. */
function optionSlope(graph: Graph, name: string, u: Node, p: Node): Node {
  const key = Object.keys(OPTION_SLOPES).find((option) => option.startsWith(`${name}.`))!;
  return OPTION_SLOPES[key]!(graph, u, p);
}

/** The innermost guard around both. */
function common(a: Guard | undefined, b: Guard | undefined): Guard | undefined {
  while (a !== b) {
    if ((a?.depth ?? 0) >= (b?.depth ?? 0)) a = a?.around;
    else b = b?.around;
  }
  return a;
}

/** Operations that may give a number where an operand is NaN. */
const FORGETFUL = new Set(["constant", "parameter", "<", "<=", ">", ">=", "==", "!=", "not", "select", "keep", "gate"]);

/** f′, and NaN where f is NaN, even if that leaves f′ a number: the slope of max(x, 0) compares x with 0. */
export function withNaNOf(graph: Graph, y: Node, slope: Node): Node {
  const spreads = new Uint8Array(graph.nodes.length);
  for (const { id, operation, args } of graph.nodes) {
    spreads[id] = Number(operation === "x" || (!FORGETFUL.has(operation) && args.some((arg) => spreads[arg.id])));
  }
  return spreads[slope.id] ? slope : graph.make("taint", y, slope);
}
