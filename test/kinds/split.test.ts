import { describe, expect, test, vi } from "vitest";
import { crelu, geglu, glu, maxout, reglu, swiglu } from "../../bindings/index.js";
import { splitReference } from "../reference/split.js";
import { arrayOf, BLOCK, uniform } from "../support/arrays.js";
import { type FloatArray, TYPES } from "../support/call.js";
import type { AnySplit } from "../support/functions.js";
import { exported, splits } from "../support/functions.js";
import { expectSame, firstDifference } from "../support/same.js";
import { alongPieces, referenceOf } from "../support/split.js";
import { exact, GRADIENT, most, REFERENCE, worst } from "../support/split-errors.js";
import { rowCases } from "../support/vectors.js";
import { testSamples } from "./split-samples.js";

vi.mock("../../bindings/memory/staging.js", async (original) =>
  (await import("../support/small-blocks.js")).smallBlocks(original),
);

const INF = Number.POSITIVE_INFINITY;
const NAN = Number.NaN;

testSamples(2 ** 11);

describe("values computed elsewhere", () => {
  const cases = rowCases().filter(({ op }) => op in splitReference);
  test.each(cases)("$op $shape $options", ({ op, shape, options, x, y, dy, dx }) => {
    const f = exported.get(op) as AnySplit;
    const layout = { shape, axis: options.axis! };
    const want = exact(f, options, layout, x, dy!);
    // Torch computes 1 − σ and 1 + erf: it errs by some units of the largest values.
    const largest = (values: Float64Array) => values.map(() => most(values.map(Math.abs)));
    expect(worst("f64", want.y, y, largest(y))).toBeLessThanOrEqual(4);
    expect(worst("f64", want.dx, dx!, largest(dx!))).toBeLessThanOrEqual(4);
    for (const type of TYPES) {
      const [inputs, gradients] = [arrayOf(type, x), arrayOf(type, dy!)];
      const rounded = exact(f, options, layout, inputs, gradients);
      const bound = f.spec.errorBounds[type] && f.spec.errorBounds[type] + REFERENCE[type];
      const given = { shape, ...options };
      expect(worst(type, f(inputs, given), rounded.y)).toBeLessThanOrEqual(bound);
      const got = f.grad(inputs, gradients, given);
      expect(worst(type, got, rounded.dx, rounded.sizes)).toBeLessThanOrEqual(bound && bound + GRADIENT);
    }
  });

  test("reach every function", () => {
    const reached = new Set(cases.map(({ op }) => op));
    expect(Object.keys(splitReference).filter((name) => !reached.has(name))).toEqual([]);
  });
});

describe.each(TYPES)("%s: gradients are the limits of differences", (type) => {
  test.each(splits.map((f) => [f.spec.name, f] as const))("%s", (_, f) => {
    const options = f.spec.parameters?.pieces ? { pieces: 3 } : {};
    const { taken, made, f: value } = referenceOf(f, options);
    const layout = { shape: [12], axis: 0 };
    const x = uniform(type, 12, 3, 5);
    const dy = uniform(type, (12 / taken) * made, 2, 6);
    const loss = (at: ArrayLike<number>) =>
      alongPieces(layout, [{ array: at, pieces: taken }], made, value).reduce((sum, y, i) => sum + y * dy[i]!, 0);
    const h = 2 ** -14;
    f.grad(x, dy, options).forEach((dx, i) => {
      const moved = (by: number) => loss(Float64Array.from(x, (v, k) => (k === i ? v + by : v)));
      const tolerance = type === "f32" ? 1e-5 : 1e-6;
      expect(Math.abs(dx - (moved(h) - moved(-h)) / (2 * h))).toBeLessThanOrEqual(tolerance);
    });
  });
});

describe.each(TYPES)("%s: an element depends on those at its place alone", (type) => {
  test.each(splits.map((f) => [f.spec.name, f] as const))("%s", (_, f) => {
    const options = f.spec.parameters?.pieces ? { pieces: 3 } : {};
    const { taken, made } = referenceOf(f, options);
    for (const run of [1, 2, 3, 4, 5, 7, 8, 9, 16, 31, BLOCK[type] - 1, BLOCK[type] + 3]) {
      const x = uniform(type, taken * run, 9, run);
      const dy = uniform(type, made * run, 2, run + 1);
      const groups = (array: FloatArray, pieces: number) =>
        arrayOf(type, array.length).map((_, i) => array[(i % pieces) * run + Math.floor(i / pieces)]!) as FloatArray;
      const shape = [run, taken];
      const y = f(groups(x, taken), { ...options, shape });
      expectSame(groups(f(x, options), made), y);
      const dx = f.grad(groups(x, taken), groups(dy, made), { ...options, shape });
      expectSame(groups(f.grad(x, dy, options), taken), dx);
    }
  });
});

