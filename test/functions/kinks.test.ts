import { describe, expect, test } from "vitest";
import * as lanewise from "../../bindings/index.js";
import { placesOf } from "../../catalogue/functions.js";
import { reference } from "../reference/index.js";
import { arrayOf, parametersOf } from "../support/arrays.js";
import { type Options, TYPES } from "../support/call.js";
import { type AnyElementwise, elementwise, exported, named, variants } from "../support/functions.js";
import { expectSame } from "../support/same.js";

/** Values and derivatives at the points where definitions of other libraries differ. */

const INF = Number.POSITIVE_INFINITY;

// biome-ignore format: a table, one row a line
const KINKS: readonly (readonly [op: string, options: Options, points: readonly (readonly [x: number, f: number, df: number])[]])[] = [
  ["identity", {}, [[0, 0, 1], [-INF, -INF, 1]]],
  ["binaryStep", {}, [[0, 1, 0], [-0, 1, 0], [-1e-45, 0, 0], [-INF, 0, 0], [INF, 1, 0]]],
  ["relu", {}, [[0, 0, 0], [0.5, 0.5, 1], [-INF, 0, 0], [INF, INF, 1]]],
  ["relu", { maxValue: 6 }, [[0, 0, 0], [6, 6, 0], [7, 6, 0], [INF, 6, 0]]],
  ["relu", { maxValue: INF, negativeSlope: 0.5 }, [[0, 0, 0.5], [-2, -1, 0.5], [-INF, -INF, 0.5], [INF, INF, 1]]],
  ["relu", { maxValue: 0 }, [[0, 0, 0], [1, 0, 0]]],
  ["relu", { threshold: 1 }, [[1, 0, 0], [0.5, 0, 0], [1.5, 1.5, 1], [-INF, 0, 0]]],
  ["relu", { threshold: 1, negativeSlope: 0.5 }, [[1, 0, 0.5], [0, -0.5, 0.5], [-INF, -INF, 0.5]]],
  ["relu", { threshold: -1, maxValue: 2 }, [[-1, 0, 0], [-0.5, -0.5, 1], [2, 2, 0]]],
  ["relu", { threshold: 4, maxValue: 2 }, [[2, 0, 0], [3, 0, 0], [4, 0, 0], [5, 2, 0]]],
  ["relu", { negativeSlope: -0.5 }, [[0, 0, -0.5], [-2, 1, -0.5], [-INF, INF, -0.5]]],
  ["relu6", {}, [[0, 0, 0], [6, 6, 0], [5.5, 5.5, 1], [-INF, 0, 0], [INF, 6, 0]]],
  ["leakyRelu", { negativeSlope: 0.25 }, [[0, 0, 0.25], [-0, -0, 0.25], [-4, -1, 0.25], [-INF, -INF, 0.25], [INF, INF, 1]]],
  ["leakyRelu", { negativeSlope: 0 }, [[0, 0, 0], [-4, 0, 0], [-INF, 0, 0], [4, 4, 1]]],
  ["leakyRelu", { negativeSlope: -0.25 }, [[0, 0, -0.25], [-4, 1, -0.25], [-INF, INF, -0.25]]],
  ["leakyRelu6", { negativeSlope: 0.25 }, [[0, 0, 0.25], [6, 6, 0], [7, 6, 0], [-INF, -INF, 0.25], [INF, 6, 0]]],
  ["leakyRelu6", { negativeSlope: 0 }, [[0, 0, 0], [6, 6, 0], [-INF, 0, 0]]],
  ["leakyRelu6", { negativeSlope: -1 }, [[0, 0, -1], [6, 6, 0], [-4, 4, -1], [-8, 6, -1], [-INF, 6, -1]]],
  ["thresholdedRelu", {}, [[1, 0, 0], [1.5, 1.5, 1], [-INF, 0, 0]]],
  ["thresholdedRelu", { theta: -1 }, [[-1, 0, 0], [-0.5, -0.5, 1], [0, 0, 1], [-0, -0, 1]]],
  ["thresholdedRelu", { theta: 0 }, [[0, 0, 0], [INF, INF, 1]]],
  ["elu", {}, [[0, 0, 1], [-INF, -1, 0], [INF, INF, 1]]],
  ["elu", { alpha: 0.5 }, [[0, 0, 0.5], [-INF, -0.5, 0], [2, 2, 1]]],
  ["elu", { alpha: 0 }, [[0, 0, 0], [-3, 0, 0], [-INF, 0, 0], [3, 3, 1]]],
  ["elu", { alpha: -2 }, [[0, 0, -2], [-INF, 2, 0]]],
  ["sigmoid", {}, [[0, 0.5, 0.25], [-0, 0.5, 0.25], [-INF, 0, 0], [INF, 1, 0]]],
  ["tanh", {}, [[0, 0, 1], [-0, -0, 1], [-INF, -1, 0], [INF, 1, 0]]],
  ["silu", {}, [[0, 0, 0.5], [-0, -0, 0.5], [-INF, 0, 0], [INF, INF, 1]]],
  ["swish", {}, [[0, 0, 0.5], [-INF, 0, 0], [INF, INF, 1]]],
  ["swish", { beta: 0 }, [[0, 0, 0.5], [4, 2, 0.5], [-4, -2, 0.5], [-INF, -INF, 0.5], [INF, INF, 0.5]]],
  ["swish", { beta: -1 }, [[0, 0, 0.5], [-INF, -INF, 1], [INF, 0, 0]]],
  ["hardSwish", {}, [[-3, 0, 0], [3, 3, 1], [0, 0, 0.5], [-0, -0, 0.5], [-4, 0, 0], [4, 4, 1], [-INF, 0, 0], [INF, INF, 1]]],
  ["reluSquared", {}, [[0, 0, 0], [2, 4, 4], [-2, 0, 0], [-INF, 0, 0], [INF, INF, INF]]],
  ["hardTanh", {}, [[-1, -1, 0], [1, 1, 0], [0.5, 0.5, 1], [-0, -0, 1], [-INF, -1, 0], [INF, 1, 0]]],
  ["hardTanh", { min: -2, max: 0.5 }, [[-2, -2, 0], [0.5, 0.5, 0], [-1, -1, 1], [1, 0.5, 0]]],
  ["hardSigmoid", { alpha: 0.25 }, [[-2, 0, 0], [2, 1, 0], [0, 0.5, 0.25], [1, 0.75, 0.25], [-INF, 0, 0], [INF, 1, 0]]],
  ["hardSigmoid", { alpha: 0 }, [[0, 0.5, 0], [-INF, 0.5, 0], [INF, 0.5, 0]]],
  ["sparseSigmoid", {}, [[-1, 0, 0], [1, 1, 0], [0, 0.5, 0.5], [-INF, 0, 0], [INF, 1, 0]]],
  ["sparsePlus", {}, [[-1, 0, 0], [1, 1, 1], [0, 0.25, 0.5], [2, 2, 1], [-INF, 0, 0], [INF, INF, 1]]],
  ["hardShrink", {}, [[0.5, 0, 0], [-0.5, 0, 0], [0.75, 0.75, 1], [-0.75, -0.75, 1], [-0, -0, 0], [-INF, -INF, 1]]],
  ["hardShrink", { lambda: 0 }, [[0, 0, 0], [0.25, 0.25, 1], [-0, -0, 0]]],
  ["softShrink", {}, [[0.5, 0, 0], [-0.5, 0, 0], [1, 0.5, 1], [-1, -0.5, 1], [-0, -0, 0], [INF, INF, 1], [-INF, -INF, 1]]],
  ["softShrink", { lambda: 0 }, [[0, 0, 0], [2, 2, 1], [-2, -2, 1]]],
  ["softsign", {}, [[0, 0, 1], [-0, -0, 1], [1, 0.5, 0.25], [-INF, -1, 0], [INF, 1, 0]]],
  ["softplus", {}, [[-INF, 0, 0], [INF, INF, 1]]],
  ["softplus", { beta: 2 }, [[-INF, 0, 0], [INF, INF, 1]]],
  ["logSigmoid", {}, [[-INF, -INF, 1], [INF, 0, 0]]],
  ["quickGelu", {}, [[0, 0, 0.5], [-0, -0, 0.5], [-INF, 0, 0], [INF, INF, 1]]],
  ["mish", {}, [[-INF, 0, 0], [INF, INF, 1]]],
  ["threshold", { threshold: 0.5, value: -2 }, [[0.5, -2, 0], [0.75, 0.75, 1], [-INF, -2, 0], [INF, INF, 1]]],
  ["threshold", { threshold: -1, value: 0 }, [[-1, 0, 0], [-0, -0, 1], [0, 0, 1]]],
  ["celu", {}, [[0, 0, 1], [-INF, -1, 0], [INF, INF, 1]]],
  ["celu", { alpha: 2 }, [[0, 0, 1], [-INF, -2, 0], [3, 3, 1]]],
  ["celu", { alpha: -2 }, [[0, 0, 1], [-INF, -INF, INF], [3, 3, 1]]],
  ["squareplus", {}, [[0, 1, 0.5], [-0, 1, 0.5], [-INF, 0, 0], [INF, INF, 1]]],
  ["squareplus", { b: 7 }, [[3, 3.5, 0.875], [-3, 0.5, 0.125]]],
  ["tanhShrink", {}, [[0, 0, 0], [-0, -0, 0], [-INF, -INF, 1], [INF, INF, 1], [100, 99, 1]]],
  ["gelu", {}, [[0, 0, 0.5], [-0, -0, 0.5], [-INF, 0, 0], [INF, INF, 1], [-1e30, 0, 0]]],
  ["geluTanh", {}, [[0, 0, 0.5], [-0, -0, 0.5], [-INF, 0, 0], [INF, INF, 1], [-1e30, 0, 0]]],
  ["exp", {}, [[0, 1, 1], [-0, 1, 1], [-INF, 0, 0], [INF, INF, INF]]],
];

