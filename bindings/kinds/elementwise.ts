import { callable } from "../batch/callable.js";
import { batchOfElements } from "../batch/elements.js";
import {
  type Accepted,
  accepts,
  checkParameters,
  type Given,
  givenOutput,
  readOptions,
  readOutput,
  type Structural,
} from "../checks/options.js";
import { wrongValue } from "../core/errors.js";
import { deepFreeze } from "../core/freeze.js";
import type { Parameters } from "../core/parameters.js";
import { type FloatArray, type FloatType, typeOf } from "../core/types.js";
import { computePlan } from "../dispatch/compute.js";
import {
  knownPlaces,
  mapAccumulate,
  mapBackward,
  mapForward,
  mapPlaces,
  mapSmall,
  smallLength,
} from "../dispatch/elementwise.js";
import { Definition, type DefinitionEntry, type Plan } from "../dispatch/plan.js";
import { prepareElements } from "../dispatch/prepare-elements.js";
import { mapBoth } from "../dispatch/value-and-derivative.js";
import { type Exports, exportsOf, type KernelStem } from "../wasm/kernels.js";
import { elements, specLayout } from "./layout.js";
import type { Total } from "./learned.js";
import type { ElementwiseOf, Learnable, OutputDifferentiableOf } from "./signatures/elementwise.js";
import type { Entry } from "./spec.js";

/** The kernels of a function. */
export interface Kernels {
  /** f; f′ is the same with `_grad`. */
  readonly kernel: KernelStem;
  /** A kernel with less to do, for the parameters that allow it. */
  readonly faster?: { readonly kernel: KernelStem; readonly when: (values: readonly number[]) => boolean };
  /** A relation that parameters must keep. */
  readonly valid?: Requirement;
}

/** How the call reads its parameters: each by its name in the code, which engines do faster than by a name in a variable. */
export interface Reading<P extends Parameters> {
  readonly read?: (options: { readonly [K in keyof P]: unknown }) => readonly unknown[];
}

/** The gradients of the parameters that can be learned. */
export interface Learned<L extends string> {
  readonly gradOf?: Readonly<Record<L, Total>>;
}

/** The kernel that takes y for x, and what it needs of the parameters. */
export interface FromOutput {
  readonly fromOutput: KernelStem;
  readonly requires?: Requirement;
}

/** How the functions of `lanewise/exact` differ from the ones that they are named after. */
export interface Variant {
  readonly from: "exact";
  /** Members that are the same. */
  readonly members: Readonly<Record<string, unknown>>;
  /** Refuses element types. */
  readonly demand: (op: string, operand: string, type: FloatType) => void;
}

export interface Requirement {
  readonly parameter: string;
  readonly text: string;
  readonly holds: (values: readonly number[]) => boolean;
}

/** Makes the callable of an entry of the table. */
export function elementwise<const P extends Parameters, const L extends keyof P & Learnable = never>(
  entry: Entry<P>,
  kernels: Kernels & Reading<P> & FromOutput & Learned<L>,
): OutputDifferentiableOf<P, L>;
export function elementwise<const P extends Parameters, const L extends keyof P & Learnable = never>(
  entry: Entry<P>,
  kernels: Kernels & Reading<P> & Learned<L>,
): ElementwiseOf<P, L>;
export function elementwise<const P extends Parameters>(
  entry: Entry<P>,
  kernels: Kernels & Reading<P> & Partial<FromOutput> & Learned<string>,
): object {
  return callableOf(entry as unknown as Entry<Parameters>, kernels as Made);
}

type Made = Kernels & Reading<Parameters> & Partial<FromOutput> & Learned<string>;

