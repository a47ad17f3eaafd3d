import { describe, test } from "vitest";
import { sparsemax } from "../../../bindings/index.js";
import { uniform } from "../../support/arrays.js";
import { expectAtMost, expectTrue } from "../../support/bounds.js";
import { TYPES } from "../../support/call.js";
import { titled } from "../../support/layouts.js";
import { f32or64 } from "../../support/near.js";
import { type Layout, rowIndices, sizeOf } from "../../support/shapes.js";
import { ulp } from "../../support/ulp.js";

/** Projections onto the simplex, on layouts. */
export function testSparsemax(small: readonly Layout[]): void {
  describe.each(TYPES)("%s: sparsemax", (type) => {
    test.each(titled(small))("%s lies in the simplex, and sums to 1", (_, layout) => {
      for (const scale of [0.01, 1, 30]) {
        const y = sparsemax(f32or64(type, uniform(type, sizeOf(layout.shape), scale, 9)), layout as never);
        for (const indices of rowIndices(layout)) {
          const sum = indices.reduce((total, i) => total + y[i]!, 0);
          // Half a unit of 1 each, of those that are not 0.
          const support = indices.filter((i) => y[i]! > 0).length;
          expectAtMost(Math.abs(sum - 1), support * ulp(1, type), () => `sum ${sum}`);
          expectTrue(
            indices.every((i) => y[i]! >= 0 && y[i]! <= 1),
            () => "an element outside of [0, 1]",
          );
        }
      }
    });
  });
}
