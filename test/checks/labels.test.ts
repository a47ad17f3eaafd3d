import { describe, expect, test } from "vitest";
import { softmaxCrossEntropy } from "../../bindings/index.js";
import { expectSame } from "../support/same.js";

describe("what softmaxCrossEntropy refuses", () => {
  const x = new Float32Array(6);
  const shape = [2, 3];
  const refused: readonly (readonly [string, unknown, object, ErrorConstructor, RegExp])[] = [
    [
      "a label too large",
      Int32Array.of(0, 3),
      {},
      RangeError,
      /"labels" expected classes from 0 to 2, .* got 3 at index 1/,
    ],
    ["a negative label", Int32Array.of(-1, 0), {}, RangeError, /"labels" .* or ignoreIndex -100, got -1 at index 0/],
    [
      "the default of ignoreIndex where it is another",
      Int32Array.of(0, -100),
      { ignoreIndex: -1 },
      RangeError,
      /-100 at index 1/,
    ],
    ["too few labels", Int32Array.of(0), {}, RangeError, /"labels" expected an Int32Array of length 2.*, got length 1/],
    [
      "labels as numbers",
      [0, 1],
      {},
      TypeError,
      /"targets" expected a Float32Array of length 6, or an Int32Array of length 2 of labels, got an Array of length 2; convert it with Int32Array\.from/,
    ],
    [
      "other whole numbers",
      new Uint8Array(2),
      {},
      TypeError,
      /got a Uint8Array of length 2; convert it with Int32Array/,
    ],
    [
      "smoothed targets",
      new Float32Array(6),
      { labelSmoothing: 0.1 },
      RangeError,
      /"labelSmoothing" expected 0 with targets, got 0\.1; smooth/,
    ],
    [
      "ignored targets",
      new Float32Array(6),
      { ignoreIndex: 0 },
      RangeError,
      /"ignoreIndex" expected nothing with targets, got 0/,
    ],
    [
      "too much smoothing",
      new Int32Array(2),
      { labelSmoothing: 1.5 },
      RangeError,
      /"labelSmoothing" expected a number from 0 to 1, got 1\.5/,
    ],
    [
      "no smoothing",
      new Int32Array(2),
      { labelSmoothing: Number.NaN },
      RangeError,
      /"labelSmoothing" expected .*, got NaN/,
    ],
    [
      "a fraction to ignore",
      new Int32Array(2),
      { ignoreIndex: 0.5 },
      RangeError,
      /"ignoreIndex" expected a whole number, got 0\.5/,
    ],
    [
      "a text to ignore",
      new Int32Array(2),
      { ignoreIndex: "0" },
      TypeError,
      /"ignoreIndex" expected a whole number, got "0"/,
    ],
  ];

  test.each(refused)("%s", (_, given, options, kind, message) => {
    for (const [member, length] of [
      [softmaxCrossEntropy, 2],
      [softmaxCrossEntropy.grad, 6],
    ] as const) {
      const out = new Float32Array(length).fill(7);
      const attempt = () => member(x, given as Float32Array, { shape, ...options, out });
      expect(attempt).toThrow(kind);
      expect(attempt).toThrow(message);
      expectSame(out, new Array(length).fill(7));
    }
  });

  test("an output in the memory of the labels", () => {
    const memory = new ArrayBuffer(64);
    const labels = new Int32Array(memory, 8, 2);
    for (const offset of [4, 8, 12]) {
      const out = new Float32Array(memory, offset, 2);
      expect(() => softmaxCrossEntropy(x, labels, { shape, out })).toThrow(
        /"out" expected other memory than .*"labels"/,
      );
    }
    for (const offset of [0, 16]) {
      const out = new Float32Array(memory, offset, 2);
      expect(softmaxCrossEntropy(x, labels, { shape, out })).toBe(out);
    }
  });

  test("none of these: labels in shared memory, along another axis", () => {
    const shared = new Int32Array(new SharedArrayBuffer(12));
    expect(softmaxCrossEntropy(x, shared, { shape, axis: 0 })[2]).toBeCloseTo(Math.LN2);
  });
});
