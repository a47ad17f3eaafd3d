import type {
  CrossEntropy,
  ElementLoss,
  Elementwise,
  Maxout,
  Parameters,
  Prelu,
  Reduction,
  Resizing,
  Rowwise,
  Rrelu,
} from "lanewise";
import * as lanewise from "lanewise";
import type { Formula } from "lanewise/formula";

/** The kinds of functions: what a function takes, and how its work is laid out. */
export interface Kinds {
  readonly elementwise: Elementwise;
  readonly rowwise: Rowwise;
  readonly reduction: Reduction;
  readonly prelu: Prelu;
  readonly rrelu: Rrelu;
  /** Halves, doubles or divides a dimension. */
  readonly resizing: Resizing | Maxout;
  readonly "cross-entropy": CrossEntropy;
  readonly "element-loss": ElementLoss;
}
export type Kind = keyof Kinds;

/** Everything that has a `spec`. */
export type AnyFunction = Kinds[Kind];

/** A function, or one that was made from a formula: it has no bounds and no source. */
export type Drawable = AnyFunction | Formula;

export function isFormula(f: Drawable): f is Formula {
  return !("errorBounds" in f.spec);
}

/** The name of a function, or the formula. */
export function titleOf(f: Drawable): string {
  return isFormula(f) ? f.spec.formula : f.spec.name;
}

/** Every function once, in alphabetical order. */
export const functions: readonly AnyFunction[] = [...new Set<unknown>(Object.values(lanewise))]
  .filter((value): value is AnyFunction => typeof value === "function" && "spec" in value)
  .sort((a, b) => (a.spec.name.toLowerCase() < b.spec.name.toLowerCase() ? -1 : 1));

export function functionNamed(name: string): AnyFunction {
  const f = functions.find(({ spec }) => spec.name === name);
  if (!f) throw new RangeError(`expected the name of a function, got ${name}`);
  return f;
}

export function isKind<K extends Kind>(f: AnyFunction, kind: K): f is Extract<AnyFunction, Kinds[K]> {
  return f.spec.kind === kind;
}

/** Every function of a kind. */
export function functionsOf<K extends Kind>(kind: K): readonly Extract<AnyFunction, Kinds[K]>[] {
  return functions.filter((f) => isKind(f, kind));
}

/** Calls the handler of the function's kind: a new kind does not compile before all know it. */
export function byKind<R>(f: AnyFunction, handlers: { readonly [K in Kind]: (f: Kinds[K]) => R }): R {
  return (handlers[f.spec.kind] as (f: AnyFunction) => R)(f);
}

/** The range or the kinks of a function with these parameters: defaults and samples stand in for those not given. */
export function placesOf<T extends readonly number[]>(
  spec: { readonly parameters: Parameters },
  places: T | ((parameters: Readonly<Record<string, number>>) => T),
  given: Readonly<Record<string, number>> = {},
): T {
  if (typeof places !== "function") return places;
  const presets = Object.entries(spec.parameters).flatMap(([name, { default: preset }]) =>
    preset === undefined ? [] : [[name, preset]],
  );
  return places({ ...Object.fromEntries(presets), ...samplesOf(spec), ...given });
}

/** Values for parameters that have no default. */
const SAMPLES: Readonly<Record<string, number>> = { threshold: 0.5, value: -2, pieces: 2 };

export function samplesOf(spec: { readonly parameters?: Parameters }): Record<string, number> {
  const required = Object.entries(spec.parameters ?? {}).filter(([, parameter]) => parameter.default === undefined);
  return Object.fromEntries(required.map(([name]) => [name, SAMPLES[name] ?? missing(name)]));
}

function missing(parameter: string): never {
  throw new RangeError(`catalogue/functions.ts has no sample value for ${parameter}, which has no default`);
}
