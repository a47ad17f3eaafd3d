import { describe, expect, test } from "vitest";
import { geglu, glu, reglu, swiglu } from "../../bindings/index.js";
import { arrayOf, generator } from "../support/arrays.js";
import { type FloatArray, TYPES } from "../support/call.js";
import type { AnySplit } from "../support/functions.js";
import { exact, GRADIENT, REFERENCE, worst } from "../support/split-errors.js";

/** Compares the functions with a gate with the reference, on samples of n pairs. */
export function testSamples(n: number): void {
  describe.each(TYPES)("%s: gated halves agree with the reference", (type) => {
    /** As far as gates are normal numbers, in f32 as well. */
    const reach = (f: AnySplit) => (f.spec.name === "geglu" ? 12.5 : 80);

    const ranges: readonly (readonly [string, (next: () => number, reach: number) => number])[] = [
      ["up to 6", (next) => (next() - 0.5) * 12],
      ["as far as gates go", (next, reach) => (next() - 0.5) * 2 * reach],
      ["of all magnitudes", (next, reach) => (next() < 0.5 ? -1 : 1) * reach * 2 ** (next() * -43)],
    ];
    test.each(ranges)("a dense sample, %s", (_, draw) => {
      const next = generator(11);
      for (const f of [geglu, glu, swiglu, reglu] as unknown as AnySplit[]) {
        const x = arrayOf(type, 2 * n).map(() => draw(next, reach(f))) as FloatArray;
        // At most 1: it would lift what has lost digits as a subnormal number.
        const dy = arrayOf(type, n).map(() => 2 ** (next() * -8)) as FloatArray;
        const want = exact(f, {}, { shape: [2 * n], axis: 0 }, x, dy);
        const bound = f.spec.errorBounds[type] + REFERENCE[type];
        expect(worst(type, f(x), want.y), f.spec.name).toBeLessThanOrEqual(bound);
        expect(worst(type, f.grad(x, dy), want.dx, want.sizes), f.spec.name).toBeLessThanOrEqual(bound + GRADIENT);
      }
    });
  });
}
