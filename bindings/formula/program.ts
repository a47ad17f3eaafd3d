import type { Graph, Node, Operation } from "./graph.js";
import { isLeaf, kernelGraph, Lowering, type Template } from "./lower.js";

/** A value for all elements, from the parameters and from those before it, by their indices. */
export interface Uniform {
  readonly operation: Operation;
  readonly args: readonly number[];
  readonly value: number;
  readonly name: string;
}

/** The buffers of a program: the arrays of the call, blocks of scratch memory, and blocks of one value. */
export const PLACES = { x: 0, dy: 1, out: 2, derivative: 3, scratch: 4 } as const;

export interface Step {
  readonly loop: Template["loop"];
  readonly kernel: Template["kernel"];
  /** The buffers that it reads: places, and −1 − i for the block of the constant i. */
  readonly operands: readonly number[];
  readonly to: number;
  /** Indices of uniforms. */
  readonly scalars: readonly number[];
}

/** Calls of kernels, in order, as plain data: a thread can be sent it. */
export interface Program {
  readonly parameters: readonly string[];
  readonly uniforms: readonly Uniform[];
  /** The uniforms that steps read as arrays. */
  readonly constants: readonly number[];
  readonly steps: readonly Step[];
  /** How many blocks of scratch memory it needs. */
  readonly blocks: number;
}

/** An array that a program writes, or a sum that it computes. */
export interface Outputs {
  readonly out?: Node;
  readonly derivative?: Node;
  /** Σ total·dy */
  readonly total?: Node;
}

/** Makes the program that computes nodes of a graph. */
export function programOf(graph: Graph, parameters: readonly string[], outputs: Outputs): Program {
  const wanted = [outputs.out, outputs.derivative, outputs.total].filter((node) => node !== undefined);
  const form = kernelGraph(wanted, graph);
  return new Compiler(form.graph, parameters, form.outputs).program(outputs);
}

class Compiler {
  readonly #graph: Graph;
  readonly #parameters: readonly string[];
  readonly #outputs: Node[];
  readonly #lowering: Lowering;
  readonly #uniforms: Uniform[] = [];
  readonly #uniformOf = new Map<Node, number>();
  readonly #constants: number[] = [];
  readonly #places = new Map<Node, number>();
  readonly #free: number[] = [];
  #blocks = 0;

  constructor(graph: Graph, parameters: readonly string[], outputs: Node[]) {
    this.#graph = graph;
    this.#parameters = parameters;
    this.#outputs = outputs;
    this.#lowering = new Lowering(graph, outputs);
  }

  program(outputs: Outputs): Program {
    const places = [
      ...(outputs.out ? [PLACES.out] : []),
      ...(outputs.derivative ? [PLACES.derivative] : []),
    ] as readonly number[];
    const written = this.#outputs.slice(0, places.length);
    const last = this.#outputs.length - 1;
    const more: [Template, number][] = [];
    written.forEach((node, i) => {
      if (isLeaf(node) || this.#places.has(node)) more.push([this.#lowering.copy(node), places[i]!]);
      else this.#places.set(node, places[i]!);
    });
    if (outputs.total) more.push([this.#lowering.total(this.#outputs[last]!, this.#graph.leaf("dy")), -1]);
    const steps = this.#steps(more);
    return {
      parameters: this.#parameters,
      uniforms: this.#uniforms,
      constants: this.#constants,
      steps,
      blocks: this.#blocks,
    };
  }

  #steps(more: readonly [Template, number][]): Step[] {
    const { nodes } = this.#graph;
    const end = nodes.length;
    const templates = new Map<Node, Template>();
    const left = new Map<Node, number>();
    const use = ({ operands }: Template) => {
      for (const node of operands) if (node.varies) left.set(node, (left.get(node) ?? 0) + 1);
    };
    for (const [template] of more) use(template);
    // From the last node on, since a kernel takes some of its operands' operands instead.
    for (let id = end - 1; id >= 0; id--) {
      const node = nodes[id]!;
      if (!node.varies || isLeaf(node) || !(left.has(node) || this.#places.has(node))) continue;
      const template = this.#lowering.template(node);
      templates.set(node, template);
      use(template);
    }
    const steps: Step[] = [];
    const emit = (template: Template, place: (operands: number[]) => number) => {
      const operands = template.operands.map((node) => this.#placeOf(node));
      const scalars = template.scalars.map((node) => this.#uniform(node));
      for (const node of template.operands) {
        if (!node.varies) continue;
        const uses = left.get(node)! - 1;
        left.set(node, uses);
        const at = this.#places.get(node);
        if (uses === 0 && at !== undefined && at >= PLACES.scratch) this.#free.push(at);
      }
      steps.push({ loop: template.loop, kernel: template.kernel, operands, to: place(operands), scalars });
    };
    for (const node of nodes.slice(0, end)) {
      const template = templates.get(node);
      if (!template) continue;
      emit(template, () => {
        let place = this.#places.get(node);
        if (place === undefined) this.#places.set(node, (place = this.#free.pop() ?? PLACES.scratch + this.#blocks++));
        return place;
      });
    }
    for (const [template, place] of more) emit(template, () => place);
    return steps;
  }

  #placeOf(node: Node): number {
    if (!node.varies) return -1 - this.#constant(this.#uniform(node));
    if (node.operation === "x") return PLACES.x;
    if (node.operation === "dy") return PLACES.dy;
    if (node.operation === "old") return PLACES.out;
    return this.#places.get(node)!;
  }

  #constant(uniform: number): number {
    const index = this.#constants.indexOf(uniform);
    return index >= 0 ? index : this.#constants.push(uniform) - 1;
  }

  /** The index of a uniform, after those that it is made of. */
  #uniform(node: Node): number {
    const known = this.#uniformOf.get(node);
    if (known !== undefined) return known;
    const pending = [node];
    while (pending.length > 0) {
      const top = pending.at(-1)!;
      const missing = top.args.filter((arg) => !this.#uniformOf.has(arg));
      pending.push(...missing);
      if (missing.length > 0) continue;
      pending.pop();
      if (this.#uniformOf.has(top)) continue;
      const args = top.args.map((arg) => this.#uniformOf.get(arg)!);
      const { operation, value, name } = top;
      this.#uniformOf.set(top, this.#uniforms.push({ operation, args, value, name }) - 1);
    }
    return this.#uniformOf.get(node)!;
  }
}