export function callableOf(
  entry: Entry<Parameters>,
  { kernel, read, faster, valid, fromOutput, requires, gradOf = {} }: Made,
  variant?: Variant,
): object {
  const { name, parameters } = entry;
  const named = Object.keys(parameters);
  const { presets } = accepts(parameters);
  const taking = (...structural: readonly Structural[]): Accepted => {
    const accepted = accepts(parameters, ...structural);
    return { ...accepted, presets, read: read ?? accepted.read };
  };
  const demand = (op: string, { parameter, text, holds }: Requirement, values: readonly number[], remedy?: string) => {
    if (holds(values)) return;
    const got = named.map((key, i) => `${key} ${values[i]}`).join(", ");
    throw wrongValue(op, parameter, text, got, remedy);
  };
  const valuesWith =
    (accepted: Definition["accepted"], more?: Requirement, remedy?: string): Definition["values"] =>
    (op, given, type) => {
      const values = checkParameters(op, given, accepted, type);
      if (valid) demand(op, valid, values);
      if (more) demand(op, more, values, remedy);
      // As the kernel takes them: a slope that rounds to 0 must not go to a kernel for slopes above 0.
      return type !== "f64" && values !== presets ? rounded(values) : values;
    };
  const general = directionsOf(kernel);
  const special = faster && directionsOf(faster.kernel);
  const choose = (values: readonly number[]) => (special && faster.when(values) ? special : general);
  const usual = choose(presets);
  /** Most calls have no parameters, and then the presets themselves for values. */
  const kernelsFor = (values: readonly number[]) => (values === presets ? usual : choose(values));

  const define = (
    member: string,
    operands: readonly string[],
    accepted: Definition["accepted"],
    compute: (plan: Plan) => unknown,
    more: Partial<DefinitionEntry> = {},
  ): Definition => {
    const entry: DefinitionEntry = {
      name: member ? `${name}.${member}` : name,
      operands,
      accepted,
      ...(operands.length > 1 && { second: "x" }),
      result: "x",
      values: valuesWith(accepted),
      elements: true,
      layout: (_, length) => elements(length),
      checks: prepareElements,
      batch: batchOfElements,
      compute,
      ...more,
    };
    if (!variant) return new Definition(entry);
    const values: Definition["values"] = (op, given, type) => {
      variant.demand(op, operands[0]!, type);
      return entry.values(op, given, type);
    };
    return new Definition({ ...entry, from: variant.from, values });
  };
  const backward = (exportsFor: (values: readonly number[]) => Exports) => (plan: Plan) => {
    const exports = exportsFor(plan.values)[plan.type];
    return plan.accumulate ? mapAccumulate(plan, exports) : mapBackward(plan, exports);
  };
  const slope = backward((values) => kernelsFor(values).backward);
  const forValue = taking("out");
  const forGradient = taking("accumulate", "out");
  const forTotal = taking();

  const totals = Object.entries(gradOf).map(([parameter, total]) => {
    const member = `grad${parameter[0]!.toUpperCase()}${parameter.slice(1)}`;
    const index = named.indexOf(parameter);
    const compute = (plan: Plan) => total(plan, plan.values[index]!);
    return [member, callable(define(member, ["x", "dy"], forTotal, compute, { whole: true, result: undefined }))];
  });
  const both = define(
    "valueAndDerivative",
    ["x"],
    taking("derivative", "out"),
    (plan) => {
      const { forward, backward } = kernelsFor(plan.values);
      return mapBoth(plan, forward[plan.type], backward[plan.type]);
    },
    { both: true },
  );
  const inverse = fromOutput === undefined ? undefined : exportsOf(fromOutput);
  const remedy = `with others y does not tell the derivative: use ${name}.grad(x, dy)`;
  const fromY =
    inverse &&
    define(
      "gradFromOutput",
      ["y", "dy"],
      forGradient,
      backward(() => inverse),
      { values: valuesWith(forGradient, requires, remedy) },
    );
  const forward = (plan: Plan) => mapForward(plan, kernelsFor(plan.values).forward[plan.type]);
  const value = define("", ["x"], forValue, forward, { kernels: kernelsFor });
  const grad = define("grad", ["x", "dy"], forGradient, slope, { kernels: kernelsFor });
  // Arrays that a Workspace has handed out, and small ones with nothing to refuse, need no plan: its checks take more time
  // than a few elements. Without `given` the parameters are the defaults.
  const quick = (
    call: Definition,
    first: unknown,
    dy: unknown,
    out: unknown,
    given?: Given,
  ): FloatArray | undefined => {
    const type = typeOf(first);
    if (type === undefined || (call === grad && dy === undefined)) return undefined;
    const x = first as FloatArray;
    const place = knownPlaces(x, dy, out);
    const length = place ? place.length : smallLength(type, x, dy, out);
    if (length === 0) return undefined;
    const values = given ? call.values(call.name, given, type) : presets;
    const kernels = kernelsFor(values);
    const exports = dy === undefined ? kernels.forward : kernels.backward;
    const kernel = type === "f32" ? exports.f32 : exports.f64;
    const gradient = dy as FloatArray | undefined;
    const into = out as FloatArray;
    return place
      ? mapPlaces(call.name, place, gradient, into, values, kernel)
      : mapSmall(call.name, type, length, x, gradient, into, values, kernel);
  };
  const run = (call: Definition, x: unknown, dy: unknown, options: unknown) => {
    const { accepted } = call;
    const out = variant ? undefined : readOutput(options, accepted);
    const given = out === undefined ? readOptions(options, accepted) : undefined;
    const done = !given ? quick(call, x, dy, out) : isInOrder(given) ? quick(call, x, dy, given.out, given) : undefined;
    return done ?? computePlan(call, prepareElements(call, call.name, given ?? givenOutput(out), x, dy));
  };
  return callable(
    value,
    {
      grad: callable(grad, {}, (x: unknown, dy: unknown, options?: unknown) => run(grad, x, dy, options)),
      derivative: callable(define("derivative", ["x"], forValue, slope)),
      valueAndDerivative: callable(both),
      ...Object.fromEntries(totals),
      ...variant?.members,
      ...(fromY && { gradFromOutput: callable(fromY) }),
      spec: deepFreeze({ ...entry, aliases: entry.aliases ?? [], kind: "elementwise", layout: specLayout(value) }),
    },
    (x: unknown, options?: unknown) => run(value, x, undefined, options),
  );
}

/** True if the options have nothing to refuse, except values of parameters, and ask for no sum. */
function isInOrder({ refused, unknown, accumulate }: Given): boolean {
  return refused === undefined && unknown === undefined && accumulate === undefined;
}

function rounded([a, b, c]: readonly number[]): readonly number[] {
  return [Math.fround(a!), Math.fround(b!), Math.fround(c!)];
}

function directionsOf(kernel: KernelStem) {
  return { forward: exportsOf(kernel), backward: exportsOf(kernel, "_grad") };
}
