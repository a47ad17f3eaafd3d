import { meantBy } from "../core/elsewhere.js";
import { describe, kindOf, message, wrongKind, wrongValue } from "../core/errors.js";
import { isArray, isRevoked, lengthOfList } from "../core/lists.js";
import { hasOwn } from "../core/own.js";
import type { Parameter, Parameters } from "../core/parameters.js";
import { type FloatArray, type FloatType, lengthOf, tagOf } from "../core/types.js";

/** Options that say where to write, how, and how to read the arrays. */
export type Structural = "shape" | "axis" | "training" | "accumulate" | "derivative" | "out";

type Options = Readonly<Record<string, unknown>>;

/** The options that a call takes. */
export interface Accepted {
  /** In the order of the kernels' arguments. */
  readonly parameters: readonly (readonly [name: string, parameter: Parameter])[];
  /** Reads their values. */
  readonly read: (options: Options) => readonly unknown[];
  /** Their values by default, 0 for the arguments of kernels that are not used; a parameter to be given is NaN. */
  readonly presets: readonly number[];
  /** True if a parameter has to be given. */
  readonly demanding: boolean;
  /** All names, in the order in which messages list them. */
  readonly names: readonly string[];
  /** Which structural options are among them. */
  readonly shape: boolean;
  readonly training: boolean;
  readonly accumulate: boolean;
  readonly derivative: boolean;
  readonly out: boolean;
}

/** The options of a call as they were when it began: each was read once, whatever the caller's object says later. */
export interface Given {
  /** An argument that is no options object. */
  readonly refused: unknown;
  /** A name that the call does not take. */
  readonly unknown: string | undefined;
  readonly parameters: readonly unknown[];
  readonly shape: unknown;
  readonly axis: unknown;
  readonly training: unknown;
  readonly accumulate: unknown;
  readonly derivative: unknown;
  readonly out: unknown;
}

const NOTHING: Given = {
  refused: undefined,
  unknown: undefined,
  parameters: [],
  shape: undefined,
  axis: undefined,
  training: undefined,
  accumulate: undefined,
  derivative: undefined,
  out: undefined,
};

// Elementwise kernels take three.
const LEAST_ARGUMENTS = 3;

export function accepts(parameters: Parameters, ...structural: readonly Structural[]): Accepted {
  const named = Object.entries(parameters);
  const presets = named.map(([, { default: preset = Number.NaN }]) => preset);
  const demanding = presets.includes(Number.NaN);
  while (presets.length < LEAST_ARGUMENTS) presets.push(0);
  return {
    parameters: named,
    read: named.length > 0 ? (options) => named.map(([name]) => options[name]) : () => NOTHING.parameters,
    presets,
    demanding,
    names: [...Object.keys(parameters), ...structural],
    shape: structural.includes("shape"),
    training: structural.includes("training"),
    accumulate: structural.includes("accumulate"),
    derivative: structural.includes("derivative"),
    out: structural.includes("out"),
  };
}

/** The same, with options that only some callers take. */
export function acceptsAlso({ names, ...accepted }: Accepted, ...others: readonly string[]): Accepted {
  return { ...accepted, names: [...names, ...others] };
}

/**
 * Reads the options of a call. This runs code of the caller's (accessors, proxies), so it comes before all checks, and
 * after it nothing of the caller's runs. Own and inherited properties count, enumerable or not, except the properties of
 * Object.prototype.
 */
export function readOptions(options: unknown, accepted: Accepted): Given {
  if (options === undefined) return NOTHING;
  if (typeof options !== "object" || options === null) return refuse(options);
  try {
    return readObject(options, accepted);
  } catch (error) {
    if (isRevoked(options)) return refuse(options);
    throw error;
  }
}

/**
 * `out` of a plain object that gives nothing else: a third of the time of `readOptions`, which is to read everything else.
 * Undefined then, and no option that an object enumerates has been read.
 */
