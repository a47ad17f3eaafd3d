import { message, wrongKind, wrongValue } from "../core/errors.js";
import type { ShapeOptions } from "../core/options.js";

/** A flat row-major array, read as (outer, n, inner): n elements along the axis. */
export interface View {
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
}

/** Checks shape and axis against an array's length. */
export function viewOf(op: string, length: number, { shape, axis }: ShapeOptions): View {
  if (shape === undefined && axis === undefined) return { outer: 1, n: length, inner: 1 };
  const sizes = shape === undefined ? [length] : checkShape(op, shape, length);
  const along = axis === undefined ? sizes.length - 1 : checkAxis(op, axis, sizes.length);
  return { outer: product(sizes.slice(0, along)), n: sizes[along]!, inner: product(sizes.slice(along + 1)) };
}

/** How many rows there are: the length of what has one value a row. */
export function rowsOf({ outer, inner }: View): number {
  return outer * inner;
}

function checkShape(op: string, shape: unknown, length: number): readonly number[] {
  const sizes = Array.isArray(shape) || ArrayBuffer.isView(shape) ? Array.from(shape as number[]) : undefined;
  if (sizes === undefined) throw wrongKind(op, "shape", "an array of sizes", shape);
  const text = `[${sizes.join(", ")}]`;
  if (sizes.length === 0) throw wrongValue(op, "shape", "at least one dimension", text);
  if (!sizes.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw wrongValue(op, "shape", "whole sizes ≥ 0", text);
  }
  if (product(sizes) !== length) {
    throw wrongValue(
      op,
      "shape",
      `a product of ${length}, the length of the array`,
      `${text}, a product of ${product(sizes)}`,
    );
  }
  return sizes;
}

function checkAxis(op: string, axis: unknown, rank: number): number {
  if (typeof axis !== "number" || !Number.isInteger(axis)) {
    throw typeof axis === "number"
      ? wrongValue(op, "axis", "a whole number", String(axis))
      : wrongKind(op, "axis", "a whole number", axis);
  }
  if (axis < -rank || axis >= rank) {
    const remedy = rank === 1 ? "give the shape to have more dimensions" : undefined;
    throw new RangeError(
      message(op, "axis", `from ${-rank} to ${rank - 1} for ${rank} dimensions`, String(axis), remedy),
    );
  }
  return axis < 0 ? axis + rank : axis;
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}
