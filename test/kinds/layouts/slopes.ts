import { describe, expect, test } from "vitest";
import { slopeReference } from "../../reference/index.js";
import { arrayOf, uniform } from "../../support/arrays.js";
import { expectAtMost } from "../../support/bounds.js";
import { type ElementType, type FloatArray, TYPES } from "../../support/call.js";
import { slopeCallsOf } from "../../support/calls.js";
import { type AnyPrelu, slopes } from "../../support/functions.js";
import { titled } from "../../support/layouts.js";
import { inWorkspace } from "../../support/places.js";
import { expectSame } from "../../support/same.js";
import { alongRows, type Layout, rowIndices, rowOf, sizeOf } from "../../support/shapes.js";
import { ulp } from "../../support/ulp.js";

/** Learned slopes, on layouts; against the reference on the small ones. */
export function testSlopes(layouts: readonly Layout[], small: readonly Layout[]): void {
  describe.each(TYPES)("%s: learned slopes give the same bits staged and in a Workspace", (type) => {
    test.each(titled(layouts))("%s", (_, layout) => {
      const { n } = rowOf(layout);
      const calls = slopes.flatMap((f) => [
        ...slopeCallsOf(f, () => n, layout as never),
        ...slopeCallsOf(f, () => 1, layout as never),
      ]);
      for (const call of calls) {
        const { operands, out } = call.lengths(sizeOf(layout.shape));
        const given = operands.map((length, k) => uniform(type, length, 3, k + 5));
        const staged = call.run(given);
        expect(staged.length).toBe(out);
        inWorkspace([...given, staged], type, (placed) => {
          expectSame(call.run(placed.slice(0, -1), { out: placed.at(-1)!.fill(0) }), staged, call.name);
        });
      }
    });

    test.each(titled(small))("%s agrees with the reference", (_, layout) => {
      const { n } = rowOf(layout);
      const x = uniform(type, sizeOf(layout.shape), 3, 5);
      const dy = uniform(type, x.length, 2, 6);
      const alpha = uniform(type, n, 1, 7);
      for (const f of slopes) {
        const { f: value, dx, dalpha } = slopeReference[f.spec.name as keyof typeof slopeReference];
        const rows = (each: (x: number, dy: number, k: number) => number) =>
          alongRows(layout, [x, dy], (row, outer) => row.map((v, k) => each(v, outer![k]!, k)));
        expectSame(
          f(x, alpha, layout as never),
          arrayOf(
            type,
            rows((v, _g, k) => value(v, alpha[k]!)),
          ),
        );
        expectSame(
          f.grad(x, alpha, dy, layout as never),
          arrayOf(
            type,
            rows((v, g, k) => g * dx(v, alpha[k]!)),
          ),
        );
        checkSums(f, type, layout, x, alpha, dy, dalpha);
      }
    });
  });
}

function checkSums(
  f: AnyPrelu,
  type: ElementType,
  layout: Layout,
  x: FloatArray,
  alpha: FloatArray,
  dy: FloatArray,
  term: (x: number, dy: number) => number,
): void {
  const want = new Float64Array(alpha.length);
  const sizes = new Float64Array(alpha.length);
  for (const indices of rowIndices(layout)) {
    indices.forEach((at, k) => {
      want[k]! += term(x[at]!, dy[at]!);
      sizes[k]! += Math.abs(term(x[at]!, dy[at]!));
    });
  }
  f.gradAlpha(x, alpha, dy, layout as never).forEach((got, k) => {
    // Both add up in f64; what remains for f32 is the rounding of the result.
    const tolerance = 64 * 2 ** -52 * sizes[k]! + (type === "f32" ? 0.5 * ulp(want[k]!, type) : 0);
    expectAtMost(Math.abs(got - want[k]!), tolerance, () => `slope ${k}`);
  });
}
