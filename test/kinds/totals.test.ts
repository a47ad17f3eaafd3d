import { describe, expect, test } from "vitest";
import { dense } from "../../accuracy/points.js";
import { leakyRelu, softplus, swish, Workspace } from "../../bindings/index.js";
import { exactSum, parameterReference, reference } from "../reference/index.js";
import { arrayOf, BLOCK, generator, mixed, parametersOf, uniform } from "../support/arrays.js";
import { type ElementType, elementwise, type FloatArray, type Options, TYPES, variants } from "../support/functions.js";
import { totalsOf } from "../support/totals.js";
import { ulpError } from "../support/ulp.js";

/** Gradients of parameters: Σ dy·∂f/∂p. */

const INF = Number.POSITIVE_INFINITY;
const NAN = Number.NaN;

const BOUND = 4;
/** The exponents beyond which eˣ is no normal number. */
const VANISHED = { f32: 87, f64: 700 } as const;
const LARGEST = { f32: 2 ** 127, f64: 2 ** 1023 } as const;
const PRECISION = { f32: 2 ** -23, f64: 2 ** -52 } as const;

const totals = elementwise.flatMap((f) =>
  totalsOf(f).flatMap((each) =>
    variants(f).map(
      (options) => [`${f.spec.name}.${each.member} ${JSON.stringify(options)}`, { f, options, ...each }] as const,
    ),
  ),
);

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

describe.each(TYPES)("%s", (type) => {
  const ones = arrayOf(type, [1]);

  describe.each(totals)("%s", (_, { f, parameter, options, total }) => {
    const p = parametersOf(f, type, options);
    const term = parameterReference[f.spec.name]![parameter]!;
    const { f: value } = reference[f.spec.name]!;

    test(`each ∂f/∂p is within ${BOUND} ULP, and less than it is where an exponential vanishes`, () => {
      // The reference errs by some units of f64, too.
      const bound = type === "f32" ? BOUND : BOUND + 4;
      const x = arrayOf(type, [...dense(generator(3), 256)]);
      for (let i = 0; i < x.length; i++) {
        const want = term(x[i]!, p);
        // Squares out of range.
        if (Math.abs(want) > LARGEST[type] || Number.isNaN(want)) continue;
        const got = total(x.subarray(i, i + 1), ones, options);
        const vanished = Math.abs((p.beta ?? 0) * x[i]!) > VANISHED[type];
        const error = vanished ? Math.max(0, Math.abs(got) - Math.abs(want)) : ulpError(got, want, type);
        if (error > bound) expect.fail(`x = ${x[i]}: got ${got}, want ${want}, ${error} ULP`);
      }
    });

    test("the sum is that of the terms", () => {
      for (const n of [1, 10, 1_000, BLOCK[type] + 77]) {
        const x = uniform(type, n, 6, n);
        const dy = uniform(type, n, 2, n + 1);
        const terms = Float64Array.from(x, (v, i) => dy[i]! * term(v, p));
        const size = exactSum(terms.map(Math.abs));
        const got = total(x, dy, options);
        expect(Math.abs(got - exactSum(terms))).toBeLessThanOrEqual((BOUND + 4) * PRECISION[type] * size);
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
          expect(total(placed[0], placed[1], options), `${n} in a Workspace`).toBe(want);
          expect(total(placed[0], dy, options), `${n}, x in a Workspace`).toBe(want);
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
  // What 2⁵³ would swallow, a compensated sum keeps.
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