type Values = Readonly<Record<string, number>>;

/** True if g jumps at x, as far as a step of 1e-7 shows. */
const jumps = (g: (x: number) => number, x: number) =>
  Math.abs(g(x + 1e-7) - g(x - 1e-7)) > 1e-4 * Math.max(1, Math.abs(g(x)));
const kinksOf = (f: AnyElementwise, options: Options) => placesOf(f.spec, f.spec.kinks, options as Values);

test("every function with kinks has its points", () => {
  // The points of selu are no round numbers: it has a test of its own.
  const known = new Set(["selu", ...KINKS.map(([op]) => op)]);
  const bent = elementwise.filter((f) => variants(f).some((options) => kinksOf(f, options).length > 0));
  expect(bent.map((f) => f.spec.name).filter((name) => !known.has(name))).toEqual([]);
});

describe("the kinks of the table", () => {
  const GRID = Array.from({ length: 161 }, (_, i) => i / 8 - 10);

  test.each(named(elementwise))("%s: the reference jumps there and nowhere else", (name, f) => {
    const { f: value, df: slope } = reference[name]!;
    const seen = new Set<number>();
    for (const options of variants(f)) {
      const p = parametersOf(f, "f64", options);
      const kinks = kinksOf(f, options);
      for (const x of new Set([...GRID, ...kinks])) {
        if (!jumps((at) => value(at, p), x) && !jumps((at) => slope(at, p), x)) continue;
        expect(kinks, `${JSON.stringify(options)}: ${x}`).toContain(x);
        seen.add(kinks.indexOf(x));
      }
    }
    const most = Math.max(...variants(f).map((options) => kinksOf(f, options).length));
    expect(seen.size).toBe(most);
  });

  test("are all among the points below, with their value and slope", () => {
    const missing = KINKS.flatMap(([op, options, points]) => {
      const f = exported.get(op) as AnyElementwise;
      const known = points.map(([x]) => x + 0);
      return kinksOf(f, options).flatMap((kink) => (known.includes(kink + 0) ? [] : [{ op, options, kink }]));
    });
    expect(missing).toEqual([]);
  });
});

