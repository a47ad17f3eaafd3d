import { describe, expect, test } from "vitest";
import { softmax } from "../../../bindings/index.js";
import { rowReference } from "../../reference/index.js";
import { uniform } from "../../support/arrays.js";
import { expectAtMost, expectTrue } from "../../support/bounds.js";
import { type ElementType, TYPES } from "../../support/call.js";
import { rowCallsOf } from "../../support/calls.js";
import { exported, rowwise } from "../../support/functions.js";
import { titled } from "../../support/layouts.js";
import { inWorkspace } from "../../support/places.js";
import { expectSame } from "../../support/same.js";
import { alongRows, type Layout, rowIndices, sizeOf } from "../../support/shapes.js";
import { smallestNormal, ulp } from "../../support/ulp.js";

/** Functions of rows, on layouts; against the reference on the small ones. */
export function testRows(layouts: readonly Layout[], small: readonly Layout[]): void {
  describe.each(TYPES)("%s: rows give the same bits staged and in a Workspace", (type) => {
    test.each(titled(layouts))("%s", (_, layout) => compareRows(type, layout));
  });

  describe.each(TYPES)("%s: rows", (type) => {
    test.each(titled(small))("softmax of %s sums to 1", (_, layout) => {
      const y = softmax(uniform(type, sizeOf(layout.shape), 30, 9) as Float32Array, layout as never);
      for (const indices of rowIndices(layout)) {
        const sum = indices.reduce((total, i) => total + y[i]!, 0);
        // Each value is within its bound; adding them up costs half a unit of f64 each.
        const bound = softmax.spec.errorBounds[type] * ulp(1, type) + indices.length * 2 ** -53;
        expectAtMost(Math.abs(sum - 1), bound, () => `sum ${sum}`);
        expectTrue(
          indices.every((i) => y[i]! >= 0 && y[i]! <= 1),
          () => "an element outside of [0, 1]",
        );
      }
    });

    test.each(titled(small))("%s agrees with the reference", (_, layout) => {
      const x = uniform(type, sizeOf(layout.shape), 30, 9);
      for (const [name, { f: value, least = 0 }] of Object.entries(rowReference)) {
        const f = exported.get(name) as (typeof rowwise)[number];
        const want = alongRows(layout, [x], value);
        // The reference errs by some units of f64.
        const bound = f.spec.errorBounds[type] + (type === "f32" ? 0.01 : 4);
        const errors = Float64Array.from(f(x, layout as never), (got, i) => {
          const unit = ulp(Math.max(Math.abs(want[i]!), least), type);
          return Math.abs(want[i]!) < smallestNormal(type) && got === 0 ? 0 : Math.abs(got - want[i]!) / unit;
        });
        expect(
          errors.reduce((most, error) => Math.max(most, error), 0),
          name,
        ).toBeLessThanOrEqual(bound);
      }
    });
  });
}

/** Staged and in one Workspace, into fresh memory and onto the operand. */
export function compareRows(type: ElementType, { shape, axis }: Layout): void {
  const operands = [uniform(type, sizeOf(shape), 20, 3), uniform(type, sizeOf(shape), 1, 4)];
  for (const call of rowwise.flatMap((f) => rowCallsOf(f, { shape, axis }))) {
    const given = operands.slice(0, call.operands.length);
    const staged = call.run(given);
    inWorkspace([...given, staged], type, (placed) => {
      const out = placed.pop()!.fill(0);
      expectSame(call.run(placed, { out }), staged, `${call.name} in a Workspace`);
      for (const target of placed) {
        const operand = given[placed.indexOf(target)]!;
        expectSame(call.run(placed, { out: target }), staged, `${call.name} in place`);
        target.set(operand);
        const copies = given.map((array) => array.slice());
        expectSame(call.run(copies, { out: copies[placed.indexOf(target)]! }), staged, `${call.name} staged in place`);
      }
    });
  }
}
