import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import type { FloatArray } from "lanewise";
import { nearest } from "../../bindings/core/nearest.js";
import { Failure } from "../../cli/core/failure.js";
import { formatNpy, isNpy, parseNpy } from "../../cli/io/npy.js";
import { type Activation, activations, find, isElementwise, type ShapedFunction } from "./functions.js";
import { formatRows, parseNumbers } from "./text.js";
import { milliseconds } from "./timing.js";

/** A function to apply to a file. */
export interface Request {
  readonly input: string;
  readonly op: string;
  readonly derivative: boolean;
  readonly axis?: number;
  /** Parameters of the function, as given. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Applies a function to the numbers of a file, and writes the result next to it. */
export function applyToFile(request: Request, print: (line: string) => void): void {
  const { input, derivative } = request;
  const f = functionOf(request.op);
  const { name } = f.spec;
  if (derivative && !isElementwise(f)) {
    const members = "a shaped function has a gradient, for a given dy, but no derivative of each element";
    throw new Failure(`${name} has no --derivative: ${members}`, 2);
  }
  const file = withPath(input, () => read(input));
  if (file.fortranOrder && !isElementwise(f)) {
    throw new Failure(`${input}: Fortran order, but ${name} needs rows: np.save(f, np.ascontiguousarray(x))`);
  }

  const run = prepare(f, file, request);
  const result = run();
  // The second call is timed: the first one compiles.
  const ms = milliseconds(run);

  const ending = extname(input);
  const output = join(dirname(input), `${basename(input, ending)}.${name}${derivative ? "-derivative" : ""}${ending}`);
  try {
    writeFileSync(output, file.format(result));
  } catch (cause) {
    throw new Failure(`cannot write ${output}: ${reason(cause)}`);
  }
  print(`${output}`);
  print(describe(result.y));
  const { length } = file.data;
  const each = length >= ENOUGH ? `, ${((ms * 1e6) / length).toFixed(2)} ns per element` : "";
  print(`${name}${derivative ? "′" : ""} of shape (${file.shape.join(", ")}) in ${ms.toFixed(3)} ms${each}`);
}

// With fewer elements, the cost of the call would dominate.
const ENOUGH = 10_000;

interface Result {
  readonly y: FloatArray;
  readonly shape: readonly number[];
}

interface Input {
  readonly data: FloatArray;
  readonly shape: readonly number[];
  readonly fortranOrder: boolean;
  readonly format: (result: Result) => Uint8Array | string;
}

function functionOf(op: string): Activation {
  const f = find(op);
  if (f) return f;
  const names = activations.flatMap(({ spec }) => [spec.name, ...spec.aliases]);
  const close = nearest(op, names);
  const remedy = close ? `did you mean "${close}"?` : "";
  throw new Failure(`--op expected one of ${names.join(", ")}, got "${op}"${remedy && `; ${remedy}`}`, 2);
}

function read(path: string): Input {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new Failure(existsSync(path) ? `cannot be read: ${reason(cause)}` : "no such file");
  }
  if (isNpy(bytes)) {
    const npy = parseNpy(bytes);
    return { ...npy, format: ({ y, shape }) => formatNpy({ data: y, shape, fortranOrder: npy.fortranOrder }) };
  }
  if (extname(path) === ".npy") throw new Failure("not an .npy file: it does not begin like one");
  if (extname(path) === ".npz") throw new Failure("an archive of arrays: save one of its arrays with np.save");
  const text = parseNumbers(new TextDecoder().decode(bytes));
  return {
    data: text.data,
    shape: text.shape,
    fortranOrder: false,
    format: ({ y, shape }) => (y.length === text.data.length ? text.withNumbers(y) : formatRows(y, shape)),
  };
}

/** Checks the parameters by a call on an empty array, and returns the call. */
function prepare(f: Activation, { data, shape }: Input, { axis, derivative, parameters }: Request): () => Result {
  const values = Object.entries(parameters).map(([name, text]) => [name, numbersOf(name, text)] as const);
  try {
    if (isElementwise(f)) {
      if (axis !== undefined) throw new Failure(`${f.spec.name} is elementwise: it takes no --axis`, 2);
      const options = Object.fromEntries(values.map(([name, [value]]) => [name, value]));
      const call = derivative ? f.derivative : f;
      call(data.subarray(0, 0), options);
      return () => ({ y: call(data, options), shape });
    }
    return prepareShaped(f, data, shape, axis, values);
  } catch (cause) {
    throw usage(cause);
  }
}

function prepareShaped(
  f: ShapedFunction,
  data: FloatArray,
  shape: readonly number[],
  axis: number | undefined,
  values: readonly (readonly [name: string, numbers: readonly number[]])[],
): () => Result {
  if (f.spec.kind === "cross-entropy" || f.spec.kind === "element-loss") {
    throw new Failure(`${f.spec.name} compares two arrays: one file of numbers is not enough`, 2);
  }
  const learned = f.spec.kind === "prelu";
  const slopes = learned ? values.find(([name]) => name === "alpha")?.[1] : undefined;
  if (learned && !slopes) throw new Failure(`${f.spec.name} needs --alpha: one slope, or one per channel`, 2);
  const others = values.filter(([name]) => !(slopes && name === "alpha")).map(([name, [value]]) => [name, value]);
  const options = { shape, ...(axis !== undefined && { axis }), ...Object.fromEntries(others) };
  const alpha = data.BYTES_PER_ELEMENT === 4 ? Float32Array.from(slopes ?? []) : Float64Array.from(slopes ?? []);
  return () => {
    try {
      const y = slopes ? f(data, alpha, options) : f(data, options);
      return { y, shape: resized(shape, axis ?? -1, y.length / data.length) };
    } catch (cause) {
      throw usage(cause);
    }
  };
}

/** The shape of a result: some functions change the size of the dimension they work along. */
function resized(shape: readonly number[], axis: number, factor: number): readonly number[] {
  if (Number.isNaN(factor)) return shape;
  const along = axis < 0 ? axis + shape.length : axis;
  return shape.map((size, i) => (i === along ? size * factor : size));
}

function numbersOf(name: string, text: string): number[] {
  const numbers = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (numbers.some(Number.isNaN) || (numbers.length > 1 && name !== "alpha")) {
    throw new Failure(`--${name} expected a number, got "${text}"`, 2);
  }
  return numbers;
}

/** Turns a refusal of the library into a failure of the command line, with its message. */
function usage(cause: unknown): unknown {
  return cause instanceof TypeError || cause instanceof RangeError ? new Failure(cause.message, 2) : cause;
}

function withPath<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw cause instanceof Failure ? new Failure(`${path}: ${cause.message}`, cause.exitCode) : cause;
  }
}

function describe(values: FloatArray): string {
  let [min, max, sum, nans] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) nans++;
    else [min, max, sum] = [Math.min(min, value), Math.max(max, value), sum + value];
  }
  const counted = values.length - nans;
  const count = `${values.length.toLocaleString("en")} values${nans > 0 ? `, ${nans} of them NaN` : ""}`;
  return counted === 0 ? count : `${count}, min ${min}, max ${max}, mean ${sum / counted}`;
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
