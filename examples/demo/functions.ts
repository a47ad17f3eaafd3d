import type { FloatArray, ShapedSpec, Spec } from "lanewise";
import * as lanewise from "lanewise";

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

export type Activation = ElementwiseFunction | ShapedFunction;

/** Every function that "lanewise" exports, once each, sorted by name. */
export function activations(exports: Readonly<Record<string, unknown>> = lanewise): Activation[] {
  const functions = new Set(Object.values(exports).filter(isActivation));
  return [...functions].sort((a, b) => (a.spec.name < b.spec.name ? -1 : 1));
}

export function isElementwise(f: Activation): f is ElementwiseFunction {
  return "derivative" in f;
}

/** The function with this name or alias. */
export function find(name: string): Activation | undefined {
  return activations().find(({ spec }) => spec.name === name || spec.aliases.includes(name));
}

/** Values for the parameters that have no default. */
export function requiredParameters(spec: Spec): Record<string, number> {
  const required = Object.entries(spec.parameters).filter(([, parameter]) => parameter.default === undefined);
  return Object.fromEntries(required.map(([name]) => [name, 0.5]));
}

/** Default values of all parameters, rounded to the element type, as f32 functions do. */
export function roundedParameters(spec: Spec, type: ElementType): Record<string, number> {
  const presets = Object.entries(spec.parameters).map(([name, parameter]) => [name, parameter.default]);
  const values: Record<string, number> = { ...Object.fromEntries(presets), ...requiredParameters(spec) };
  return type === "f64" ? values : Object.fromEntries(Object.entries(values).map(([k, v]) => [k, Math.fround(v)]));
}

function isActivation(value: unknown): value is Activation {
  return typeof value === "function" && "spec" in value;
}
