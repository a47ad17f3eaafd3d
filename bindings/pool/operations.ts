import type * as activations from "../functions/index.js";
import * as lanewise from "../index.js";
import { elements, indexed, type Partitioner, pieces, reductions, rows, runs, slopes, whole } from "./partition.js";

/** A function or member as workers call it, and how its work is partitioned. */
export interface Operation {
  readonly name: string;
  readonly member: string | undefined;
  readonly partition: Partitioner;
  /** The names of its outputs in the options; without any it returns a number. */
  readonly outputs: readonly string[];
}

type Activations = typeof activations;
type Callable = (...args: unknown[]) => unknown;
type Name = keyof Activations;
type Shaped = { [K in Name]: Activations[K] extends { derivative: unknown } ? never : K }[Name];

const SHAPED: Readonly<Record<Shaped, Partitioner>> = {
  softmax: rows,
  softmin: rows,
  logSoftmax: rows,
  sparsemax: rows,
  logSumExp: reductions,
  softmaxCrossEntropy: reductions,
  sigmoidCrossEntropy: elements,
  prelu: slopes,
  rrelu: indexed,
  glu: runs(2, 1),
  swiglu: runs(2, 1),
  geglu: runs(2, 1),
  reglu: runs(2, 1),
  crelu: runs(1, 2),
  maxout: pieces,
};

const OUT = ["out"];

const functions: Readonly<Record<string, unknown>> = lanewise;

/** Every function and member, listed at the first lookup. */
let operations: Map<unknown, Operation> | undefined;

export function operationOf(f: unknown): Operation | undefined {
  operations ??= new Map(Object.keys(functions).filter(isName).flatMap(operationsNamed));
  return operations.get(f);
}

/** Whether it is the name of a function, and no alias. */
function isName(name: string): boolean {
  return (functions[name] as { readonly spec?: { readonly name: string } }).spec?.name === name;
}

export function functionOf(name: string, member: string | undefined): Callable {
  const f = functions[name] as Callable & Readonly<Record<string, Callable>>;
  return member === undefined ? f : f[member]!;
}

function operationsNamed(name: string): [unknown, Operation][] {
  const f = functionOf(name, undefined);
  const partitioner = (SHAPED as Readonly<Record<string, Partitioner>>)[name] ?? elements;
  const as = (member: string | undefined, partitioner: Partitioner, outputs = OUT): [unknown, Operation] => [
    functionOf(name, member),
    { name, member, partition: partitioner, outputs },
  ];
  const ofMember = (member: string): [unknown, Operation][] => {
    if (member === "grad" || member === "gradFromOutput") return [as(member, withLengthOf(0, partitioner))];
    if (member === "derivative" || member === "slopes") return [as(member, partitioner)];
    if (member === "valueAndDerivative") return [as(member, partitioner, ["out", "derivative"])];
    // The gradient of a parameter: an array for the slopes of prelu, else a number.
    if (/^grad[A-Z]/.test(member))
      return "derivative" in f ? [as(member, whole, [])] : [as(member, withLengthOf(1, whole))];
    return [];
  };
  return [as(undefined, partitioner), ...Object.keys(f).flatMap(ofMember)];
}

/** The same, with a result of an operand's length. */
function withLengthOf(operand: number, partitioner: Partitioner): Partitioner {
  return (operands, options) => ({ ...partitioner(operands, options), length: operands[operand]!.length });
}
