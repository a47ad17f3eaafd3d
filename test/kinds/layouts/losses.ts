import { describe, expect, test } from "vitest";
import { logSumExp, softmax, softmaxCrossEntropy } from "../../../bindings/index.js";
import * as exact from "../../reference/losses.js";
import { uniform } from "../../support/arrays.js";
import { TYPES, titleOf } from "../../support/call.js";
import { lossCalls } from "../../support/calls.js";
import { titled } from "../../support/layouts.js";
import { labelsFor } from "../../support/losses.js";
import { expectNear, f32or64 } from "../../support/near.js";
import { inWorkspace } from "../../support/places.js";
import { expectSame } from "../../support/same.js";
import { type Layout, rowIndices, rowOf, sizeOf } from "../../support/shapes.js";

const GRADIENT = { f32: 4, f64: 4 } as const;

const largest = (...values: readonly number[]) => Math.max(...values.map(Math.abs));

/** Functions with one value a row, on layouts; against the reference on the small ones. */
export function testLosses(layouts: readonly Layout[], small: readonly Layout[]): void {
  describe.each(TYPES)("%s: rows with one value", (type) => {
    test.each(titled(layouts))("%s give the same bits staged and in a Workspace", (_, layout) => {
      const { n } = rowOf(layout);
      const total = sizeOf(layout.shape);
      const rows = n === 0 ? sizeOf(layout.shape.filter((size) => size > 0)) : total / n;
      if (total === 0 && layout.shape[0] === 0) return;
      for (const call of lossCalls(layout as never, () => rows)) {
        const given = call.lengths(total).operands.map((length, k) => uniform(type, length, k === 0 ? 20 : 1, k + 3));
        const staged = call.run(given);
        expect(staged.length, titleOf(call)).toBe(call.lengths(total).out);
        inWorkspace([...given, staged], type, (placed) => {
          const out = placed.pop()!.fill(0);
          expectSame(call.run(placed, { out }), staged, `${titleOf(call)} in a Workspace`);
          for (const [k, target] of placed.entries()) {
            if (target.length !== staged.length) continue;
            expectSame(call.run(placed, { out: target }), staged, `${titleOf(call)} in place`);
            target.set(given[k]!);
            const copies = given.map((array) => array.slice());
            expectSame(call.run(copies, { out: copies[k]! }), staged, `${titleOf(call)} staged in place`);
          }
        });
      }
    });

    test.each(titled(small))("%s agrees with the reference", (_, layout) => {
      const options = layout as never;
      const x = f32or64(type, uniform(type, sizeOf(layout.shape), 15, 9));
      const targets = x.map((_v, i) => (i % 3 === 0 ? 0 : (i % 7) / 7)) as Float32Array;
      const labels = labelsFor(x, options);
      const { n } = rowOf(layout);
      const rows = [...rowIndices(layout)];
      const bounds = softmaxCrossEntropy.spec.errorBounds[type];

      const logs = logSumExp(x, options);
      const slopes = logSumExp.grad(x, f32or64(type, uniform(type, rows.length, 1, 4)), options);
      const dy = uniform(type, rows.length, 1, 4);
      const against = (smoothing: number | undefined) => {
        const given = smoothing === undefined ? targets : labels;
        const all = smoothing ? { ...layout, labelSmoothing: smoothing } : layout;
        return {
          smoothing,
          loss: softmaxCrossEntropy(x, given as Float32Array, all as never),
          gradient: softmaxCrossEntropy.grad(x, given as Float32Array, all as never),
        };
      };
      const losses = [against(0), against(0.1), against(undefined)];
      rows.forEach((indices, r) => {
        const row = Float64Array.from(indices, (i) => x[i]!);
        const of = (all: ArrayLike<number>) => indices.map((i) => all[i]!);
        const want = exact.logSumExp(row);
        const p = exact.logSumExpGrad(row);
        expectNear(type, [logs[r]!], [want], [largest(want, Math.max(...row), 1)], logSumExp.spec.errorBounds[type]);
        const scaled = p.map((each) => each * dy[r]!);
        expectNear(type, of(slopes), scaled, scaled, softmax.spec.errorBounds[type]);
        for (const { smoothing, loss, gradient } of losses) {
          const ignored = smoothing !== undefined && labels[r] === -100;
          const t =
            smoothing === undefined
              ? Float64Array.from(indices, (i) => targets[i]!)
              : exact.targetsOf(labels[r]!, n, smoothing);
          const value = ignored ? 0 : exact.softmaxCrossEntropy(row, t);
          expectNear(type, [loss[r]!], [value], [value], bounds, n);
          const sum = t.reduce((a, b) => a + b, 0);
          const exactly = exact.softmaxCrossEntropyGrad(row, t).map((each) => (ignored ? 0 : each));
          const sizes = t.map((each, i) => Math.max(each, p[i]! * sum));
          expectNear(type, of(gradient), exactly, sizes, GRADIENT[type], 2 * sum);
        }
      });
    });
  });
}
