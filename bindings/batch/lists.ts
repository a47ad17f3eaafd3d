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
  /** The elements, up to the first hole: the checks get no further. */
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
  const arrays = roomFor<unknown>(count);
  for (let i = 0; i < count; i++) {
    const array = value[i];
    arrays[i] = array;
    if (array !== undefined) continue;
    arrays.length = i + 1;
    break;
  }
  return new ReadList(count, arrays);
}

/** A list that does not grow while it is filled, unless the caller claims to have more arrays than anyone has. */
function roomFor<T>(count: number): T[] {
  return count < 2 ** 20 ? new Array<T>(count) : [];
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

/** Checks the first operands, of which the first one has passed, and returns their lengths. */
export function checkLengths(op: string, type: FloatType, { name, arrays }: List): number[] {
  const lengths = roomFor<number>(arrays.length);
  const tag = tagOf(arrays[0]);
  for (let i = 0; i < arrays.length; i++) {
    const array = arrays[i]!;
    const length = tagOf(array) === tag ? lengthOf(array) : 0;
    if (length === 0) checkType(op, `${name}[${i}]`, array, type);
    lengths[i] = length;
  }
  return lengths;
}

/** Checks arrays that are to have these lengths. */
export function checkAlike(op: string, type: FloatType, { name, arrays }: List, lengths: readonly number[]): void {
  const tag = typeOf(arrays[0]) === type ? tagOf(arrays[0]) : "";
  for (let i = 0; i < arrays.length; i++) {
    const array = arrays[i]!;
    const length = lengths[i]!;
    if (length > 0 && tagOf(array) === tag && lengthOf(array) === length) continue;
    checkLike(op, `${name}[${i}]`, array, type, length);
  }
}

/** The lists that the call has. */
export function presentOf(...lists: readonly (List | undefined)[]): readonly List[] {
  return lists.filter((list) => list !== undefined);
}
