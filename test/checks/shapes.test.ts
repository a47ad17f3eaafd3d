import { describe, test } from "vitest";
import { type Options, titleOf } from "../support/call.js";
import { lossCalls, rowCallsOf, slopeCallsOf } from "../support/calls.js";
import { rowwise, slopes, splits } from "../support/functions.js";
import { N, operandsOf, refuses, saying } from "../support/refusals.js";
import { expectSame } from "../support/same.js";
import { splitCallsOf, splitVariants } from "../support/split.js";

/** Shapes and axes that do not fit. */

const shaped = [
  ...rowwise.flatMap((f) => rowCallsOf(f)),
  ...slopes.flatMap((f) => slopeCallsOf(f, () => 1)),
  ...splits.flatMap((f) => splitCallsOf(f, splitVariants(f)[0]).slice(0, 2)),
  // The shape that is one has three rows.
  ...lossCalls({}, () => 3),
].map((call) => [titleOf(call), call] as const);

describe.each(shaped)("%s", (_, call) => {
  const cases: readonly (readonly [Options, ErrorConstructor, string, string, string])[] = [
    [{ shape: [2, 4] }, RangeError, "shape", "a product of 6, the length of the array", "\\[2, 4\\], a product of 8$"],
    [{ shape: [] }, RangeError, "shape", "at least one dimension", "\\[\\]$"],
    [{ shape: [-2, -3] }, RangeError, "shape", "whole sizes ≥ 0", "\\[-2, -3\\]$"],
    [{ shape: [1.5, 4] }, RangeError, "shape", "whole sizes ≥ 0", "\\[1\\.5, 4\\]$"],
    [{ shape: ["6"] }, RangeError, "shape", "whole sizes ≥ 0", '\\["6"\\]$'],
    [{ shape: 6 }, TypeError, "shape", "an array of sizes", "6$"],
    [{ shape: "6" }, TypeError, "shape", "an array of sizes", '"6"$'],
    [{ shape: [2, 3], axis: 2 }, RangeError, "axis", "from -2 to 1 for 2 dimensions", "2$"],
    [{ shape: [2, 3], axis: -3 }, RangeError, "axis", "from -2 to 1 for 2 dimensions", "-3$"],
    [{ axis: 1 }, RangeError, "axis", "from -1 to 0 for 1 dimensions", "1; give the shape to have more dimensions$"],
    [{ shape: [2, 3], axis: 0.5 }, RangeError, "axis", "a whole number", "0\\.5$"],
    [{ shape: [2, 3], axis: Number.NaN }, RangeError, "axis", "a whole number", "NaN$"],
    [{ shape: [2, 3], axis: "1" }, TypeError, "axis", "a whole number", '"1"$'],
    [{ shape: [2, 3], axis: null }, TypeError, "axis", "a whole number", "null$"],
  ];
  test.each(cases)("%o", (options, kind, argument, expected, got) => {
    const out = new Float32Array(call.lengths(N).out);
    refuses(call, operandsOf(call, "f32"), { ...options, out }, kind, saying(call, argument, expected, got));
  });

  test("a typed array of sizes is a shape", () => {
    const operands = operandsOf(call, "f32");
    expectSame(call.run(operands, { shape: Int32Array.of(3, 2) }), call.run(operands, { shape: [3, 2] }));
  });
});