export function readOutput(options: unknown, { read, demanding, accumulate }: Accepted): unknown {
  if (typeof options !== "object" || options === null || demanding || "out" in ROOT) return undefined;
  try {
    if (Object.getPrototypeOf(options) !== ROOT) return undefined;
    for (const name in options) if (name !== "out") return undefined;
    const given = options as Options;
    const values = read(given);
    for (let i = 0; i < values.length; i++) if (values[i] !== undefined) return undefined;
    return accumulate && given.accumulate !== undefined ? undefined : given.out;
  } catch {
    return undefined;
  }
}

/** The options that it has read. */
export function givenOutput(out: unknown): Given {
  return { ...NOTHING, out };
}

function readObject(options: object, accepted: Accepted): Given {
  const given = options as Options;
  const parameters = readParameters(given, accepted);
  const shape = accepted.shape ? copyOfShape("shape" in ROOT ? belowRoot(given, "shape") : given.shape) : undefined;
  const axis = accepted.shape ? read(given, "axis") : undefined;
  const training = accepted.training ? read(given, "training") : undefined;
  const accumulate = accepted.accumulate ? read(given, "accumulate") : undefined;
  const derivative = accepted.derivative ? read(given, "derivative") : undefined;
  const out = accepted.out ? ("out" in ROOT ? belowRoot(given, "out") : given.out) : undefined;
  let unknown: string | undefined;
  for (const name in options) {
    if (name === "out" && out !== undefined) continue;
    // Anything inherits what a library has added to Object.prototype: that tells nothing.
    if (!accepted.names.includes(name) && hasOwn(options, name)) unknown ??= name;
  }
  // An object with an option that the call takes is taken for options without a look at its class.
  const isKnown = unknown === undefined && (out !== undefined || parameters !== NOTHING.parameters);
  if (!isKnown && !isOptions(options)) return refuse(options);
  return { refused: undefined, unknown, parameters, shape, axis, training, accumulate, derivative, out };
}

function readParameters(options: Options, { parameters, read }: Accepted): readonly unknown[] {
  const values = read(options);
  let given = NOTHING.parameters;
  for (let i = 0; i < values.length; i++) {
    const name = parameters[i]![0];
    if (values[i] === undefined) continue;
    if (name in ROOT && !isBelowRoot(options, name)) (values as unknown[])[i] = undefined;
    else given = values;
  }
  return given;
}

function refuse(options: unknown): Given {
  return { ...NOTHING, refused: options };
}

/** The options of a call that has no arrays, such as `createPool`: each by its name, read once. */
export function readNamed<N extends string>(
  op: string,
  options: unknown,
  names: readonly N[],
): Readonly<Record<N, unknown>> {
  const accepted = acceptsAlso(accepts({}), ...names);
  checkNames(op, readOptions(options, accepted), accepted);
  return Object.fromEntries(names.map((name) => [name, readOption(options, name)])) as Record<N, unknown>;
}

/** One option that only some callers take, such as a pool's `signal`. */
export function readOption(options: unknown, name: string): unknown {
  return isOptions(options) ? read(options, name) : undefined;
}

function read(options: Options, name: string): unknown {
  return name in ROOT ? belowRoot(options, name) : options[name];
}

const ROOT = Object.prototype;

/** An option whose name a library has added to Object.prototype: what stands there is no option of anyone. */
function belowRoot(options: Options, name: string): unknown {
  return isBelowRoot(options, name) ? options[name] : undefined;
}

function isBelowRoot(options: Options, name: string): boolean {
  for (let at: object | null = options; at !== null && at !== ROOT; at = Object.getPrototypeOf(at)) {
    if (hasOwn(at, name)) return true;
  }
  return false;
}

/** Objects of any class and realm, but no collections, arrays, dates or other built-in objects. */
function isOptions(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || isRevoked(value)) return false;
  return Object.getPrototypeOf(value) === Object.prototype || kindOf(value) === "Object";
}

