import { describe, message, wrongKind, wrongValue } from "../core/errors.js";
import type { Layout } from "../core/layout.js";
import { isArray } from "../core/lists.js";
import { type Given, MOST_DIMENSIONS } from "./options.js";

/** A flat row-major array, read as (outer, n, inner): n elements along the axis. */
export type View = Omit<Layout, "made">;

/** Checks shape and axis against an array's length. The layout is of rows whose results are as long. */
export function layoutOfRows(op: string, length: number, { shape, axis }: Pick<Given, "shape" | "axis">): Layout {
  if (shape === undefined && axis === undefined) return { outer: 1, n: length, made: length, inner: 1 };
  const sizes = shape === undefined ? [length] : checkShape(op, shape, length);
  const along = axis === undefined ? sizes.length - 1 : checkAxis(op, axis, sizes.length);
  const n = sizes[along]!;
  return { outer: product(sizes.slice(0, along)), n, made: n, inner: product(sizes.slice(along + 1)) };
}

function checkShape(op: string, shape: unknown, length: number): readonly number[] {
  const sizes = checkSizes(op, shape);
  const total = product(sizes);
  if (total === length) return sizes;
  const expected = `a product of ${length}, the length of the array`;
  throw wrongValue(op, "shape", expected, `${textOf(sizes)}, a product of ${total}`);
}

/** How many elements the shape of the options asks for, if there is one. */
export function shapeLength(op: string, { shape }: Pick<Given, "shape">): number | undefined {
  return shape === undefined ? undefined : product(checkSizes(op, shape));
}

function checkSizes(op: string, shape: unknown): readonly number[] {
  if (!isArray(shape)) throw wrongKind(op, "shape", "an array of sizes", shape);
  if (shape.length === 0) throw wrongValue(op, "shape", "at least one dimension", "[]");
  if (shape.length > MOST_DIMENSIONS) {
    throw wrongValue(op, "shape", `at most ${MOST_DIMENSIONS} dimensions`, String(shape.length));
  }
  if (shape.every(isSize)) return shape;
  throw wrongValue(op, "shape", "whole sizes ≥ 0", textOf(shape));
}

function isSize(size: unknown): size is number {
  return Number.isSafeInteger(size) && (size as number) >= 0;
}

function textOf(shape: readonly unknown[]): string {
  return `[${shape.slice(0, 16).map(describe).join(", ")}${shape.length > 16 ? ", …" : ""}]`;
}

function checkAxis(op: string, axis: unknown, rank: number): number {
  if (typeof axis !== "number") throw wrongKind(op, "axis", "a whole number", axis);
  if (!Number.isInteger(axis)) throw wrongValue(op, "axis", "a whole number", String(axis));
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
