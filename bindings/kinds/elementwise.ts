import { batched } from "../batch/batched.js";
import type { Batching } from "../batch/check.js";
import { checkLike, checkOut, elementType } from "../checks/arrays.js";
import { checkOptions, readParameters } from "../checks/options.js";
import { type Accumulation, checkAccumulate } from "../checks/output.js";
import { deepFreeze } from "../core/callable.js";
import { wrongValue } from "../core/errors.js";
import type { Parameters } from "../core/parameters.js";
import type { FloatArray } from "../core/types.js";
import { mapAccumulate, mapBackward, mapForward, type Site, type Triple } from "../dispatch/elementwise.js";
import { mapTotal } from "../dispatch/parameter-gradient.js";
import { type Both, mapBoth } from "../dispatch/value-and-derivative.js";
import { type Exports, exportsOf } from "../wasm/kernels.js";
import type { ElementwiseOf, OutputDifferentiableOf } from "./signatures/elementwise.js";
import type { Entry } from "./spec.js";

/** The kernels of a function, by the names of their exports without `_f32`, `_f64`. */
export interface Kernels {
  /** f; f′ is the same with `_grad`. */
  readonly kernel: string;
  /** A kernel with less to do, for the parameters that allow it. */
  readonly faster?: { readonly kernel: string; readonly when: (values: Triple) => boolean };
  /** What parameters need of each other. */
  readonly valid?: Requirement;
}

/** The kernels of the parameters that can be learned, by the names of their exports. */
export interface Learned<L extends string> {
  readonly gradOf?: Readonly<Record<L, string>>;
}

/** The kernel that takes y for x, by the name of its export, and what it needs of the parameters. */
export interface FromOutput {
  readonly fromOutput: string;
  readonly requires?: Requirement;
}

export interface Requirement {
  readonly parameter: string;
  readonly text: string;
  readonly holds: (values: Triple) => boolean;
}

type Out = Accumulation | undefined;
type Member = (x: FloatArray, dy: FloatArray, options?: Out) => unknown;