describe.each(TYPES)("%s", (type) => {
  test.each(KINKS)("%s %o", (op, options, points) => {
    const f = exported.get(op) as AnyElementwise;
    const x = arrayOf(
      type,
      points.map(([at]) => at),
    );
    // A 0 has the sign of x where x is −0; elsewhere its sign means nothing.
    const bare = (values: ArrayLike<number>) => Array.from(values, (v, i) => (Object.is(x[i], -0) ? v : v + 0));
    expectSame(
      bare(f(x, options)),
      points.map(([, value]) => value),
      "f",
    );
    expectSame(
      bare(f.derivative(x, options)),
      points.map(([, , slope]) => slope),
      "f′",
    );
  });

  test("selu has the slopes λ and λα", () => {
    const [lambda, product] = arrayOf(type, [1.0507009873554805, 1.7580993408473768]);
    expectSame(lanewise.selu.derivative(arrayOf(type, [1, INF]) as Float32Array), [lambda!, lambda!]);
    expectSame(lanewise.selu.derivative(arrayOf(type, [0, -INF]) as Float32Array), [product!, 0]);
    expectSame(lanewise.selu(arrayOf(type, [-INF]) as Float32Array), [-product!]);
  });

  test.each([1, 3, 16, 17, 67])("prelu: %d slopes from 0 to 1, and one of another kind wherever it is", (channels) => {
    const points = [-INF, -2, -0, 0, 2, INF, Number.NaN];
    const x = arrayOf(
      type,
      Array.from({ length: 7 * channels }, (_, i) => points[(5 * i) % 7]!),
    ) as Float32Array;
    for (const other of [0.25, 1, 0, -0.5, 1.5, INF]) {
      for (const at of new Set([0, channels >> 1, channels - 1])) {
        const alpha = arrayOf(type, new Array<number>(channels).fill(0.25)) as Float32Array;
        alpha[at] = other;
        const below = (v: number, slope: number) => (slope === 0 && !Number.isNaN(v) ? 0 : slope * v);
        const want = x.map((v, i) => (v > 0 ? v : below(v, alpha[i % channels]!)) + 0);
        const got = lanewise.prelu(x, alpha, { shape: [7, channels] }).map((v) => v + 0);
        expectSame(got, want, `${other} at ${at}`);
      }
    }
  });

  test("glu: a tiny half next to an open gate keeps its digits", () => {
    const tiny = type === "f32" ? 1e-37 : 1e-307;
    const [y] = lanewise.glu(arrayOf(type, [tiny, 100]) as Float32Array);
    expect(y).toBe(arrayOf(type, [tiny])[0]);
  });

  test("prelu: 0 and NaN belong to the slope, a slope of 0 turns −∞ off", () => {
    const make = (values: readonly number[]) => arrayOf(type, values) as Float32Array;
    const x = make([-INF, -2, -0, 0, 2, INF, Number.NaN]);
    const one = make([1, 1, 1, 1, 1, 1, 1]);
    expectSame(
      lanewise.prelu(x, make([0])).map((v) => v + 0),
      [0, 0, 0, 0, 2, INF, Number.NaN],
    );
    expectSame(lanewise.prelu(x, make([0.5])), [-INF, -1, -0, 0, 2, INF, Number.NaN]);
    expectSame(lanewise.prelu.grad(x, make([0.5]), one), [0.5, 0.5, 0.5, 0.5, 1, 1, Number.NaN]);
    expectSame(lanewise.prelu.grad(x.subarray(0, 6), make([0]), make([INF, -INF, INF, INF, 3, INF])), [
      0,
      0,
      0,
      0,
      3,
      INF,
    ]);
    expectSame(lanewise.prelu.gradAlpha(x.subarray(1, 6), make([0.5]), make([3, 1, 1, INF, -INF])), [-6]);
    expect(lanewise.prelu.gradAlpha(x, make([0.5]), one)[0]).toBeNaN();
  });

  test.each([0, -0])("prelu: x = %d adds 0 to the gradient of its slope, whatever dy, as in leakyRelu", (zero) => {
    for (const n of [1, 2, 3, 4, 5, 8, 23]) {
      const filled = (value: number) => arrayOf(type, new Array<number>(n).fill(value)) as Float32Array;
      for (const dy of [INF, -INF, 1, Number.NaN]) {
        const want = lanewise.leakyRelu.gradNegativeSlope(filled(zero), filled(dy)) + 0;
        expect(want).toBe(Number.isNaN(dy) ? Number.NaN : 0);
        expectSame(
          lanewise.prelu.gradAlpha(filled(zero), filled(1), filled(dy)).map((v) => v + 0),
          filled(want),
          `a slope each of ${n}, dy = ${dy}`,
        );
        const [one] = lanewise.prelu.gradAlpha(filled(zero), arrayOf(type, [1]) as Float32Array, filled(dy));
        expect(one! + 0, `one slope for ${n}, dy = ${dy}`).toBe(want);
      }
    }
  });
});
