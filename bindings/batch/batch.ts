import type { Labels } from "../checks/labels.js";
import { outputLength } from "../core/layout.js";
import { type ElementType, type FloatArray, lengthOf } from "../core/types.js";
import { computePlan } from "../dispatch/compute.js";
import { type Definition, lengthOfResult, type Prepared } from "../dispatch/plan.js";
import { blockLength, staging } from "../memory/staging.js";
import { homeOfAll } from "../wasm/instance.js";
import { FEW, Pack, SMALL } from "./pack.js";
import { type BatchPlan, prepareBatch } from "./plan.js";

/**
 * Makes the call of many arrays of a function of rows, which do not care which array they are of: small arrays of one
 * length side by side are one array with a larger outer dimension. They are packed into blocks of the staging memory, and
 * each block is computed at once. Larger arrays are computed one by one.
 */
export function batchOf(definition: Definition): (...args: unknown[]) => unknown[] {
  const op = `${definition.name}.batch`;
  return (...args) => computeBatch(definition, prepareBatch(definition, op, args));
}

type Packable = BatchPlan<ElementType>;

function computeBatch(definition: Definition, batch: BatchPlan): unknown[] {
  const { x } = batch;
  // Halves are converted array by array.
  const alone = definition.whole || batch.type === "f16";
  // Outputs of the caller's are the results; the list of them is ours.
  const outputs = batch.out as unknown[] | undefined;
  const results = outputs ?? [];
  for (let from = 0, to = 0; from < x.length; from = to) {
    if (!alone) to = neighbours(definition, batch as Packable, from);
    if (to - from >= FEW) {
      const made = packed(definition, batch as Packable, from, to);
      if (!outputs) for (const result of made) results.push(result);
      continue;
    }
    to = from + 1;
    const result = computePlan(definition, planOf(batch, from));
    if (!outputs) results.push(result);
  }
  return results;
}

/** The plan of one array. */
function planOf(batch: BatchPlan, i: number): Prepared {
  const { op, type, values, accumulate, lengths, alpha, layoutOf } = batch;
  const x = batch.x[i]!;
  const dy = batch.dy?.[i];
  const out = batch.out?.[i];
  const { outer, n, made, inner } = layoutOf(lengths[i]!);
  // Not by spreading, which takes 7 µs.
  return {
    outer,
    n,
    made,
    inner,
    op,
    type,
    x,
    alpha,
    dy,
    labels: batch.labels?.[i],
    out,
    derivative: undefined,
    accumulate,
    values,
    home: out && homeOfAll(x, out, dy),
  };
}

/** To where arrays can be packed together: small ones of one layout that fit into a block. */
function neighbours(definition: Definition, { type, lengths, alpha, layoutOf }: Packable, from: number): number {
  const most = blockLength(type);
  const n = lengths[from]!;
  if (n > SMALL) return from;
  let to = from;
  const layout = layoutOf(n);
  const largest = Math.max(1, n, outputLength(layout), lengthOfResult(definition.result!, layout, alpha));
  const end = Math.min(lengths.length, from + Math.floor(most / largest));
  while (to < end && lengths[to] === n) to++;
  return to;
}

/** Computes the arrays of a range as one, and returns their results. */
function packed(definition: Definition, batch: Packable, from: number, to: number): readonly FloatArray[] {
  const { op, type, values, accumulate, lengths, layoutOf, x, alpha, dy, labels, out } = batch;
  let block = 0;
  const joined = (arrays: readonly FloatArray[] | undefined, length: number) =>
    arrays && new Pack(op, type, block++).joined(arrays, length, from, to);
  const n = lengths[from]!;
  const operand = joined(x, n)!;
  const { outer, ...rest } = layoutOf(n);
  const layout = { outer: outer * (to - from), ...rest };
  const length = lengthOfResult(definition.result!, layout, alpha);
  const each = length / (to - from);
  const second = joined(dy, definition.second === "y" ? outputLength(layout) / (to - from) : n);
  const pack = new Pack(op, type, block);
  const y = accumulate ? pack.joined(out!, each, from, to) : pack.view(length);
  definition.compute({
    ...layout,
    op,
    type,
    x: operand,
    alpha,
    dy: second,
    labels: labels && joinedLabels(labels, from, to),
    out: y,
    derivative: undefined,
    accumulate,
    values,
    home: staging(op),
  });
  return pack.parted(out, each, from, to);
}

/** Labels side by side. */
function joinedLabels(labels: readonly Labels[], from: number, to: number): Labels {
  const parts = labels.slice(from, to);
  const indices = new Int32Array(parts.reduce((length, { indices }) => length + lengthOf(indices), 0));
  let at = 0;
  for (const { indices: part } of parts) {
    indices.set(part, at);
    at += lengthOf(part);
  }
  return { ...labels[from]!, indices };
}
