import { describe, expect, test } from "vitest";
import { BLOCK, uniform } from "../../support/arrays.js";
import { type Options, TYPES } from "../../support/call.js";
import type { AnySplit } from "../../support/functions.js";
import { splits } from "../../support/functions.js";
import { titled } from "../../support/layouts.js";
import { inWorkspace } from "../../support/places.js";
import { expectSame } from "../../support/same.js";
import { type Layout, rowOf, sizeOf } from "../../support/shapes.js";
import { referenceOf } from "../../support/split.js";
import { exact, GRADIENT, REFERENCE, worst } from "../../support/split-errors.js";

/** Functions that halve, double or divide a dimension, on layouts; against the reference on the small ones. */
export function testSplits(layouts: readonly Layout[], small: readonly Layout[]): void {
  describe.each(TYPES)("%s: the same bits staged and in a Workspace", (type) => {
    test.each(titled(layouts.filter(isCallable)))("%s", (_, layout) => {
      for (const [f, options] of callable(layout)) {
        const given = { ...options, ...(layout as object) };
        const x = uniform(type, sizeOf(layout.shape), 20, 3);
        const y = f(x, given);
        const dy = uniform(type, y.length, 1, 4);
        const dx = f.grad(x, dy, given);
        inWorkspace([x, dy, y, dx], type, ([x1, dy1, y1, dx1]) => {
          expectSame(f(x1!, { ...given, out: y1!.fill(0) }), y, f.spec.name);
          expectSame(f.grad(x1!, dy1!, { ...given, out: dx1!.fill(0) }), dx, `${f.spec.name}.grad`);
          expectSame(f.grad(x1!, dy1!, { ...given, out: x1! }), dx, `${f.spec.name}.grad in place`);
        });
        expectSame(f.grad(x, dy, { ...given, out: x }), dx, `${f.spec.name}.grad staged in place`);
      }
    });
  });

  describe.each(TYPES)("%s: agrees with the reference", (type) => {
    test.each(titled(small.filter(isCallable)))("%s", (_, layout) => {
      for (const [f, options] of callable(layout)) {
        const given = { ...options, ...(layout as object) };
        const x = uniform(type, sizeOf(layout.shape), 9, 3);
        const dy = uniform(type, f(x, given).length, 1, 4);
        const want = exact(f, options, layout, x, dy);
        const bound = f.spec.errorBounds[type] && f.spec.errorBounds[type] + REFERENCE[type];
        expect(worst(type, f(x, given), want.y), f.spec.name).toBeLessThanOrEqual(bound);
        const slack = bound && bound + GRADIENT;
        expect(worst(type, f.grad(x, dy, given), want.dx, want.sizes), f.spec.name).toBeLessThanOrEqual(slack);
      }
    });
  });
}

/** The functions that can be called with a layout, with the options that must be given. */
function callable(layout: Layout): (readonly [f: AnySplit, options: Options])[] {
  const { n } = rowOf(layout);
  const counts = sizeOf(layout.shape) < 1e6 ? [1, 2, 3, 5, n] : [3, n];
  return splits.flatMap((f) => {
    const given = f.spec.parameters?.pieces ? counts.map((pieces) => ({ pieces })) : [{}];
    return given
      .filter(({ pieces = 2 }: { pieces?: number }) => pieces > 0 && pieces <= BLOCK.f64)
      .filter((options) => n % referenceOf(f, options).taken === 0)
      .map((options) => [f, options] as const);
  });
}

const isCallable = (layout: Layout) => callable(layout).length > 0;
