import type { FloatArray, ShapedSpec, Spec } from "lanewise";
import { type AnyFunction, functions, samplesOf } from "../../catalogue/functions.js";

export type ElementType = "f32" | "f64";

/** The members that all elementwise functions share, with options of any names. */
export interface ElementwiseFunction {
  (x: FloatArray, options?: object): FloatArray;
  grad(x: FloatArray, dy: FloatArray, options?: object): FloatArray;
  derivative(x: FloatArray, options?: object): FloatArray;
  readonly spec: Spec;
}

/** The members that all shaped functions share; some take a second array before the options. */
export interface ShapedFunction {
  (...operands: readonly [x: FloatArray, ...rest: readonly (FloatArray | Int32Array | object)[]]): FloatArray;
  grad(...operands: readonly [x: FloatArray, ...rest: readonly (FloatArray | Int32Array | object)[]]): FloatArray;
  readonly spec: ShapedSpec;
}

/** A function that is called in a loop over functions: its operands follow from `spec.kind`. */
export type Activation = ElementwiseFunction | ShapedFunction;

/** Every function, sorted by name. */
export const activations = functions as readonly AnyFunction[] as readonly Activation[];

export function isElementwise(f: Activation): f is ElementwiseFunction {
  return f.spec.kind === "elementwise";
}

/** The function with this name or alias. */
export function find(name: string): Activation | undefined {
  return activations.find(({ spec }) => spec.name === name || spec.aliases.includes(name));
}

/** Default values of all parameters, rounded to the element type, as f32 functions do. */
export function roundedParameters(spec: Spec, type: ElementType): Record<string, number> {
  const presets = Object.entries(spec.parameters).map(([name, parameter]) => [name, parameter.default]);
  const values: Record<string, number> = { ...Object.fromEntries(presets), ...samplesOf(spec) };
  return type === "f64" ? values : Object.fromEntries(Object.entries(values).map(([k, v]) => [k, Math.fround(v)]));
}
