import { describe, expect, test } from "vitest";
import { prelu, Workspace } from "../../bindings/index.js";
import { BYTES, uniform } from "../support/arrays.js";
import { TYPES } from "../support/call.js";
import { firstDifference } from "../support/same.js";

/** prelu by the loop of its definition: rows and runs of all lengths, in place and staged. */

/** All slopes from 0 to 1, which have loops of their own, and any. */
const SLOPES = { gentle: 0.5, any: 0 } as const;

describe.each(TYPES)("%s", (type) => {
  const rounded = (value: number) => (type === "f32" ? Math.fround(value) : value);

  /** Undefined if all elements are right, whichever way they are computed. */
  function mistake(outer: number, channels: number, inner: number, middle: number): string | undefined {
    const length = outer * channels * inner;
    const x = uniform(type, length, 4, length);
    const alpha = uniform(type, channels, 0.5, channels).map((slope) => slope + middle);
    const want = x.map((value, i) => {
      const slope = alpha[Math.floor(i / inner) % channels]!;
      return value > 0 ? value : rounded(value * slope);
    });
    const options = { shape: [outer, channels, inner], axis: 1 };
    using workspace = new Workspace({ bytes: 4 * length * BYTES[type] + 2 ** 16 });
    const [from, to, self] = [0, 1, 2].map(() =>
      type === "f32" ? workspace.float32(x as Float32Array) : workspace.float64(x as Float64Array),
    );
    const ways = {
      staged: prelu(x, alpha, options),
      "in a Workspace": prelu(from!, alpha, { ...options, out: to! }),
      "in place": prelu(self!, alpha, { ...options, out: self! }),
    };
    for (const [way, got] of Object.entries(ways)) {
      const difference = firstDifference(got, want);
      if (difference !== undefined) return `${way}, [${outer}, ${channels}, ${inner}]: ${difference}`;
    }
    return undefined;
  }

  test.each(Object.entries(SLOPES))("runs of 1 to 70 elements, %s slopes", (_, middle) => {
    const lengths = Array.from({ length: 70 }, (_, i) => i + 1);
    expect(lengths.map((inner) => mistake(2, 3, inner, middle)).filter(Boolean)).toEqual([]);
  });

  test.each(Object.entries(SLOPES))("rows of 1 to 1100 channels, %s slopes", (_, middle) => {
    const numbers = [1, 2, 3, 4, 8, 16, 17, 63, 255, 257, 499, 500, 501, 1000, 1001, 1100];
    expect(numbers.map((channels) => mistake(5, channels, 1, middle)).filter(Boolean)).toEqual([]);
  });

  test("more elements than a block, and than the second-level cache", () => {
    expect([mistake(45, 1000, 1, 0.5), mistake(161, 1000, 1, 0.5), mistake(3, 5, 9001, 0.5)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
