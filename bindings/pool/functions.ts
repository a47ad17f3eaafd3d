import type * as activations from "../functions/index.js";
import * as lanewise from "../index.js";
import { type Divide, elements, indexed, pieces, reductions, rows, runs, slopes, whole } from "./division.js";

/** What threads are told to call, and how the work comes apart. */
export interface Target {
  readonly name: string;
  readonly member: string | undefined;
  readonly divide: Divide;
  /** The names of its outputs in the options; without any it returns a number. */
  readonly outputs: readonly string[];
}

type Activations = typeof activations;
type Callable = (...args: unknown[]) => unknown;
type Name = keyof Activations;
type Shaped = { [K in Name]: Activations[K] extends { derivative: unknown } ? never : K }[Name];

const SHAPED: Readonly<Record<Shaped, Divide>> = {
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

/** Each function and member, made at the first question. */
let targets: Map<unknown, Target> | undefined;

export function targetOf(f: unknown): Target | undefined {
  targets ??= new Map(Object.keys(functions).filter(isName).flatMap(targetsOf));
  return targets.get(f);
}

/** Whether a function has this name; aliases are other names of the same ones. */
function isName(name: string): boolean {
  return (functions[name] as { readonly spec?: { readonly name: string } }).spec?.name === name;
}

export function functionOf(name: string, member: string | undefined): Callable {
  const f = functions[name] as Callable & Readonly<Record<string, Callable>>;
  return member === undefined ? f : f[member]!;
}

function targetsOf(name: string): [unknown, Target][] {
  const f = functionOf(name, undefined);
  const divide = (SHAPED as Readonly<Record<string, Divide>>)[name] ?? elements;
  const as = (member: string | undefined, divide: Divide, outputs = OUT): [unknown, Target] => [
    functionOf(name, member),
    { name, member, divide, outputs },
  ];
  const ofMember = (member: string): [unknown, Target][] => {
    if (member === "grad" || member === "gradFromOutput") return [as(member, asLongAs(0, divide))];
    if (member === "derivative" || member === "slopes") return [as(member, divide)];
    if (member === "valueAndDerivative") return [as(member, divide, ["out", "derivative"])];
    // The gradient of a parameter: one of prelu's slopes, or a number.
    if (/^grad[A-Z]/.test(member))
      return "derivative" in f ? [as(member, whole, [])] : [as(member, asLongAs(1, whole))];
    return [];
  };
  return [as(undefined, divide), ...Object.keys(f).flatMap(ofMember)];
}

/** The same with a value as long as an operand. */
function asLongAs(operand: number, divide: Divide): Divide {
  return (operands, options) => ({ ...divide(operands, options), length: operands[operand]!.length });
}
