import { describe, expect, test, vi } from "vitest";
import { leakyRelu, softplus, swish, Workspace } from "../../bindings/index.js";
import { exactSum, parameterReference, reference } from "../reference/index.js";
import { arrayOf, BLOCK, mixed, parametersOf, uniform } from "../support/arrays.js";
import { expectTrue } from "../support/bounds.js";
import { type ElementType, type FloatArray, type Options, TYPES } from "../support/call.js";
import { elementwise } from "../support/functions.js";
import { totalsOf } from "../support/totals.js";
import { TERM_BOUND, testTerms, totals } from "./total-terms.js";

vi.mock("../../bindings/memory/staging.js", async (original) =>
  (await import("../support/small-blocks.js")).smallBlocks(original),
);

/** Gradients of parameters: Σ dy·∂f/∂p. */

const INF = Number.POSITIVE_INFINITY;
const NAN = Number.NaN;

const PRECISION = { f32: 2 ** -23, f64: 2 ** -52 } as const;

/** Lengths around vectors and around the staging block. */
const lengths = (type: ElementType) => [
  0,
  1,
  2,
  3,
  4,
  5,
  7,
  31,
  32,
  33,
  64,
  257,
  ...[-1, 0, 1].map((k) => BLOCK[type] + k),
  2 * BLOCK[type] + 3,
];

test("the parameters that can be learned have a reference, and no others", () => {
  const known = Object.entries(parameterReference).flatMap(([name, terms]) =>
    Object.keys(terms).map((p) => `${name} ${p}`),
  );
  const found = elementwise.flatMap((f) => totalsOf(f).map(({ parameter }) => `${f.spec.name} ${parameter}`));
  expect(found.sort()).toEqual(known.sort());
});

testTerms(61);

describe.each(TYPES)("%s", (type) => {
  describe.each(totals)("%s", (_, { f, parameter, options, total }) => {
    const p = parametersOf(f, type, options);
    const term = parameterReference[f.spec.name]![parameter]!;
    const { f: value } = reference[f.spec.name]!;

    test("the result is the sum of the terms", () => {
      for (const n of [1, 10, 1_000, BLOCK[type] + 77]) {
        const x = uniform(type, n, 6, n);
        const dy = uniform(type, n, 2, n + 1);
        const terms = Float64Array.from(x, (v, i) => dy[i]! * term(v, p));
        const size = exactSum(terms.map(Math.abs));
        const got = total(x, dy, options);
        expect(Math.abs(got - exactSum(terms))).toBeLessThanOrEqual((TERM_BOUND + 4) * PRECISION[type] * size);
      }
    });

    test("it is the limit of differences of f", () => {
      const x = uniform(type, 50, 5, 3);
      const dy = uniform(type, 50, 2, 4);
      const h = 2 ** -17;
      const loss = (by: number) =>
        exactSum(Float64Array.from(x, (v, i) => dy[i]! * value(v, { ...p, [parameter]: p[parameter]! + by })));
      const want = (loss(h) - loss(-h)) / (2 * h);
      const got = total(x, dy, options);
      expect(Math.abs(got - want)).toBeLessThanOrEqual(type === "f32" ? 2e-5 : 1e-7);
    });

    test("the bits are the same staged and in a Workspace", () => {
      using workspace = new Workspace({ bytes: 2 ** 20 });
      for (const n of lengths(type)) {
        for (const source of [uniform(type, n, 5, n + 1), mixed(type, n, n + 1)]) {
          const dy = uniform(type, n, 3, n + 2);
          const make = (array: FloatArray) => (type === "f32" ? workspace.float32(array) : workspace.float64(array));
          const placed = [make(source), make(dy)] as const;
          const want = total(source, dy, options);
          expectTrue(Object.is(total(placed[0], placed[1], options), want), () => `${n} in a Workspace`);
          expectTrue(Object.is(total(placed[0], dy, options), want), () => `${n}, x in a Workspace`);
          for (const array of placed) workspace.free(array);
        }
      }
    });

    test("nothing is 0, NaN is NaN, and a term of 0 wins over ∞", () => {
      const at = (x: number, dy: number) => total(arrayOf(type, [1, x, -1]), arrayOf(type, [0, dy, 0]), options);
      expect(total(arrayOf(type, 0), arrayOf(type, 0), options)).toBe(0);
      for (const dy of [0, 1, INF, NAN]) expect(at(NAN, dy)).toBeNaN();
      expect(at(-1, NAN)).toBeNaN();
      expect(at(-0, NAN)).toBeNaN();
      for (const x of [INF, -INF, 0, 5, 1e30, -1e30]) {
        if (term(x, p) !== 0) continue;
        for (const dy of [1, -1, 3e38, INF, -INF]) expect(at(x, dy) + 0, `x = ${x}, dy = ${dy}`).toBe(0);
      }
      // Off is where ∂f/∂p is 0 over an interval: no dy counts there, not even NaN.
      const off = [1, 3].every((x) => term(x, p) === 0);
      if (off)
        for (const x of [5e-324, 1e-30, 2, INF].filter((x) => arrayOf(type, [x])[0]! > 0))
          expect(at(x, NAN) + 0).toBe(0);
    });

    test("what one call has summed is not left for the next", () => {
      const x = uniform(type, 40, 5, 1);
      const want = total(x, x, options);
      total(arrayOf(type, [-1, -2]), arrayOf(type, [NAN, INF]), options);
      expect(total(x, x, options)).toBe(want);
    });
  });

  test("each element counts once: sums of whole numbers are exact", () => {
    for (const n of [...Array(70).keys(), ...lengths(type)]) {
      const x = arrayOf(type, n).map((_, i) => ((i * 7) % 11) - 8) as Float32Array;
      const dy = arrayOf(type, n).map((_, i) => 1 + (i % 5)) as Float32Array;
      const want = Array.from(x).reduce((sum, v, i) => sum + (v > 0 ? 0 : v * dy[i]!), 0);
      expect(leakyRelu.gradNegativeSlope(x, dy) + 0, `length ${n}`).toBe(want + 0);
    }
  });
});

test("terms of f32 are multiplied and added in f64", () => {
  const x = Float32Array.of(-16_777_215, -16_777_213, -1);
  const dy = Float32Array.of(16_777_213, 1, 3);
  expect(leakyRelu.gradNegativeSlope(x, dy)).toBe(-16_777_215 * 16_777_213 - 16_777_213 - 3);
  // A compensated sum keeps what 2⁵³ would swallow.
  const long = new Float64Array(10_000).fill(-1);
  long[0] = -(2 ** 53);
  expect(
    leakyRelu.gradNegativeSlope(
      long,
      long.map(() => 1),
    ),
  ).toBe(-(2 ** 53) - 9_999 - 1);
});

test("the default of a parameter and its explicit value are one", () => {
  const x = uniform("f32", 100, 4, 1) as Float32Array;
  const options: Options = { beta: 1 };
  expect(swish.gradBeta(x, x, options)).toBe(swish.gradBeta(x, x));
  expect(softplus.gradBeta(x, x, options)).toBe(softplus.gradBeta(x, x));
  expect(swish.gradBeta(x, x, { beta: 2 })).not.toBe(swish.gradBeta(x, x));
});
