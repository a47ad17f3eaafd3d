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
  /** So many of the first are of one class. */
  readonly alike: number;
}

/** A list as it was when the call began: the caller's code that reading it may run has run. */
export class ReadList {
  readonly count: number;
  /** The elements, up to the first that is of another class than the first of all: the checks get no further. */
  readonly arrays: readonly unknown[];
  /** How many of them are of one class. */
  readonly alike: number;

  constructor(count: number, arrays: readonly unknown[], alike: number) {
    this.count = count;
    this.arrays = arrays;
    this.alike = alike;
  }
}

/** Reads an argument that should be a list; anything else is left as it is, to be refused. */
export function readList(value: unknown): unknown {
  if (!isArray(value)) return value;
  const count = lengthOfList(value);
  if (count === undefined) return value;
  const arrays: unknown[] = [];
  let alike = 0;
  let first: string | undefined;
  while (arrays.length < count && arrays.length === alike) {
    const array = value[alike];
    arrays.push(array);
    const tag = tagOf(array);
    if (alike === 0) first = tag;
    if (tag !== undefined && tag === first) alike++;
  }
  return new ReadList(count, arrays, alike);
}

/** Checks that an argument, which has been read, is a list of as many elements as another one. */
export function checkList(op: string, name: string, value: unknown, model?: CountedList): CountedList {
  if (!(value instanceof ReadList)) {
    const remedy = ArrayBuffer.isView(value) ? `pass [${name}], or call without batch` : undefined;
    throw wrongKind(op, name, "an array of arrays", value, remedy);
  }
  const { count, arrays, alike } = value;
  if (model && count !== model.count) {
    throw wrongValue(op, name, `${model.count} arrays, as many as "${model.name}"`, String(count));
  }
  return { name, count, alike, arrays: arrays as readonly Numbers[] };
}

/** The element type of all arrays, by the first one. */
export function checkFirst(op: string, { name, arrays }: List): FloatType {
  return elementType(op, `${name}[0]`, arrays[0]);
}

/** Checks the first operands, arrays of any length, and returns their lengths. */
export function checkLengths(op: string, type: FloatType, { name, arrays, alike }: CountedList): number[] {
  const lengths: number[] = [];
  for (let i = 0; i < arrays.length; i++) {
    const array = arrays[i]!;
    const length = i < alike ? lengthOf(array) : 0;
    if (length === 0) checkType(op, `${name}[${i}]`, array, type);
    lengths.push(length);
  }
  return lengths;
}

/** Checks arrays that are to have these lengths. */
export function checkAlike(
  op: string,
  type: FloatType,
  { name, arrays, alike }: CountedList,
  lengths: readonly number[],
): void {
  const known = typeOf(arrays[0]) === type ? alike : 0;
  for (let i = 0; i < arrays.length; i++) {
    const array = arrays[i]!;
    const length = lengths[i]!;
    if (i < known && length > 0 && lengthOf(array) === length) continue;
    checkLike(op, `${name}[${i}]`, array, type, length);
  }
}

/** The lists that the call has. */
export function presentOf(...lists: readonly (List | undefined)[]): readonly List[] {
  return lists.filter((list) => list !== undefined);
}
