import { allocateResult, allocateScratch } from "../core/allocate.js";
import { type FloatArray, lengthOf, part, write } from "../core/types.js";
import { blockOf, narrow, widen } from "../memory/halves.js";
import { blockLength, staging } from "../memory/staging.js";
import { type Definition, type HalfPlan, lengthOfResult } from "./plan.js";

/** The part of a definition that says how a plan is computed. */
export type Computed = Pick<Definition, "result" | "second" | "both" | "whole" | "indexed" | "startingAt" | "compute">;

/**
 * Computes halves in f32 and rounds each result once: as many slabs at a time as fit into a block of the staging memory,
 * where the kernels work in place. One larger slab, or a result that depends on all elements, has f32 arrays of its own.
 */
export function computeHalves(definition: Computed, plan: HalfPlan): unknown {
  const { op, n, made, x, alpha, dy, labels, values, accumulate } = plan;
  const { result, second, both, whole, compute } = definition;
  const length = result && lengthOfResult(result, plan, alpha);
  const out = length === undefined ? undefined : (plan.out ?? allocateResult(op, "out", "f16", length));
  const derivative = both ? (plan.derivative ?? allocateResult(op, "derivative", "f16", length!)) : undefined;
  // Elements are their own rows, however long an axis of size 1 is.
  const apart = n * made === 1;
  const outer = apart ? plan.outer * plan.inner : plan.outer;
  const inner = apart ? 1 : plan.inner;
  const [taken, returned] = [n * inner, made * inner];
  const sizeOfGradient = second === "y" ? returned : taken;
  const sizeOfResult = result === "y" ? returned : taken;
  const most = Math.max(taken, returned, 1);
  const block = blockLength("f32");
  const group = whole ? outer : Math.max(1, Math.floor(block / most));
  const staged = !whole && most <= block;

  let value: unknown;
  let o = 0;
  do {
    const count = Math.min(group, outer - o);
    const first = o * sizeOfResult;
    const size = whole ? (length ?? 0) : count * sizeOfResult;
    const floats = (array: FloatArray | undefined, each: number, at: number) =>
      array && (staged ? widen(op, at, array, o * each, count * each) : widened(op, array, o * each, count * each));
    const output = (array: FloatArray | undefined, at: number) => {
      if (!array) return undefined;
      if (!accumulate) return staged ? blockOf(op, at, size) : allocateScratch(op, "f32", size);
      return staged ? widen(op, at, array, first, size) : widened(op, array, first, size);
    };
    const to = output(out, 2);
    const slope = output(derivative, 1);
    value = compute({
      op,
      type: "f32",
      outer: count,
      n,
      made,
      inner,
      x: floats(x, taken, 0)!,
      alpha,
      dy: floats(dy, sizeOfGradient, 1),
      labels: labels && { ...labels, indices: part(labels.indices, o * inner, count * inner) },
      out: to,
      derivative: slope,
      accumulate,
      values: definition.indexed?.(values) ? definition.startingAt!(values, o) : values,
      home: staged ? staging(op) : undefined,
    });
    for (const [target, floats, at] of [
      [out, to, 2],
      [derivative, slope, 1],
    ] as const) {
      if (!target) continue;
      if (staged) narrow(op, at, target, first, size);
      else narrowed(op, floats!, target, first);
    }
    o += group;
  } while (o < outer);
  return both ? { value: out, derivative } : (out ?? value);
}

/** Halves as a new array of f32. */
function widened(op: string, source: FloatArray, start: number, count: number): FloatArray {
  const floats = allocateScratch(op, "f32", count);
  const block = blockLength("f32");
  for (let i = 0; i < count; i += block) {
    write(floats, widen(op, 0, source, start + i, Math.min(block, count - i)), i);
  }
  return floats;
}

/** Writes an array of f32 as halves. */
function narrowed(op: string, floats: FloatArray, target: FloatArray, start: number): void {
  const block = blockLength("f32");
  const count = lengthOf(floats);
  for (let i = 0; i < count; i += block) {
    const piece = part(floats, i, Math.min(block, count - i));
    write(blockOf(op, 0, lengthOf(piece)), piece);
    narrow(op, 0, target, start + i, lengthOf(piece));
  }
}