// The elements of longer ones are not read.
export const MOST_DIMENSIONS = 1024;

/** The sizes in an array of their own, which checks may read as often as they like; anything else is refused there. */
function copyOfShape(shape: unknown): unknown {
  const isTyped = tagOf(shape) !== undefined;
  if (!isTyped && !isArray(shape)) return shape;
  const length = isTyped ? lengthOf(shape as FloatArray) : lengthOfList(shape as readonly unknown[]);
  if (length === undefined) return {};
  if (length > MOST_DIMENSIONS) return new Array(length);
  const sizes: unknown[] = [];
  // Array.from takes 200 ns more.
  for (let i = 0; i < length; i++) sizes.push((shape as ArrayLike<unknown>)[i]);
  return sizes;
}

/** Refuses what is no options object, and names that the call does not take. */
export function checkNames(op: string, given: Given, accepted: Accepted): void {
  if (given.refused !== undefined || given.unknown !== undefined) throw refusalOf(op, given, accepted);
}

function refusalOf(op: string, { refused, unknown }: Given, { names }: Accepted): TypeError {
  if (unknown !== undefined) return unknownName(op, unknown, names);
  const remedy = ArrayBuffer.isView(refused) ? "pass an output as { out }" : undefined;
  return wrongKind(op, "options", "an object", refused, remedy);
}

/** The values of the parameters in the order of the table; the same array wherever all are the defaults. */
export function checkParameters(op: string, given: Given, accepted: Accepted, type: FloatType): readonly number[] {
  return hasDefaults(given, accepted) ? accepted.presets : checkGiven(op, given, accepted, type);
}

/** True if the call gives no parameter and need not. */
export function hasDefaults({ parameters }: Given, { demanding }: Accepted): boolean {
  return parameters === NOTHING.parameters && !demanding;
}

function checkGiven(op: string, given: Given, { parameters, presets }: Accepted, type: FloatType): readonly number[] {
  let values: number[] | undefined;
  for (let i = 0; i < parameters.length; i++) {
    const [name, { default: preset, range }] = parameters[i]!;
    const value = given.parameters[i];
    if (value === undefined ? preset !== undefined : value === preset) continue;
    if (typeof value !== "number") {
      throw wrongKind(op, name, range.text, value, value === undefined ? "it has no default" : undefined);
    }
    if (!range.holds(value)) throw wrongValue(op, name, range.text, describe(value));
    if (type !== "f64") checkRounding(op, name, range.text, range.holds, value);
    values ??= [...presets];
    values[i] = value;
  }
  return values ?? presets;
}

/** The kernels of f32 round parameters to f32: what becomes 0 or infinite there must be allowed, too. */
function checkRounding(op: string, name: string, text: string, holds: (value: number) => boolean, value: number): void {
  const rounded = Math.fround(value);
  if ((rounded === 0) === (value === 0) && Number.isFinite(rounded) === Number.isFinite(value)) return;
  if (holds(rounded)) return;
  throw wrongValue(op, name, text, `${value}, which is ${rounded} in f32`, "use Float64Array, or a moderate value");
}

/** True if a gradient is added to `out`, which must then be given. */
export function checkAccumulate(op: string, { accumulate, out }: Given): boolean {
  if (accumulate === undefined || accumulate === false) return false;
  if (accumulate !== true) throw wrongKind(op, "accumulate", "true or false", accumulate);
  if (out === undefined) {
    throw wrongKind(op, "out", "an array to accumulate in", undefined, "pass { accumulate: true, out }");
  }
  return true;
}

function unknownName(op: string, name: string, names: readonly string[]): TypeError {
  const expected = names.length > 0 ? `only ${names.map((n) => `"${n}"`).join(", ")}` : "no options";
  return new TypeError(message(op, "options", expected, JSON.stringify(name), meantBy(op, name, names)));
}
