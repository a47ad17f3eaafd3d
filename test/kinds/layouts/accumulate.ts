import { describe, test } from "vitest";
import { sumOf } from "../../support/accumulate.js";
import { uniform } from "../../support/arrays.js";
import { TYPES } from "../../support/call.js";
import { rowCallsOf, slopeCallsOf } from "../../support/calls.js";
import { rowwise, slopes } from "../../support/functions.js";
import { titled } from "../../support/layouts.js";
import { expectSame } from "../../support/same.js";
import { type Layout, rowOf, sizeOf } from "../../support/shapes.js";

/** Gradients that are added to what is there, on layouts. */
export function testAccumulate(layouts: readonly Layout[]): void {
  describe.each(TYPES)("%s: gradients of rows and slopes are added to what is there", (type) => {
    test.each(titled(layouts))("%s", (_, layout) => {
      const { n } = rowOf(layout);
      const options = layout as never;
      const shaped = [
        ...rowwise.flatMap((f) => rowCallsOf(f, options)),
        ...slopes.flatMap((f) => [...slopeCallsOf(f, () => n, options), ...slopeCallsOf(f, () => 1, options)]),
      ].filter(({ name }) => name.includes(".grad"));
      for (const call of shaped) {
        const { operands: lengths, out: outLength } = call.lengths(sizeOf(layout.shape));
        const operands = lengths.map((length, k) => uniform(type, length, 3, k + 5));
        const before = uniform(type, outLength, 1, 9);
        const want = sumOf(before, call.run(operands));
        expectSame(call.run(operands, { out: before, accumulate: true }), want, call.name);
      }
    });
  });
}
