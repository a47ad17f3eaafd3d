import { describe, expect, test } from "vitest";
import { crelu, geglu, glu, maxout, reglu, swiglu } from "../../bindings/index.js";
import { splitReference } from "../reference/split.js";
import { arrayOf, BLOCK, generator, uniform } from "../support/arrays.js";
import { exported, type FloatArray, type Options, splits, TYPES } from "../support/functions.js";
import { LAYOUTS, titled } from "../support/layouts.js";
import { inWorkspace } from "../support/places.js";
import { expectSame, firstDifference } from "../support/same.js";
import { type Layout, rowOf, sizeOf } from "../support/shapes.js";
import { type AnySplit, alongPieces, referenceOf } from "../support/split.js";
import { smallestNormal, ulp } from "../support/ulp.js";
import { rowCases } from "../support/vectors.js";

const INF = Number.POSITIVE_INFINITY;
const NAN = Number.NaN;

/** The functions that can be called with a layout, with the options that must be given. */
function callable(layout: Layout): (readonly [f: AnySplit, options: Options])[] {
  const { n } = rowOf(layout);
  const counts = sizeOf(layout.shape) < 1e6 ? [1, 2, 3, 5, n] : [3, n];
  return splits.flatMap((f) => {
    const given = f.spec.parameters?.pieces ? counts.map((pieces) => ({ pieces })) : [{}];
    return given
      .filter(({ pieces = 2 }: { pieces?: number }) => pieces > 0 && pieces <= 8_192)
      .filter((options) => n % referenceOf(f, options).taken === 0)
      .map((options) => [f, options] as const);
  });
}

const fitting = LAYOUTS.filter((layout) => callable(layout).length > 0);
const most = (values: Iterable<number>) => [...values].reduce((so, value) => Math.max(so, value), 0);

describe.each(TYPES)("%s: the same bits staged and in a Workspace", { timeout: 30_000 }, (type) => {
  test.each(titled(fitting))("%s", (_, layout) => {
    for (const [f, options] of callable(layout)) {
      const given = { ...options, ...(layout as object) };
      const x = uniform(type, sizeOf(layout.shape), 20, 3);
      const y = f(x, given);
      const dy = uniform(type, y.length, 1, 4);
      const dx = f.grad(x, dy, given);
      inWorkspace([x, dy, y, dx], type, ([x1, dy1, y1, dx1]) => {
        expectSame(f(x1!, { ...given, out: y1!.fill(0) }), y, f.spec.name);
        expectSame(f.grad(x1!, dy1!, { ...given, out: dx1!.fill(0) }), dx, `${f.spec.name}.grad`);
        expectSame(f.grad(x1!, dy1!, { ...given, out: x1! }), dx, `${f.spec.name}.grad in place`);
      });
      expectSame(f.grad(x, dy, { ...given, out: x }), dx, `${f.spec.name}.grad staged in place`);
    }
  });
});

/** What each result and gradient is to be, and the sizes that errors of gradients go with. */
function exact(f: AnySplit, options: Options, layout: Layout, x: FloatArray, dy: FloatArray) {
  const { taken, made, ...reference } = referenceOf(f, options);
  const inputs = { array: x, pieces: taken };
  const both = [inputs, { array: dy, pieces: made }];
  const { sizes = reference.grad } = reference;
  return {
    y: alongPieces(layout, [inputs], made, reference.f),
    dx: alongPieces(layout, both, taken, (v, g) => reference.grad(v!, g!)),
    sizes: alongPieces(layout, both, taken, (v, g) => sizes(v!, g!)),
  };
}

/** The largest error in units of the sizes. Results below the smallest normal number may be 0. */
function worst(type: "f32" | "f64", got: FloatArray, want: Float64Array, sizes = want): number {
  return most(
    got.map((value, i) => {
      const exact = want[i]!;
      if (Object.is(value, exact) || (Number.isNaN(value) && Number.isNaN(exact))) return 0;
      const error = Math.abs(value - exact);
      if (Math.abs(exact) < smallestNormal(type) && error < smallestNormal(type)) return 0;
      return error / ulp(Math.max(Math.abs(exact), Math.abs(sizes[i]!)), type);
    }),
  );
}

/** Gradients have up to two products more; the reference errs by some units of f64 itself. */
const GRADIENT = 1;
const REFERENCE = { f32: 0.001, f64: 3 } as const;

describe.each(TYPES)("%s: agrees with the reference", (type) => {
  const small = fitting.filter(({ shape }) => sizeOf(shape) < 5e4);

  test.each(titled(small))("%s", (_, layout) => {
    for (const [f, options] of callable(layout)) {
      const given = { ...options, ...(layout as object) };
      const x = uniform(type, sizeOf(layout.shape), 9, 3);
      const dy = uniform(type, f(x, given).length, 1, 4);
      const want = exact(f, options, layout, x, dy);
      const bound = f.spec.errorBounds[type] && f.spec.errorBounds[type] + REFERENCE[type];
      expect(worst(type, f(x, given), want.y), f.spec.name).toBeLessThanOrEqual(bound);
      const slack = bound && bound + GRADIENT;
      expect(worst(type, f.grad(x, dy, given), want.dx, want.sizes), f.spec.name).toBeLessThanOrEqual(slack);
    }
  });

  /** As far as gates are normal numbers, in f32 as well. */
  const reach = (f: AnySplit) => (f.spec.name === "geglu" ? 12.5 : 80);

  const ranges: readonly (readonly [string, (next: () => number, reach: number) => number])[] = [
    ["up to 6", (next) => (next() - 0.5) * 12],
    ["as far as gates go", (next, reach) => (next() - 0.5) * 2 * reach],
    ["of all magnitudes", (next, reach) => (next() < 0.5 ? -1 : 1) * reach * 2 ** (next() * -43)],
  ];
  test.each(ranges)("a dense sample, %s", (_, draw) => {
    const next = generator(11);
    const n = 2 ** 16;
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
