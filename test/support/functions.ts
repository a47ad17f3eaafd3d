import * as lanewise from "../../bindings/index.js";
import type { Kind, ShapedSpec, Spec } from "../../bindings/kinds/spec.js";
import type { FloatArray, Options } from "./call.js";

/** The exports of the package, sorted by kind, with types loose enough to call any of them in a loop. */

type Unary = (x: FloatArray, options?: Options) => FloatArray;
type Binary = (x: FloatArray, dy: FloatArray, options?: Options) => FloatArray;
type Ternary = (x: FloatArray, alpha: FloatArray, dy: FloatArray, options?: Options) => FloatArray;
type Labelled = (x: FloatArray, other: FloatArray | Int32Array, options?: Options) => FloatArray;

export interface AnyElementwise extends Unary {
  readonly grad: Binary;
  readonly derivative: Unary;
  readonly gradFromOutput?: Binary;
  readonly valueAndDerivative: (x: FloatArray, options?: Options) => { value: FloatArray; derivative: FloatArray };
  readonly spec: Spec;
}

export interface AnyRowwise extends Unary {
  readonly grad: Binary;
  readonly gradFromOutput: Binary;
  readonly spec: ShapedSpec;
}

export interface AnyPrelu extends Binary {
  readonly grad: Ternary;
  readonly gradAlpha: Ternary;
  readonly spec: ShapedSpec;
}

/** A function that halves, doubles or divides a dimension. */
export interface AnySplit extends Unary {
  readonly grad: Binary;
  readonly spec: ShapedSpec;
}

/** A function with random slopes. */
export interface AnyRandom extends Unary {
  readonly grad: Binary;
  readonly slopes: Unary;
  readonly spec: ShapedSpec;
}

export interface AnyReduction extends Unary {
  readonly grad: Binary;
  readonly spec: ShapedSpec;
}

export interface AnyLoss extends Labelled {
  readonly grad: Labelled;
  readonly spec: ShapedSpec;
}

/** Each kind as tests call it: a new kind does not compile before it is here. */
interface Kinds {
  readonly elementwise: AnyElementwise;
  readonly rowwise: AnyRowwise;
  readonly reduction: AnyReduction;
  readonly resizing: AnySplit;
  readonly prelu: AnyPrelu;
  readonly rrelu: AnyRandom;
  readonly "cross-entropy": AnyLoss;
  readonly "element-loss": AnyLoss;
}

type AnyFunction = AnyElementwise | AnyRowwise | AnyPrelu | AnySplit | AnyRandom | AnyReduction | AnyLoss;

const NOT_FUNCTIONS = ["Workspace", "init", "initSync", "on"];

/** Every exported function by each of its names. */
export const exported: ReadonlyMap<string, AnyFunction> = new Map(
  Object.entries(lanewise).filter(([name]) => !NOT_FUNCTIONS.includes(name)) as unknown as [string, AnyFunction][],
);

const functions = [...new Set(exported.values())];

function ofKind<K extends Kind>(kind: K): Kinds[K][] {
  return functions.filter(({ spec }) => spec.kind === kind) as Kinds[K][];
}

export const elementwise = ofKind("elementwise");
export const rowwise = ofKind("rowwise");
export const reductions = ofKind("reduction");
export const splits = ofKind("resizing");
export const slopes = ofKind("prelu");
export const randoms = ofKind("rrelu");
export const rowLosses = ofKind("cross-entropy");
export const elementLosses = ofKind("element-loss");

/** With their names, for the titles of tests. */
export function named<F extends AnyFunction>(list: readonly F[]): [name: string, op: F][] {
  return list.map((op) => [op.spec.name, op]);
}

/** Values for the parameters that have to be given. */
export function requiredBy(f: AnyElementwise): Record<string, number> {
  const required = Object.keys(f.spec.parameters).filter((name) => f.spec.parameters[name]!.default === undefined);
  return Object.fromEntries(required.map((name, i) => [name, [0.5, -2][i]!]));
}

/** Only what is required, and options that change one parameter, as far as it goes with the others. */
export function variants(f: AnyElementwise): Options[] {
  const required = requiredBy(f);
  const candidates = [0, 0.25, 1.5, -2, Number.POSITIVE_INFINITY];
  const changed = Object.entries(f.spec.parameters).flatMap(([name, { default: preset, range }]) =>
    candidates
      .filter((value) => value !== (preset ?? required[name]) && range.holds(value))
      .map((value) => ({ ...required, [name]: value })),
  );
  return [required, ...changed.filter((options) => accepts(() => f(new Float32Array(0), options)))];
}

/** True if a call does not throw a RangeError. */
export function accepts(action: () => unknown): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
