import type { ElementType, FloatArray } from "../../bindings/core/types.js";
import * as lanewise from "../../bindings/index.js";
import type { ShapedSpec, Spec } from "../../bindings/kinds/spec.js";
import { splitReference } from "../reference/split.js";
import { accumulateCalls } from "./accumulate.js";
import {
  type AnyLoss,
  type AnyReduction,
  elementLossCallsOf,
  isElementLoss,
  isReduction,
  isRowLoss,
  type Rows,
  reductionCallsOf,
  rowLossCallsOf,
} from "./losses.js";
import { type AnyRandom, RANDOM_OPTIONS, randomCallsOf } from "./random.js";
import { type AnySplit, splitCallsOf, splitVariants } from "./split.js";
import { totalCallsOf } from "./totals.js";

/** What the package exports, sorted by kind, with types loose enough to call any of them in a loop. */

export type { ElementType, FloatArray, ShapedSpec, Spec };

export const TYPES = ["f32", "f64"] as const;

export type Options = Readonly<Record<string, unknown>>;
type Unary = (x: FloatArray, options?: Options) => FloatArray;
type Binary = (x: FloatArray, dy: FloatArray, options?: Options) => FloatArray;
type Ternary = (x: FloatArray, alpha: FloatArray, dy: FloatArray, options?: Options) => FloatArray;

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

type AnyFunction = AnyElementwise | AnyRowwise | AnyPrelu | AnySplit | AnyRandom | AnyReduction | AnyLoss;

const NOT_FUNCTIONS = ["Workspace", "init", "initSync"];

/** Every exported function by each of its names. */
export const exported: ReadonlyMap<string, AnyFunction> = new Map(
  Object.entries(lanewise).filter(([name]) => !NOT_FUNCTIONS.includes(name)) as unknown as [string, AnyFunction][],
);

const functions = [...new Set(exported.values())];

export const elementwise = functions.filter((f): f is AnyElementwise => "derivative" in f);
export const slopes = functions.filter((f): f is AnyPrelu => "gradAlpha" in f && !("derivative" in f));
export const rowwise = functions.filter(
  (f): f is AnyRowwise => "gradFromOutput" in f && !("derivative" in f) && !("gradAlpha" in f),
);

export const splits = functions.filter((f): f is AnySplit => f.spec.name in splitReference);
export const randoms = functions.filter((f): f is AnyRandom => "slopes" in f);
export const reductions = functions.filter(isReduction);
export const rowLosses = functions.filter(isRowLoss);
export const elementLosses = functions.filter(isElementLoss);

/** With their names, for the titles of tests. */
export function named<F extends AnyFunction>(list: readonly F[]): [name: string, op: F][] {
  return list.map((op) => [op.spec.name, op]);
}

/** Functions of a kind that no test here knows how to call. */
export const unknown = functions.filter(
  (f) =>
    ![
      ...elementwise,
      ...slopes,
      ...rowwise,
      ...splits,
      ...randoms,
      ...reductions,
      ...rowLosses,
      ...elementLosses,
    ].includes(f as never),
);

