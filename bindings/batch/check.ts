import { checkLike, elementType } from "../checks/arrays.js";
import { checkAccumulate } from "../checks/output.js";
import { wrongKind, wrongValue } from "../core/errors.js";
import type { ShapeOptions } from "../core/options.js";
import { create, type ElementType, type FloatArray, isInt32Array, nameOf, typeOf } from "../core/types.js";
import { checkSeparate, type List } from "./aliasing.js";

export type Call = (...given: readonly unknown[]) => unknown;
export type Options = Record<string, unknown>;

/** How many elements go with n of the first operand. */
export interface Sizes {
  /** Those of the other operand, if there is one. */
  readonly operand: number;
  readonly output: number;
}

/** What `batch` of a call has to know about it. */
export interface Batching {
  /** What messages call the operands of which there is one for each array. */
  readonly operands: readonly string[];
  /** What they call an operand that all arrays have in common: the second one. */
  readonly common?: string;
  /** The options that say where to write; default `out`. Without any the result is a number. */
  readonly outputs?: readonly string[];
  /** Of functions with a shape: the sizes, and the checks that depend on them. Else all are n. */
  readonly sizes?: (op: string, n: number, options: never, common: never) => Sizes;
  /** Checks the other operand of index i, where it may be labels instead, and says whether it is. */
  readonly checkOther?: (
    op: string,
    i: number,
    value: unknown,
    type: ElementType,
    n: number,
    options: never,
  ) => boolean;
  /** Whether arrays cannot be packed. */
  readonly alone?: boolean | ((options: Options) => boolean);
}

/** The arguments of a batch, checked. */
export interface Batch {
  readonly op: string;
  readonly type: ElementType;
  readonly count: number;
  readonly operands: readonly List[];
  /** With the arrays where they are given. */
  readonly outputs: readonly (Pick<List, "name"> & Partial<List>)[];
  /** None, or the operand that all have in common. */
  readonly common: readonly unknown[];
  readonly options: Options;
  readonly sizes: ((n: number) => Sizes) | undefined;
  /** Whether the other operands are labels. */
  readonly labels: boolean;
}

// Whatever says where to write.
const OUTPUTS = ["out", "derivative"];

/** Checks all arguments of a batch. Nothing is written. */
export function checkBatch(op: string, call: Call, batching: Batching, given: readonly unknown[]): Batch {
  const names = batching.operands;
  const common = batching.common === undefined ? [] : [given[1]];
  const rest = given.slice(1 + common.length);
  const options = rest[names.length - 1];
  const x = checkList(op, names[0]!, given[0]);
  const count = x.arrays.length;
  const operands = [x, ...names.slice(1).map((name, j) => checkList(op, name, rest[j], count, x.name))];
  const type = count > 0 ? elementType(op, `${x.name}[0]`, x.arrays[0]) : (typeOf(common[0]) ?? "f32");

  const own = isOptions(options) ? options : {};
  const sizes = batching.sizes && lastOf((n: number) => batching.sizes!(op, n, own as never, common[0] as never));
  const length = x.arrays[0]?.length ?? 0;
  if (count > 0) sizes?.(length);
  // All that the arrays have in common is checked by a call of nothing.
  const nothing = { ...(sizes ? stacked(0, length, own) : own) };
  for (const name of [...OUTPUTS, "accumulate"]) if (name in nothing) nothing[name] = undefined;
  const labels = batching.checkOther !== undefined && isInt32Array(operands[1]!.arrays[0]);
  const empty = create(type, 0);
  const others = names.slice(1).map(() => (labels ? new Int32Array(0) : empty));
  call(empty, ...common, ...others, options === undefined || isOptions(options) ? nothing : options);
  const accumulate = checkAccumulate(op, own);

  const outputs = (batching.outputs ?? ["out"]).map((name) => {
    return own[name] === undefined ? { name } : checkList(op, name, own[name], count, x.name);
  });
  const written = outputs.filter((output): output is List => "arrays" in output);
  checkArrays(op, type, x, own.shape === undefined ? undefined : length);
  for (const list of operands.slice(1)) {
    if (!batching.checkOther) checkLengths(op, type, list, x, sizes && ((n) => sizes(n).operand));
    else
      list.arrays.forEach((array, i) => {
        if (batching.checkOther!(op, i, array, type, x.arrays[i]!.length, own as never) === labels) return;
        throw wrongKind(op, `${list.name}[${i}]`, `${labels ? "labels" : "targets"}, as "${list.name}[0]"`, array);
      });
  }
  for (const list of written) checkLengths(op, type, list, x, sizes && ((n) => sizes(n).output));
  const shared = common.map((array) => ({ name: batching.common!, arrays: [array as FloatArray], common: true }));
  checkSeparate(op, { operands: [...operands, ...shared], outputs: written, accumulate });
  return { op, type, count, operands, outputs, common, options: own, sizes, labels };
}

/** The options of arrays of n elements that are one array with one more dimension. */
export function stacked(count: number, n: number, options: Options & ShapeOptions): Options {
  const { shape = [n], axis, ...others } = options;
  return {
    ...others,
    // What is no shape is left as it is, for the call to refuse.
    shape: typeof shape === "object" && shape !== null ? [count, ...shape] : shape,
    ...(axis !== undefined && { axis: axis < 0 ? axis : axis + 1 }),
  };
}

function checkList(op: string, name: string, value: unknown, count?: number, model?: string): List {
  if (!Array.isArray(value)) {
    const remedy = ArrayBuffer.isView(value) ? `pass [${name}], or call without batch` : undefined;
    throw wrongKind(op, name, "an array of arrays", value, remedy);
  }
  if (count !== undefined && value.length !== count) {
    throw wrongValue(op, name, `${count} arrays, as many as "${model}"`, String(value.length));
  }
  return { name, arrays: value };
}

/** Checks the first operands, and that they have `length` elements, if that is the shape's. */
function checkArrays(op: string, type: ElementType, { name, arrays }: List, length: number | undefined): void {
  for (let i = 0; i < arrays.length; i++) {
    const array = arrays[i] as unknown as FloatArray;
    const own = typeOf(array);
    if (own === type && array.length > 0 && (length === undefined || array.length === length)) continue;
    if (length !== undefined) checkLike(op, `${name}[${i}]`, array, type, length);
    else if (elementType(op, `${name}[${i}]`, array) !== type) {
      throw wrongKind(op, `${name}[${i}]`, `a ${nameOf(type)}`, array, "all arrays of a call have one element type");
    }
  }
}

/** Checks arrays whose lengths follow from those of x. */
function checkLengths(
  op: string,
  type: ElementType,
  { name, arrays }: List,
  x: List,
  lengthOf: ((n: number) => number) | undefined,
): void {
  for (let i = 0; i < arrays.length; i++) {
    const array = arrays[i] as unknown as FloatArray;
    const n = x.arrays[i]!.length;
    const length = lengthOf ? lengthOf(n) : n;
    if (typeOf(array) === type && array.length === length && length > 0) continue;
    checkLike(op, `${name}[${i}]`, array, type, length);
  }
}

function isOptions(value: unknown): value is Options {
  return typeof value === "object" && value !== null && !ArrayBuffer.isView(value) && !Array.isArray(value);
}

/** f that remembers its last argument and result: neighbours mostly have one length. */
function lastOf<T>(f: (n: number) => T): (n: number) => T {
  let last: number | undefined;
  let result: T;
  return (n) => {
    if (n !== last) {
      result = f(n);
      last = n;
    }
    return result;
  };
}