/** Makes the callable of an entry of the table. */
export function elementwise<const P extends Parameters, const L extends keyof P & string = never>(
  entry: Entry<P>,
  kernels: Kernels & FromOutput & Learned<L>,
): OutputDifferentiableOf<P, L>;
export function elementwise<const P extends Parameters, const L extends keyof P & string = never>(
  entry: Entry<P>,
  kernels: Kernels & Learned<L>,
): ElementwiseOf<P, L>;
export function elementwise<const P extends Parameters>(
  entry: Entry<P>,
  { kernel, faster, valid, fromOutput, requires, gradOf = {} }: Kernels & Partial<FromOutput> & Learned<string>,
): object {
  const { name, parameters } = entry;
  const named = Object.entries(parameters);
  const parameterNames = Object.keys(parameters);
  const optionNames = [...parameterNames, "out"];
  const gradientNames = [...parameterNames, "accumulate", "out"];
  const bothNames = [...parameterNames, "derivative", "out"];
  const presets = named.map(([, parameter]) => parameter.default);
  const initial: Triple | undefined = presets.includes(undefined)
    ? undefined
    : [presets[0] ?? 0, presets[1] ?? 0, presets[2] ?? 0];

  const demand = (op: string, { parameter, text, holds }: Requirement, values: Triple, remedy?: string) => {
    if (holds(values)) return;
    const got = named.map(([key], i) => `${key} ${values[i]}`).join(", ");
    throw wrongValue(op, parameter, text, got, remedy);
  };
  const read = (op: string, options: Out, names: readonly string[]): Triple => {
    if (!checkOptions(op, options, names) && initial) return initial;
    const values = readParameters(op, named, options, initial);
    if (valid) demand(op, valid, values);
    return values;
  };
  const general = directionsOf(kernel);
  const special = faster && directionsOf(faster.kernel);
  const kernelsFor = (values: Triple) => (special && faster.when(values) ? special : general);

  const forward = (op: string) => {
    const site: Site = { op, x: "x" };
    return (x: FloatArray, options?: Out): FloatArray => {
      const type = elementType(op, "x", x);
      const values = read(op, options, optionNames);
      const out = checkOut(op, type, options, x.length);
      return mapForward(site, kernelsFor(values).forward[type], type, x, out, values);
    };
  };

  /** A member that multiplies dy by f′, or, where dy is not `given`, is f′. */
  const backward = (op: string, argument: string, given: boolean, exportsFor: (values: Triple) => Exports) => {
    const site: Site = { op, x: argument };
    const names = given ? gradientNames : optionNames;
    return (x: FloatArray, dy: FloatArray | undefined, options: Out): FloatArray => {
      const type = elementType(site.op, argument, x);
      if (given) checkLike(site.op, "dy", dy, type, x.length);
      const values = read(site.op, options, names);
      const exports = exportsFor(values);
      const accumulate = options?.accumulate !== undefined && checkAccumulate(site.op, options);
      const out = checkOut(site.op, type, options, x.length);
      if (accumulate) return mapAccumulate(site, exports[type], type, x, dy!, out!, values);
      return mapBackward(site, exports[type], type, x, dy, out, values);
    };
  };
  const grad = (op: string): Member => {
    const call = backward(op, "x", true, (values) => kernelsFor(values).backward);
    return (x, dy, options) => call(x, dy, options);
  };
  const derivative = (op: string) => {
    const call = backward(op, "x", false, (values) => kernelsFor(values).backward);
    return (x: FloatArray, options?: Out) => call(x, undefined, options);
  };
  const valueAndDerivative = (op: string) => {
    const site: Site = { op, x: "x" };
    return (x: FloatArray, options?: Out & { readonly derivative?: unknown }) => {
      const type = elementType(op, "x", x);
      const values = read(op, options, bothNames);
      const kernels = kernelsFor(values);
      const value = checkOut(op, type, options, x.length);
      const derivative = options?.derivative;
      if (derivative !== undefined) checkLike(op, "derivative", derivative, type, x.length);
      const both = { forward: kernels.forward[type], backward: kernels.backward[type], value, derivative };
      return mapBoth(site, both as Both, type, x, values);
    };
  };

  /** Σ dy·∂f/∂p of the parameter at an index. */
  const total = (op: string, exports: Exports, index: number): Member => {
    return (x, dy, options) => {
      const type = elementType(op, "x", x);
      checkLike(op, "dy", dy, type, x.length);
      const values = read(op, options, parameterNames);
      return mapTotal(op, exports[type], type, x, dy, values[index]!);
    };
  };
  const totals = Object.entries(gradOf).map(([parameter, stem]) => {
    const member = `grad${parameter[0]!.toUpperCase()}${parameter.slice(1)}`;
    const index = parameterNames.indexOf(parameter);
    const exports = exportsOf(stem);
    return [member, batched(`${name}.${member}`, (op) => total(op, exports, index), TOTAL)];
  });

  const members = {
    grad: batched(`${name}.grad`, grad, BINARY),
    derivative: batched(`${name}.derivative`, derivative, UNARY),
    valueAndDerivative: batched(`${name}.valueAndDerivative`, valueAndDerivative, BOTH),
    ...(Object.fromEntries(totals) as Record<string, Member>),
    spec: deepFreeze({ ...entry, aliases: entry.aliases ?? [] }),
  };
  if (!fromOutput) return batched(name, forward, UNARY, members) as never;

  const inverse = exportsOf(fromOutput);
  const remedy = `with others y does not tell the derivative: use ${name}.grad(x, dy)`;
  const gradFromOutput = (op: string): Member => {
    const call = backward(op, "y", true, (values) => {
      if (requires) demand(op, requires, values, remedy);
      return inverse;
    });
    return (y, dy, options) => call(y, dy, options);
  };
  const fromY = batched(`${name}.gradFromOutput`, gradFromOutput, { operands: ["y", "dy"] });
  return batched(name, forward, UNARY, { ...members, gradFromOutput: fromY }) as never;
}

const UNARY: Batching = { operands: ["x"] };
const BINARY: Batching = { operands: ["x", "dy"] };
const BOTH: Batching = { operands: ["x"], outputs: ["out", "derivative"] };
const TOTAL: Batching = { operands: ["x", "dy"], outputs: [], alone: true };

function directionsOf(kernel: string) {
  return { forward: exportsOf(kernel), backward: exportsOf(`${kernel}_grad`) };
}