describe.each(TYPES)("%s: special values", (type) => {
  const make = (values: readonly number[]) => arrayOf(type, values) as Float32Array;
  const bare = (values: ArrayLike<number>) => Array.from(values, (v) => v + 0);
  // The lanes of a vector, and single elements.
  const repeated = (values: readonly number[]) => values.flatMap((v) => new Array<number>(5).fill(v));
  const check = (got: ArrayLike<number>, want: readonly number[]) =>
    expect(firstDifference(bare(got), repeated(want))).toBeUndefined();

  test("glu: a gate of 0 turns off, whatever dy; NaN is NaN", () => {
    const a = [INF, -INF, 3, INF, NAN, NAN, 2, 0];
    const b = [-INF, -INF, -INF, 0, -INF, 1, NAN, INF];
    const x = make(repeated([...a, ...b]));
    check(glu(x), [0, 0, 0, INF, NAN, NAN, NAN, 0]);
    for (const g of [INF, -INF, 1]) {
      const half = (g === 1 ? 0.5 : g) as number;
      const dx = glu.grad(x, make(repeated(a.map(() => g))));
      check(dx, [...[0, 0, 0, half, NAN, NAN, NAN, g], ...[0, 0, 0, g * INF, 0, NAN, NAN, 0]]);
    }
  });

  test("reglu: a gate that is off turns off, whatever dy; NaN is NaN", () => {
    const a = [-1, 0, -INF, 2, -1, NAN, -INF, INF];
    const b = [INF, -INF, 5, INF, NAN, 1, -INF, -2];
    const x = make(repeated([...a, ...b]));
    check(reglu(x), [0, 0, 0, INF, NAN, NAN, 0, -INF]);
    for (const g of [INF, -INF, 1]) {
      const dx = reglu.grad(x, make(repeated(a.map(() => g))));
      check(dx, [...[0, 0, 0, INF * g, 0, NAN, 0, -2 * g], ...[0, 0, 0, 2 * g, NAN, NAN, 0, INF * g]]);
    }
  });

  test("a product that is in range is finite, however large the other half", () => {
    const large = type === "f32" ? 1e38 : 1e308;
    for (const b of [-1e-3, -1, -15, -60, -97]) {
      const [y] = glu(make([large, b]));
      const [, db] = glu.grad(make([large, b]), make([1]));
      const [want] = splitReference.glu!.f([make([large])[0]!, make([b])[0]!]);
      expect(Math.abs(y! / want! - 1)).toBeLessThan(1e-5);
      expect(db! / want!).toBeCloseTo(1 / (1 + Math.exp(b)), 5);
    }
  });

  test("geglu and swiglu: a gate of −∞ is 0", () => {
    const x = make(repeated([-INF, -INF, INF, NAN, 1, INF, -3, 2, 1, NAN]));
    check(swiglu(x), [0, 0, INF, NAN, NAN]);
    check(geglu(x), [0, 0, INF, NAN, NAN]);
    check(swiglu(make(repeated([-INF, -3, 0, INF]))), [0, -INF]);
    check(geglu(make(repeated([-INF, -3, 0, INF]))), [0, -INF]);
  });

  test("crelu: both are off at 0; NaN is NaN", () => {
    const x = make(repeated([-INF, -2, -0, 0, 2, INF, NAN]));
    check(crelu(x), [...[0, 0, 0, 0, 2, INF, NAN], ...[INF, 2, 0, 0, 0, 0, NAN]]);
    for (const [g, h] of [
      [3, 5],
      [INF, INF],
      [-INF, NAN],
      [NAN, -INF],
    ] as const) {
      const dx = crelu.grad(x, make(repeated([...new Array(7).fill(g), ...new Array(7).fill(h)])));
      check(dx, [-h, -h, 0, 0, g, g, NAN]);
    }
  });

  test("maxout: the first of equal ones; NaN is NaN, and takes no gradient", () => {
    const pieces = 3;
    const x = make(
      repeated([...[1, 2, NAN, -INF, 0, 1, 7], ...[3, 2, 1, -INF, -0, NAN, 7], ...[3, 1, 2, -INF, 0, 2, 8]]),
    );
    check(maxout(x, { pieces }), [3, 2, NAN, -INF, 0, NAN, 8]);
    for (const g of [1, INF, -INF]) {
      const dx = maxout.grad(x, make(repeated(new Array(7).fill(g))), { pieces });
      check(dx, [...[0, g, NAN, g, g, 0, 0], ...[g, 0, 0, 0, 0, NAN, 0], ...[0, 0, 0, 0, 0, 0, g]]);
    }
    const one = make([3, NAN, -INF]);
    expectSame(maxout(one, { pieces: 1 }), one);
    expectSame(maxout.grad(one, make([1, 2, 3]), { pieces: 1 }), [1, NAN, 3]);
  });
});

describe("refuses", () => {
  const x = new Float32Array(6);

  test.each<[string, () => unknown, ErrorConstructor, string]>([
    [
      "an odd size",
      () => glu(x, { shape: [2, 3] }),
      RangeError,
      'glu: "shape" expected an even size along the axis, got 3',
    ],
    [
      "an odd size, gradient",
      () => reglu.grad(new Float32Array(5), x),
      RangeError,
      'reglu.grad: "shape" expected an even size along the axis, got 5',
    ],
    [
      "no pieces",
      () => maxout(x, {} as never),
      TypeError,
      'maxout: "pieces" expected a whole number from 1 to 8192, got undefined; it has no default',
    ],
    [
      "no options",
      () => maxout.grad(x, x, undefined as never),
      TypeError,
      'maxout.grad: "pieces" expected a whole number from 1 to 8192, got undefined; it has no default',
    ],
    ...[0, -1, 1.5, NAN, INF, 8_193].map((pieces): [string, () => unknown, ErrorConstructor, string] => [
      `${pieces} pieces`,
      () => maxout(x, { pieces }),
      RangeError,
      `maxout: "pieces" expected a whole number from 1 to 8192, got ${pieces}`,
    ]),
    [
      "pieces that do not divide",
      () => maxout(x, { pieces: 2, shape: [2, 3] }),
      RangeError,
      'maxout: "pieces" expected a divisor of 3, the size along the axis, got 2',
    ],
    [
      "dy as long as x",
      () => glu.grad(x, x),
      RangeError,
      'glu.grad: "dy" expected a Float32Array of length 3, got length 6',
    ],
    ["out that is x", () => crelu(x, { out: x }), RangeError, 'crelu: "out" expected a Float32Array of length 12'],
  ])("%s", (_, action, kind, message) => {
    expect(action).toThrow(kind);
    expect(action).toThrow(message);
  });
});
