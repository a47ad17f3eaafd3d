import { checkLike, checkOut, elementType, type FloatArray, type Fresh, type Like } from "./arrays.js";
import { callable, deepFreeze } from "./callable.js";
import { wrongValue } from "./errors.js";
import { type Exports, exportsOf } from "./loader.js";
import { mapBackward, mapForward, type Site, type Triple } from "./map.js";
import {
  checkOptions,
  type NoParameters,
  type Parameters,
  type Rest,
  readParameters,
  type Values,
} from "./parameters.js";
import type { Spec } from "./spec.js";

/** Parameters by name, and where to write. */
export type Options<P extends Parameters, O> = Values<P> & {
  /** Where to write: of the first operand's type and length, and may be an operand; default a new array. */
  out?: O;
};

/** An activation function of each element by itself. */
export interface Elementwise<P extends Parameters = NoParameters> {
  /** f(x): as many elements, of the same type. */
  <A extends FloatArray, O extends Like<A> = Fresh<A>>(x: A, ...options: Rest<P, Options<P, O>>): O;
  /** dx = dy · f′(x), of the type and length of x. */
  grad<A extends FloatArray, O extends Like<A> = Fresh<A>>(x: A, dy: Like<A>, ...options: Rest<P, Options<P, O>>): O;
  /** f′(x) */
  derivative<A extends FloatArray, O extends Like<A> = Fresh<A>>(x: A, ...options: Rest<P, Options<P, O>>): O;
  readonly spec: Spec<P>;
}

/** An activation function whose derivative is a function of its output, too. */
export interface OutputDifferentiable<P extends Parameters = NoParameters> extends Elementwise<P> {
  /** dx = dy · f′(x) from y = f(x). As exact as y allows: `grad` is the accurate one. */
  gradFromOutput<A extends FloatArray, O extends Like<A> = Fresh<A>>(
    y: A,
    dy: Like<A>,
    ...options: Rest<P, Options<P, O>>
  ): O;
}

/** The kernels of a function, by the names of their exports without `_f32`, `_f64`. */
export interface Kernels {
  /** f; f′ is the same with `_grad`. */
  readonly kernel: string;
  /** A kernel with less to do, for the parameters that allow it. */
  readonly faster?: { readonly kernel: string; readonly when: (values: Triple) => boolean };
  /** What parameters need of each other. */
  readonly valid?: Requirement;
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

type Entry<P extends Parameters> = Omit<Spec<P>, "aliases"> & { readonly aliases?: readonly string[] };
type Out = { readonly out?: unknown } | undefined;

/** Makes the callable of an entry of the table. */
export function elementwise<const P extends Parameters>(
  entry: Entry<P>,
  kernels: Kernels & FromOutput,
): OutputDifferentiable<P>;
export function elementwise<const P extends Parameters>(entry: Entry<P>, kernels: Kernels): Elementwise<P>;
export function elementwise<const P extends Parameters>(
  entry: Entry<P>,
  { kernel, faster, valid, fromOutput, requires }: Kernels & Partial<FromOutput>,
): Elementwise<P> {
  const { name, parameters } = entry;
  const named = Object.entries(parameters);
  const optionNames = [...Object.keys(parameters), "out"];
  const presets = named.map(([, parameter]) => parameter.default);
  const initial: Triple | undefined = presets.includes(undefined)
    ? undefined
    : [presets[0] ?? 0, presets[1] ?? 0, presets[2] ?? 0];

  const demand = (op: string, { parameter, text, holds }: Requirement, values: Triple, remedy?: string) => {
    if (holds(values)) return;
    const got = named.map(([key], i) => `${key} ${values[i]}`).join(", ");
    throw wrongValue(op, parameter, text, got, remedy);
  };
  const read = (op: string, options: Out): Triple => {
    checkOptions(op, options, optionNames);
    const values = readParameters(op, named, options, initial);
    if (valid) demand(op, valid, values);
    return values;
  };
  const general = directionsOf(kernel);
  const special = faster && directionsOf(faster.kernel);
  const kernelsFor = (values: Triple) => (special && faster.when(values) ? special : general);

  const site: Site = { op: name, x: "x" };
  const call = (x: FloatArray, options?: Out): FloatArray => {
    const type = elementType(name, "x", x);
    const values = read(name, options);
    const out = checkOut(name, type, options, x.length);
    return mapForward(site, kernelsFor(values).forward[type], type, x, out, values);
  };

  /** A member that multiplies dy by f′, or, where dy is not `given`, is f′. */
  const backward = (member: string, argument: string, given: boolean, exportsFor: (values: Triple) => Exports) => {
    const site: Site = { op: `${name}.${member}`, x: argument };
    return (x: FloatArray, dy: FloatArray | undefined, options: Out): FloatArray => {
      const type = elementType(site.op, argument, x);
      if (given) checkLike(site.op, "dy", dy, type, x.length);
      const values = read(site.op, options);
      const exports = exportsFor(values);
      const out = checkOut(site.op, type, options, x.length);
      return mapBackward(site, exports[type], type, x, dy, out, values);
    };
  };
  const grad = backward("grad", "x", true, (values) => kernelsFor(values).backward);
  const slope = backward("derivative", "x", false, (values) => kernelsFor(values).backward);
  const members = {
    grad: (x: FloatArray, dy: FloatArray, options?: Out) => grad(x, dy, options),
    derivative: (x: FloatArray, options?: Out) => slope(x, undefined, options),
    spec: deepFreeze({ ...entry, aliases: entry.aliases ?? [] }),
  };
  if (!fromOutput) return callable(name, call, members) as never;

  const inverse = exportsOf(fromOutput);
  const remedy = `with others y does not tell the derivative: use ${name}.grad(x, dy)`;
  const gradFromOutput = backward("gradFromOutput", "y", true, (values) => {
    if (requires) demand(`${name}.gradFromOutput`, requires, values, remedy);
    return inverse;
  });
  return callable(name, call, {
    ...members,
    gradFromOutput: (y: FloatArray, dy: FloatArray, options?: Out) => gradFromOutput(y, dy, options),
  }) as never;
}

function directionsOf(kernel: string) {
  return { forward: exportsOf(kernel), backward: exportsOf(`${kernel}_grad`) };
}
