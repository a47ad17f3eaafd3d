import { checkLike, checkType, elementType } from "../checks/arrays.js";
import { wrongKind, wrongValue } from "../core/errors.js";
import { isArray, lengthOfList } from "../core/lists.js";
import { type FloatType, lengthOf, type Numbers, tagOf, typeOf } from "../core/types.js";

/** The arrays of a batch that have one name. */
export interface List {
  readonly name: string;
  readonly arrays: readonly Numbers[];
  /** True if it is one array for all of the batch. */
  readonly common?: boolean;
}

/** A list that has been read, with the number of elements that it has if no check refuses one. */
export interface CountedList extends List {
  readonly count: number;
}

/** A list as it was when the call began: the caller's code that reading it may run has run. */
export class ReadList {
  readonly count: number;
  /** The elements, up to the first that is no typed array: the checks get no further. */
  readonly arrays: readonly unknown[];

  constructor(count: number, arrays: readonly unknown[]) {
    this.count = count;
    this.arrays = arrays;
  }
}

/** Reads an argument that should be a list; anything else is left as it is, to be refused. */
export function readList(value: unknown): unknown {
  if (!isArray(value)) return value;
  const count = lengthOfList(value);
  if (count === undefined) return value;
  const arrays: unknown[] = [];
  for (let i = 0; i < count; i++) {
    const array = value[i];
    arrays.push(array);
    if (tagOf(array) === undefined) break;
  }
  return new ReadList(count, arrays);
}

/** Checks that an argument, which has been read, is a list of as many elements as another one. */
export function checkList(op: string, name: string, value: unknown, model?: CountedList): CountedList {
  if (!(value instanceof ReadList)) {
    const remedy = ArrayBuffer.isView(value) ? `pass [${name}], or call without batch` : undefined;
    throw wrongKind(op, name, "an array of arrays", value, remedy);
  }
  const { count, arrays } = value;
  if (model && count !== model.count) {
    throw wrongValue(op, name, `${model.count} arrays, as many as "${model.name}"`, String(count));
  }
  return { name, count, arrays: arrays as readonly Numbers[] };
}

/** The element type of all arrays, by the first one. */
export function checkFirst(op: string, { name, arrays }: List): FloatType {
  return elementType(op, `${name}[0]`, arrays[0]);
}

/** Checks the first operands: arrays of any length. */
export function checkArrays(op: string, type: FloatType, { name, arrays }: List): void {
  for (let i = 0; i < arrays.length; i++) {
    const array = arrays[i]!;
    if (typeOf(array) === type && lengthOf(array) > 0) continue;
    checkType(op, `${name}[${i}]`, array, type);
  }
}

/** Checks arrays whose lengths follow from the lengths of the first operands. */
export function checkLengths(
  op: string,
  type: FloatType,
  { name, arrays }: List,
  model: List,
  lengthFor: (length: number) => number,
): void {
  for (let i = 0; i < arrays.length; i++) {
    const array = arrays[i]!;
    const length = lengthFor(lengthOf(model.arrays[i]!));
    if (typeOf(array) === type && length > 0 && lengthOf(array) === length) continue;
    checkLike(op, `${name}[${i}]`, array, type, length);
  }
}
