import { wrongKind, wrongValue } from "../core/errors.js";
import { isArray } from "../core/lists.js";
import { type FloatArray, type FloatType, isFloatArray, isInt32Array, lengthOf, nameOf, tagOf } from "../core/types.js";
import { checkLike } from "./arrays.js";
import type { View } from "./shape.js";

/** The labels of rows, checked: each the index of a class, or `ignoreIndex` where the row does not count. */
export interface Labels {
  readonly indices: Int32Array<ArrayBufferLike>;
  readonly smoothing: number;
  readonly ignoreIndex: number;
}

/** The labels that rows are compared with, or targets of all their elements. */
export type Goal =
  | { readonly labels: Labels; readonly targets?: undefined }
  | { readonly targets: FloatArray; readonly labels?: undefined };

/** The options of labels. */
export interface LabelOptions {
  readonly smoothing: number;
  readonly ignoreIndex: number;
  /** True if the caller gave `ignoreIndex`. */
  readonly givesIndex: boolean;
}

/** Checks what the rows are compared with; `suffix` follows its name in messages. */
export function checkGoal(
  op: string,
  value: unknown,
  type: FloatType,
  view: View,
  { smoothing, ignoreIndex, givesIndex }: LabelOptions,
  suffix = "",
): Goal {
  if (isFloatArray(value)) {
    checkLike(op, `targets${suffix}`, value, type, view.outer * view.n * view.inner);
    if (smoothing !== 0) {
      const remedy = "smooth the targets: (1 − labelSmoothing)·t + labelSmoothing/n";
      throw wrongValue(op, "labelSmoothing", "0 with targets", String(smoothing), remedy);
    }
    if (givesIndex) {
      const remedy = "a row of targets 0 has loss 0";
      throw wrongValue(op, "ignoreIndex", "nothing with targets", String(ignoreIndex), remedy);
    }
    return { targets: value };
  }
  const labels = { indices: checkIndices(op, value, type, view, suffix), smoothing, ignoreIndex };
  checkRange(op, labels, view, suffix);
  return { labels };
}

function checkIndices(
  op: string,
  value: unknown,
  type: FloatType,
  view: View,
  suffix: string,
): Int32Array<ArrayBufferLike> {
  const targets = `a ${nameOf(type)} of length ${view.outer * view.n * view.inner}`;
  const rows = view.outer * view.inner;
  const labels = `an Int32Array of length ${rows}`;
  if (!isInt32Array(value)) {
    const remedy = "convert it with Int32Array.from(…) for labels, with Float32Array.from(…) for targets";
    const listed = isArray(value) || tagOf(value) !== undefined;
    throw wrongKind(op, `targets${suffix}`, `${targets}, or ${labels} of labels`, value, listed ? remedy : undefined);
  }
  if (lengthOf(value) !== rows) {
    throw wrongValue(op, `labels${suffix}`, `${labels}, one for each row`, `length ${lengthOf(value)}`);
  }
  return value;
}

function checkRange(op: string, { indices, ignoreIndex }: Labels, { n }: View, suffix: string): void {
  const rows = lengthOf(indices);
  for (let row = 0; row < rows; row++) {
    const label = indices[row]!;
    if (label === ignoreIndex || (label >= 0 && label < n)) continue;
    const expected = `classes from 0 to ${n - 1}, or ignoreIndex ${ignoreIndex}`;
    const got = `${label} at index ${row}`;
    throw wrongValue(op, `labels${suffix}`, expected, got, "is the axis the one of the classes?");
  }
}

/** Visits each row with the place of its label among the logits, or with −1 if it does not count. */
export function forEachLabel(
  { indices, ignoreIndex }: Labels,
  { n, inner }: View,
  visit: (row: number, at: number) => void,
): void {
  const rows = lengthOf(indices);
  for (let row = 0; row < rows; row++) {
    const label = indices[row]!;
    const column = row % inner;
    visit(row, label === ignoreIndex ? -1 : (row - column) * n + label * inner + column);
  }
}
