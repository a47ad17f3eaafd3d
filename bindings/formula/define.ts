import { callable } from "../batch/callable.js";
import { batchOfElements } from "../batch/elements.js";
import { accepts, checkParameters } from "../checks/options.js";
import { FINITE } from "../checks/ranges.js";
import { deepFreeze } from "../core/freeze.js";
import type { PresetParameter } from "../core/parameters.js";
import { Definition, type DefinitionEntry } from "../dispatch/plan.js";
import { prepareElements } from "../dispatch/prepare-elements.js";
import { elements, specLayout } from "../kinds/layout.js";
import { derivatives, withNaNOf } from "./derive.js";
import type { Graph, Node } from "./graph.js";
import { print } from "./print.js";
import { type Outputs, type Program, programOf } from "./program.js";
import { computeBy, type Recipe } from "./recipe.js";
import { blockBytes } from "./scratch.js";

/** A formula that has been parsed. */
export interface Parsed {
  readonly name: string;
  readonly formula: string;
  readonly graph: Graph;
  readonly y: Node;
  readonly parameters: Readonly<Record<string, number>>;
}

let recipes = 0;

/** Smaller ones fit into the scratch memory in any case. */
const SMALL = 200;

/** Makes the callable of a formula; undefined if there is no room for what it computes at once. */
export function callableOf({ name, formula, graph, y, parameters: defaults }: Parsed): object | undefined {
  const names = Object.keys(defaults);
  const parameters: Record<string, PresetParameter> = Object.fromEntries(
    names.map((key) => [
      key,
      { description: `parameter of ${formula}`, default: defaults[key]!, range: FINITE, gradient: `Σ dy·∂f/∂${key}` },
    ]),
  );
  const [slope] = derivatives(graph, y, [graph.x]) as [Node];
  const derivative = withNaNOf(graph, y, slope);
  const compile = (outputs: Outputs) => programOf(graph, names, outputs);

  const define = (
    member: string,
    kind: Recipe["kind"],
    programs: () => { program: Program; adding?: Program },
    entry: Pick<DefinitionEntry, "operands" | "accepted"> & Partial<DefinitionEntry>,
  ): Definition => {
    const id = recipes++;
    const full = member ? `${name}.${member}` : name;
    const portable = once((): Recipe => ({ id, name: full, kind, adding: undefined, ...programs() }));
    const compute = once(() => computeBy(portable()));
    const { accepted } = entry;
    return new Definition({
      name: full,
      ...(entry.operands.length > 1 && { second: "x" }),
      result: "x",
      elements: true,
      values: (op, given, type) => checkParameters(op, given, accepted, type),
      layout: (_, length) => elements(length),
      checks: prepareElements,
      batch: batchOfElements,
      compute: (plan) => compute()(plan),
      portable,
      ...entry,
    });
  };
  const gradient = () => graph.make("gate", derivative, graph.leaf("dy"));
  const value = define("", "map", () => ({ program: compile({ out: y }) }), {
    operands: ["x"],
    accepted: accepts(parameters, "out"),
  });
  const grad = define(
    "grad",
    "map",
    () => ({
      program: compile({ out: gradient() }),
      adding: compile({ out: graph.make("add", graph.leaf("old"), gradient()) }),
    }),
    { operands: ["x", "dy"], accepted: accepts(parameters, "accumulate", "out") },
  );
  const slopes = define("derivative", "map", () => ({ program: compile({ out: derivative }) }), {
    operands: ["x"],
    accepted: accepts(parameters, "out"),
  });
  const bothProgram = () => compile({ out: y, derivative });
  const both = define("valueAndDerivative", "both", () => ({ program: bothProgram() }), {
    operands: ["x"],
    accepted: accepts(parameters, "derivative", "out"),
    both: true,
  });
  const bySlopes = once(() =>
    derivatives(
      graph,
      y,
      names.map((key) => graph.parameter(key)),
    ),
  );
  const totalProgram = (index: number) => compile({ total: withNaNOf(graph, y, bySlopes()[index]!) });
  const totals = names.map((key, index) => {
    const member = gradientName(key);
    const total = define(member, "total", () => ({ program: totalProgram(index) }), {
      operands: ["x", "dy"],
      accepted: accepts(parameters),
      whole: true,
      result: undefined,
    });
    return [member, callable(total)] as const;
  });
  if (graph.nodes.length > SMALL) {
    const all = [bothProgram(), ...names.map((_, index) => totalProgram(index))];
    if (!all.every(({ blocks, constants }) => blockBytes(blocks + 1, constants.length))) return undefined;
  }
  const spec = {
    kind: "elementwise",
    name,
    aliases: [],
    formula,
    derivative: print(slope),
    parameters,
    layout: specLayout(value),
  };
  return callable(value, {
    grad: callable(grad),
    derivative: callable(slopes),
    valueAndDerivative: callable(both),
    ...Object.fromEntries(totals),
    spec: deepFreeze(spec),
  });
}

/** The member that is the gradient of a parameter. */
export function gradientName(key: string): string {
  return `grad${key[0]!.toUpperCase()}${key.slice(1)}`;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
