import { nearest } from "../core/nearest.js";
import type { Parameters } from "../core/parameters.js";
import * as lanewise from "../index.js";
import type { Kind } from "../kinds/spec.js";
import type { Attributes } from "./tensorflow.js";

/** A function of this package on arrays of floats, as kernels call it. */
export interface ArrayFunction {
  (x: Float32Array, options: object): Float32Array;
  (x: Float32Array, second: Float32Array | Int32Array, options: object): Float32Array;
  grad(x: Float32Array, dy: Float32Array | Int32Array, options: object): Float32Array;
  readonly spec: {
    readonly name: string;
    readonly aliases: readonly string[];
    readonly kind: Kind;
    readonly parameters?: Parameters;
  };
}

/** All functions of one tensor, by their names; aliases are not among them. */
export function functionsOf(...kinds: readonly Kind[]): readonly ArrayFunction[] {
  return Object.entries(lanewise as unknown as Readonly<Record<string, ArrayFunction>>)
    .filter(([name, { spec }]) => name === spec?.name && kinds.includes(spec.kind))
    .map(([, f]) => f);
}

/** The kinds of functions that layers and activations can be made of. */
export const ACTIVATIONS: readonly Kind[] = ["elementwise", "rowwise"];

/** The only parameter that a function can learn, if there is one. */
export function learnedBy({ spec }: ArrayFunction): string | undefined {
  return Object.entries(spec.parameters ?? {}).find(([, parameter]) => "gradient" in parameter)?.[0];
}

/** `gradBeta`, the sum that is the gradient of a learned parameter. */
export function gradientOfParameter(
  f: ArrayFunction,
  parameter: string,
): (x: Float32Array, dy: Float32Array, options: object) => number {
  const member = `grad${parameter[0]!.toUpperCase()}${parameter.slice(1)}`;
  return (f as unknown as Record<string, (x: Float32Array, dy: Float32Array, options: object) => number>)[member]!;
}

/** The parameters of a call, with their defaults. */
export function parametersOf({ spec }: ArrayFunction, given: Attributes): Attributes {
  const presets = Object.entries(spec.parameters ?? {}).map(([name, { default: preset }]) => [name, preset]);
  return { ...Object.fromEntries(presets), ...given };
}

/** `hard_swish` for `hardSwish`, as Python has it. */
export function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The function with this name or alias, in camelCase or snake_case. */
export function findFunction(name: string, functions: readonly ArrayFunction[]): ArrayFunction | undefined {
  return functions.find(({ spec }) =>
    [spec.name, ...spec.aliases].some((known) => known === name || snakeCase(known) === name),
  );
}

/** The remedy for a name that no function has. */
export function suggestion(name: string, functions: readonly ArrayFunction[]): string {
  const close = nearest(
    name,
    functions.map(({ spec }) => spec.name),
  );
  return close ? `did you mean "${close}"?` : "the README lists all functions";
}
