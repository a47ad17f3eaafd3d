import { forEachLabel, type Labels } from "../checks/labels.js";
import type { View } from "../checks/shape.js";
import { allocateScratch } from "../core/allocate.js";
import { type ElementType, type FloatArray, fillWith, part } from "../core/types.js";
import { blockLength } from "../memory/staging.js";

/** Whole slabs of the logits, and the targets that their smoothed labels are. */
export interface Smoothed {
  readonly first: number;
  readonly view: View;
  /** Good until the next ones are made. */
  readonly targets: FloatArray;
}

/** As many slabs at a time as fit into a block, or one. */
export function* smoothed(
  op: string,
  type: ElementType,
  labels: Labels,
  { outer, n, inner }: View,
): Generator<Smoothed> {
  const slab = n * inner;
  const rest = labels.smoothing / n;
  const group = Math.max(1, Math.min(outer, Math.floor(blockLength(type) / slab)));
  const all = allocateScratch(op, type, group * slab);
  for (let first = 0; first < outer; first += group) {
    const view = { outer: Math.min(group, outer - first), n, inner };
    const targets = fillWith(part(all, 0, view.outer * slab), rest);
    const indices = part(labels.indices, first * inner, view.outer * inner);
    forEachLabel({ ...labels, indices }, view, (_, at) => {
      if (at >= 0) targets[at] = 1 - labels.smoothing + rest;
    });
    yield { first, view, targets };
  }
}
