import { checkLike, checkType, elementType } from "../checks/arrays.js";
import { wrongKind, wrongValue } from "../core/errors.js";
import { type ElementType, type FloatArray, lengthOf, typeOf } from "../core/types.js";

/** The arrays of a batch that have one name. */
export interface List {
  readonly name: string;
  readonly arrays: readonly (FloatArray | Int32Array<ArrayBufferLike>)[];
  /** Whether it is one array for all of the batch. */
  readonly common?: boolean;
}

/** The arrays of an argument, in an array of their own that nobody else changes. */
export function readList(value: unknown): unknown {
  return Array.isArray(value) ? Array.from({ length: value.length }, (_, i) => value[i] as unknown) : value;
}

/** Checks that an argument is a list of arrays, as many as another one has. */
export function checkList(op: string, name: string, value: unknown, model?: List): List {
  if (!Array.isArray(value)) {
    const remedy = ArrayBuffer.isView(value) ? `pass [${name}], or call without batch` : undefined;
    throw wrongKind(op, name, "an array of arrays", value, remedy);
  }
  if (model && value.length !== model.arrays.length) {
    throw wrongValue(op, name, `${model.arrays.length} arrays, as many as "${model.name}"`, String(value.length));
  }
  return { name, arrays: value };
}

/** The element type of all arrays: that of the first one. */
export function checkFirst(op: string, { name, arrays }: List): ElementType {
  return elementType(op, `${name}[0]`, arrays[0]);
}

/** Checks the first operands: arrays of any length. */
export function checkArrays(op: string, type: ElementType, { name, arrays }: List): void {
  for (let i = 0; i < arrays.length; i++) {
    const array = arrays[i]!;
    if (typeOf(array) === type && lengthOf(array) > 0) continue;
    checkType(op, `${name}[${i}]`, array, type);
  }
}

/** Checks arrays whose lengths follow from the lengths of the first operands. */
export function checkLengths(
  op: string,
  type: ElementType,
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
