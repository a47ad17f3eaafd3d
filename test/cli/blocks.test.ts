import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blocksOf, largestBlock, segmentsOf } from "../../cli/pipeline/blocks.js";

/** How the command line cuts arrays: every element once, and no block larger than memory was taken for. */

const layouts = fc.record({
  outer: fc.integer({ min: 0, max: 9 }),
  n: fc.integer({ min: 0, max: 9 }),
  made: fc.integer({ min: 1, max: 9 }),
  inner: fc.integer({ min: 0, max: 40 }),
  length: fc.integer({ min: 1, max: 200 }),
  first: fc.nat(9),
  count: fc.nat(9),
});

describe("blocks", () => {
  test("hold each element of the range once", () => {
    fc.assert(
      fc.property(layouts, ({ outer, n, made, inner, length, first, count }) => {
        const layout = { outer, n, made, inner, shape: [] };
        const range = { first: Math.min(first, outer), end: Math.min(first + count, outer) };
        for (const runs of [n, made]) {
          const seen = new Uint8Array(outer * runs * inner);
          for (const block of blocksOf(layout, range, length)) {
            for (const { at, count } of segmentsOf(layout, block, runs)) {
              for (let i = at; i < at + count; i++) seen[i]!++;
            }
          }
          const inside = (i: number) => i >= range.first * runs * inner && i < range.end * runs * inner;
          expect(seen.every((times, i) => times === Number(inside(i)))).toBe(true);
        }
      }),
    );
  });

  test("are no larger than the largest, and lie in memory without gaps", () => {
    fc.assert(
      fc.property(layouts, ({ outer, n, made, inner, length }) => {
        const layout = { outer, n, made, inner, shape: [] };
        const most = largestBlock(layout, length);
        for (const block of blocksOf(layout, { first: 0, end: outer }, length)) {
          let filled = 0;
          for (const { to, count } of segmentsOf(layout, block, n)) {
            expect(to).toBe(filled);
            filled += count;
          }
          expect(filled).toBe(block.outer * n * block.columns);
          expect(block.outer * block.columns).toBeLessThanOrEqual(most.outer * most.columns);
          // One column by itself is summed in another order.
          if (inner > 1) expect(block.columns).toBeGreaterThan(1);
        }
      }),
    );
  });
});
