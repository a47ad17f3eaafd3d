import { describe, expect, test } from "vitest";
import { build } from "../../bindings/formula/build.js";
import { derivatives } from "../../bindings/formula/derive.js";
import { Graph, type Node } from "../../bindings/formula/graph.js";
import { parse } from "../../bindings/formula/parse.js";
import { programOf } from "../../bindings/formula/program.js";
import { activation } from "../../bindings/formula.js";
import { expectSame } from "../support/same.js";

/** Odd rational functions have kernels that do all of their operations. */

type Round = (value: number) => number;

/** The formula, its operations one by one, and its slope. */
const CASES: readonly [formula: string, value: (x: number, r: Round) => number, slope: (x: number) => number][] = [
  [
    "x * (27 + x*x) / (27 + 9*x*x)",
    (x, r) => r(r(x * r(27 + r(x * x))) / r(27 + r(r(9 * x) * x))),
    (x) => ((x * x - 9) / (3 * x * x + 9)) ** 2,
  ],
  [
    "(15 + x ** 2) * x / (15 + 6 * x ** 2)",
    (x, r) => r(r(x * r(15 + r(x * x))) / r(15 + r(6 * r(x * x)))),
    (x) => (225 - 45 * x * x + 6 * x ** 4) / (15 + 6 * x * x) ** 2,
  ],
  [
    "x * (1 - x*x / 4) / (2 * x*x + 3)",
    (x, r) => r(r(x * r(1 - r(x * x) / 4)) / r(r(r(2 * x) * x) + 3)),
    (x) => (3 - 4.25 * x * x - x ** 4 / 2) / (2 * x * x + 3) ** 2,
  ],
];

const POINTS = [
  -Infinity,
  -1e25,
  -3,
  -1,
  -0.3,
  -1e-30,
  -0,
  0,
  1e-30,
  0.1,
  0.7,
  1,
  2,
  3,
  8.5,
  1e4,
  1e12,
  1e25,
  Infinity,
];
const TYPES = ["f32", "f64"] as const;
const make = (type: (typeof TYPES)[number], values: readonly number[]) =>
  (type === "f32" ? Float32Array.from(values) : Float64Array.from(values)) as Float64Array<ArrayBuffer>;

describe.each(CASES)("%s", (formula, value, slope) => {
  const f = activation(formula);

  test.each(TYPES)("the value has the bits of the operations, one by one, at any place: %s", (type) => {
    const round: Round = type === "f32" ? Math.fround : (x) => x;
    const x = make(type, [...POINTS, Number.NaN]);
    const want = x.map((v) => value(v, round));
    for (const from of [0, 1, 7, 8, 19]) expectSame(f(x.subarray(from)), want.subarray(from));
  });

  test.each(TYPES)("the derivative is right, and has the same bits at any place: %s", (type) => {
    const x = make(
      type,
      Array.from({ length: 200 }, (_, i) => (i - 100) / 17),
    );
    const got = f.derivative(x);
    const errors = Array.from(x, (v, i) => Math.abs(got[i]! - slope(v)));
    expect(Math.max(...errors)).toBeLessThan(type === "f32" ? 4e-7 : 1e-15);
    for (const from of [1, 7, 197]) expectSame(f.derivative(x.subarray(from)), got.subarray(from));
    const both = f.valueAndDerivative(x);
    expectSame(both.derivative, got);
    expectSame(both.value, f(x));
    const dy = x.map((_, i) => Math.sin(i));
    expectSame(
      f.grad(x, dy),
      got.map((each, i) => (each === 0 ? 0 : each * dy[i]!)),
    );
  });

  test("value, derivative and gradient are one step each", () => {
    const graph = new Graph();
    const scope = { parameters: [], formulas: new Map(), functions: new Map() };
    const y = build(graph, formula, parse(formula), scope);
    const [derivative] = derivatives(graph, y, [graph.x]) as [Node];
    const dx = graph.make("gate", derivative, graph.leaf("dy"));
    for (const out of [y, derivative, dx]) expect(programOf(graph, [], { out }).steps).toHaveLength(1);
  });
});

test("a slope of 0 stays 0 for any dy, and a large x has a slope", () => {
  const f = activation("x * (27 + x*x) / (27 + 9*x*x)");
  const x = Float32Array.of(-3, 3, 0, 1e11);
  expectSame(
    f.grad(
      x,
      x.map(() => Infinity),
    ),
    Float32Array.of(0, 0, Infinity, Infinity),
  );
  expect(f.derivative(x)[3]).toBeCloseTo(1 / 9, 6);
});

test("factors may be parameters, which can be learned", () => {
  const f = activation("x * (a + x*x) / (a + b*x*x)", { parameters: { a: 27, b: 9 } });
  const whole = activation("x * (2.5 + x*x) / (2.5 + 0.5*x*x)");
  const x = Float64Array.from({ length: 50 }, (_, i) => (i - 25) / 7);
  expectSame(f(x, { a: 2.5, b: 0.5 }), whole(x));
  expectSame(f.derivative(x, { a: 2.5, b: 0.5 }), whole.derivative(x));
  const [low, high] = [f(x, { a: 27 - 1e-5 }), f(x, { a: 27 + 1e-5 })];
  const sum = x.reduce((all, _, i) => all + (high[i]! - low[i]!) / 2e-5, 0);
  const terms = f.gradA(
    x,
    x.map(() => 1),
  );
  expect(terms).toBeCloseTo(sum, 7);
});
