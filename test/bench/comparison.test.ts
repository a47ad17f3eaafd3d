import { describe, expect, test } from "vitest";
import { Comparison } from "../../accuracy/comparison.js";
import { BLOCK, bitsAt, blocks, END, FIRST, sample, sizeOf, whole } from "../../accuracy/places.js";
import { sweep } from "../../accuracy/sweep.js";
import { EMPTY, fromJson, merge, type Tally, toJson } from "../../accuracy/tally.js";

/** The laboratory sees what is wrong. */

/** Results for x, where x itself, within ±1, would be right. */
function compare(x: readonly number[], got: readonly number[], absolute = false): Tally {
  const traits = { rise: 1, odd: true, low: -1, high: 1 } as const;
  const comparison = new Comparison({ want: (v) => v, values: {}, absolute, traits });
  comparison.block(Float32Array.from(x), Float32Array.from(got), x.length);
  return comparison.tally;
}

const UNIT = 2 ** -23;

describe("counts", () => {
  test("nothing of what is right", () => {
    const x = [-1, -0.5, -0, 0, 0.5, 1, Number.NaN];
    expect(compare(x, x)).toEqual({ ...EMPTY, inputs: 6, rounded: 6 });
  });

  test("errors in units of the exact result, and the worst of them", () => {
    const { worst, rounded } = compare([0.25, 0.5, 0.75], [0.25, 0.5 + 2 * UNIT, 0.75 + 2 * UNIT]);
    expect(worst).toEqual({ ulp: 4, x: 0.5, got: 0.5 + 2 * UNIT, want: 0.5 });
    expect(rounded).toBe(1);
  });

  test("errors in absolute units where that is allowed", () => {
    expect(compare([2 ** -20], [2 ** -20 + 2 ** -24], true).worst.ulp).toBe(1);
    expect(compare([2 ** -20], [2 ** -20 + 2 ** -24]).worst.ulp).toBe(2 ** 19);
  });

  test("results that are 0 below the smallest normal number", () => {
    expect(compare([2 ** -130], [0])).toMatchObject({ flushed: 1, rounded: 0, worst: { ulp: 0 } });
  });

  test("numbers for NaN", () => expect(compare([Number.NaN], [0])).toMatchObject({ numbers: 1, inputs: 0 }));
  test("NaN for numbers", () => expect(compare([0.5], [Number.NaN]).worst.ulp).toBe(Infinity));
  test("what is out of range", () => expect(compare([-1, 1], [-1 - UNIT, 1 + UNIT]).beyond).toBe(2));
  test("wrong signs", () => expect(compare([-0.5, 0.5], [0.5, -0.5]).signs).toBe(2));

  test("falls, and how deep they are", () => {
    const { falls, deepest } = compare([0.5, 0.6, 0.7, 0.8], [0.5 + 3 * UNIT, 0.5, 0.7, 0.8]);
    expect(falls).toBe(1);
    expect(deepest).toBe(6);
  });

  test("zeros of odd functions with the wrong sign", () => {
    const traits = { rise: 1, odd: true, low: -1, high: 1 } as const;
    const comparison = new Comparison({ want: (v) => v, values: {}, absolute: false, traits });
    comparison.zeros(0, 0);
    expect(comparison.tally.signs).toBe(1);
  });
});

describe("places", () => {
  const numberAt = (place: number) => new Float32Array(Int32Array.of(bitsAt(place)).buffer)[0]!;

  test("are in the order of the numbers", () => {
    expect([-2, -1, 0, 1].map(numberAt)).toEqual([-(2 ** -149), -0, 0, 2 ** -149]);
    expect([FIRST, END - 1].map(numberAt)).toEqual([Number.NaN, Number.NaN]);
  });

  test("of a whole span are all of it, also across 0", () => {
    const from = -BLOCK - 5;
    const x = new Float32Array(BLOCK);
    const seen = [...blocks(whole(from, from + 3 * BLOCK), x)].length;
    expect(seen).toBe(3);
    const places = [...blocks(whole(from, from + BLOCK), x)].flatMap((n) => [...x.subarray(0, n)]);
    expect(places).toEqual(Array.from({ length: BLOCK }, (_, i) => numberAt(from + i)));
  });

  test("of a sample ascend, and are as many as it says", () => {
    const span = sample(2 ** 16);
    const x = new Float32Array(BLOCK);
    const all = [...blocks(span, x)].reduce((sum, n) => sum + n, 0);
    expect(all).toBe(sizeOf(span));
    for (const n of blocks(span, x)) {
      const numbers = [...x.subarray(0, n)].filter((v) => !Number.isNaN(v));
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    }
  });
});

test("slices make the whole, falls between them included", () => {
  const job = { op: "tanh", direction: "value" } as const;
  const from = 0x3f0d0000;
  const parts = [0, 1, 2, 3].map((i) => sweep(job, whole(from + i * BLOCK, from + (i + 1) * BLOCK)));
  expect(parts.reduce(merge, EMPTY)).toEqual(sweep(job, whole(from, from + 4 * BLOCK)));
});

test("tallies survive as JSON", () => {
  const tally = { ...EMPTY, worst: { ulp: Infinity, x: -0, got: Number.NaN, want: -Infinity } };
  expect(fromJson(toJson(tally))).toEqual(tally);
});
