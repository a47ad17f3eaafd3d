import { describe, expect, test } from "vitest";
import { decider } from "../../accuracy/rounding/decide.js";
import { evaluatorOf, SUBJECTS } from "../../accuracy/rounding/subjects.js";
import { gelu, sigmoid, silu, tanh, tanhShrink } from "../../bindings/exact.js";

const SMALLEST = 2 ** -149;
const LARGEST = 3.4028234663852886e38;
const INPUTS = [
  ...[Number.NaN, Number.POSITIVE_INFINITY, LARGEST, 1e30, 2 ** 25, 2 ** 24 + 2, 2 ** 24, 104, 89, 88.72283, 40, 17.5],
  ...[2 ** -12, 2 ** -20, 3 * 2 ** -21, 2 ** -24, 2 ** -126, 3 * SMALLEST, SMALLEST],
];

describe.each(SUBJECTS.map((subject) => [`${subject.op}, ${subject.direction}`, subject] as const))(
  "%s",
  (_, subject) => {
    test("is right where formulas end, on either side", () => {
      const x = Float32Array.from([...INPUTS, ...INPUTS.map((value) => -value)]);
      const y = new Float32Array(x.length);
      evaluatorOf(subject)(x, y);
      expect(Array.from(y, (value) => value + 0)).toEqual(Array.from(x, (value) => decider(subject)(value).y + 0));
    });
  },
);

test("functions that pass x through keep the sign of 0", () => {
  for (const f of [tanh, silu, gelu, tanhShrink]) {
    expect(Object.is(f(Float32Array.of(-0))[0], -0)).toBe(true);
    expect(Object.is(f(Float32Array.of(0))[0], 0)).toBe(true);
  }
});

test("half of a subnormal number is rounded by what comes after it", () => {
  expect([...silu(Float32Array.of(SMALLEST, 3 * SMALLEST, 5 * SMALLEST))]).toEqual([1, 2, 3].map((k) => k * SMALLEST));
  expect([...silu(Float32Array.of(-SMALLEST, -3 * SMALLEST))]).toEqual([-0, -SMALLEST]);
});

test("ties of ½ + x/4 go to ½", () => {
  const x = Float32Array.of(2 ** -23, 3 * 2 ** -23, -(2 ** -24), -3 * 2 ** -24);
  expect([...sigmoid(x)]).toEqual([0.5, 0.5 + 2 ** -24, 0.5, 0.5 - 2 ** -25]);
});