/** One way to call a function: the function itself or a member of it. */
export interface Call {
  /** As error messages have it. */
  readonly name: string;
  readonly operands: readonly string[];
  /** The options beside `out` that the call is made with. */
  readonly options: Options;
  readonly run: (operands: readonly FloatArray[], options?: Options) => FloatArray;
  /** The same with anything for options. */
  readonly raw: (operands: readonly FloatArray[], options: unknown) => FloatArray;
  /** It returns a number, here in an array of one, and takes no `out`. */
  readonly returnsNumber?: boolean;
  /** What beside the options tells it from others, for titles. */
  readonly about?: string;
  /** Lengths of the operands and of the output for n elements of x, or a few less if n has to be divisible. */
  readonly lengths: (n: number) => { readonly operands: readonly number[]; readonly out: number };
  /** The operand, if there is one, that may be an Int32Array of labels instead. */
  readonly labels?: string;
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

/** The ways to call an elementwise function with these parameters. */
export function callsOf(f: AnyElementwise, options: Options = requiredBy(f)): Call[] {
  const { name } = f.spec;
  const { gradFromOutput } = f;
  const calls = [
    call(name, ["x"], options, ([x], o) => f(x!, o)),
    call(`${name}.derivative`, ["x"], options, ([x], o) => f.derivative(x!, o)),
    call(`${name}.valueAndDerivative`, ["x"], options, ([x], o) => f.valueAndDerivative(x!, o).value),
    call(`${name}.grad`, ["x", "dy"], options, ([x, dy], o) => f.grad(x!, dy!, o)),
  ];
  if (gradFromOutput && accepts(() => gradFromOutput(new Float32Array(0), new Float32Array(0), options))) {
    calls.push(call(`${name}.gradFromOutput`, ["y", "dy"], options, ([y, dy], o) => gradFromOutput(y!, dy!, o)));
  }
  return calls;
}

/** The ways to call a row-wise function. */
export function rowCallsOf(f: AnyRowwise, options: Options = {}): Call[] {
  const { name } = f.spec;
  return [
    call(name, ["x"], options, ([x], o) => f(x!, o)),
    call(`${name}.grad`, ["x", "dy"], options, ([x, dy], o) => f.grad(x!, dy!, o)),
    call(`${name}.gradFromOutput`, ["y", "dy"], options, ([y, dy], o) => f.gradFromOutput(y!, dy!, o)),
  ];
}

/** The ways to call prelu, with one slope or with as many as `channels` says. */
export function slopeCallsOf(f: AnyPrelu, channels: (n: number) => number, options: Options = {}): Call[] {
  const { name } = f.spec;
  const three = (n: number) => [n, channels(n), n];
  return [
    {
      ...call(name, ["x", "alpha"], options, ([x, alpha], o) => f(x!, alpha!, o)),
      lengths: (n) => ({ operands: [n, channels(n)], out: n }),
    },
    {
      ...call(`${name}.grad`, ["x", "alpha", "dy"], options, ([x, alpha, dy], o) => f.grad(x!, alpha!, dy!, o)),
      lengths: (n) => ({ operands: three(n), out: n }),
    },
    {
      ...call(`${name}.gradAlpha`, ["x", "alpha", "dy"], options, ([x, a, dy], o) => f.gradAlpha(x!, a!, dy!, o)),
      lengths: (n) => ({ operands: three(n), out: channels(n) }),
    },
  ];
}

/** The ways to call functions whose rows are as many as `rows` says. */
export function lossCalls(options?: Options, rows?: Rows): Call[] {
  return [
    ...reductions.flatMap((f) => reductionCallsOf(call, f, options, rows)),
    ...rowLosses.flatMap((f) => rowLossCallsOf(call, f, options, rows)),
  ];
}

/** The ways to call losses of elements. */
export function elementLossCalls(): Call[] {
  return elementLosses.flatMap((f) => elementLossCallsOf(call, f));
}

/** Every way to call the shaped functions. */
export function shapedCalls(): Call[] {
  return [
    ...rowwise.flatMap((f) => rowCallsOf(f)),
    ...slopes.flatMap((f) => [...slopeCallsOf(f, () => 1), ...slopeCallsOf(f, (n) => n)]),
    ...splits.flatMap((f) => splitVariants(f).flatMap((options) => splitCallsOf(f, options))),
    ...randoms.flatMap((f) => RANDOM_OPTIONS.flatMap((options) => randomCallsOf(f, options))),
    ...lossCalls(),
    ...elementLossCalls(),
  ];
}

/** Every way to call every function, elementwise ones with all their variants. */
export function allCalls(): Call[] {
  return [
    ...elementwise.flatMap((f) =>
      variants(f).flatMap((options) => [...callsOf(f, options), ...totalCallsOf(f, options)]),
    ),
    ...accumulateCalls(),
    ...shapedCalls(),
  ];
}

/** Every way to call every function, with default parameters. */
export function plainCalls(): Call[] {
  return [
    ...elementwise.flatMap((f) => [...callsOf(f), ...totalCallsOf(f)]),
    ...rowwise.flatMap((f) => rowCallsOf(f)),
    ...slopes.flatMap((f) => slopeCallsOf(f, () => 1)),
    ...splits.flatMap((f) => splitCallsOf(f, splitVariants(f)[0]).slice(0, 2)),
    ...randoms.flatMap((f) => randomCallsOf(f)),
    ...lossCalls(),
    ...elementLossCalls(),
  ];
}

/** A call as the title of a test. */
export function titleOf({ name, options, lengths, operands, about }: Call): string {
  const parameters = Object.entries(options).map(([key, value]) => `${key} ${value}`);
  const slopes = operands.includes("alpha") ? [lengths(2).operands[1] === 1 ? "one slope" : "a slope each"] : [];
  const targets = operands.includes("targets") ? ["targets"] : [];
  const details = [...parameters, ...slopes, ...targets, ...(about ? [about] : [])].join(", ");
  return details ? `${name} (${details})` : name;
}

export function call(name: string, operands: readonly string[], options: Options, run: Call["run"]): Call {
  return {
    name,
    operands,
    options,
    run: (arrays, more) => run(arrays, { ...options, ...more }),
    raw: (arrays, more) => run(arrays, (isPlain(more) ? { ...options, ...more } : more) as Options),
    lengths: (n) => ({ operands: operands.map(() => n), out: n }),
  };
}

/** Whether these are options, or none, that others can be added to. */
function isPlain(options: unknown): options is object | undefined {
  return options === undefined || (typeof options === "object" && options?.constructor === Object);
}

function accepts(action: () => unknown): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
