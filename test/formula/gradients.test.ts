import { describe, expect, test } from "vitest";
import { activation } from "../../bindings/formula.js";
import { elu, swish } from "../../bindings/index.js";
import { expectSame } from "../support/same.js";

/** Derivatives at the places where they could go wrong. */

const slopes = (formula: string, x: readonly number[]) =>
  Array.from(activation(formula).derivative(Float64Array.from(x)));

describe("a branch that is not taken counts 0, whatever its slope", () => {
  test.each<[string, readonly number[], readonly number[]]>([
    ["x > 0 ? sqrt(x) : 0", [-1, 0, 4], [0, 0, 0.25]],
    ["where(x > 0, log(x), x)", [-2, 0, 2], [1, 1, 0.5]],
    ["x == 0 ? 1 : sin(x) / x", [0], [0]],
    ["x > 0 && x < 1 ? sqrt(x - x * x) : 0", [-1, 0, 0.5, 1, 2], [0, 0, 0, 0, 0]],
    ["max(sqrt(x) * 0 - 1, x)", [4], [1]],
    ["max(log(x), -1)", [0, 1], [0, 1]],
    ["min(1 / x, 2)", [0, 1], [0, -1]],
    ["clip(1 / x, -2, 2)", [0, 0.25, 1], [0, 0, -1]],
    // The slope of sqrt(x) counts on neither side at −1, though both sides use it.
    ["x > 1 ? sqrt(x) : (x > 0 ? 2 * sqrt(x) : x)", [-1, 0.25, 4], [1, 2, 0.25]],
    ["abs(x) > 1 ? x : (x > 0 ? sqrt(x) : 0) + (x > 0 ? log(x) : 0)", [-0.5, 0, 0.25], [0, 0, 5]],
  ])("%s", (formula, x, want) => {
    expect(slopes(formula, x)).toEqual(want);
  });

  test("with ±∞ for dy it is 0, too", () => {
    const f = activation("x > 0 ? sqrt(x) : 0");
    expectSame(f.grad(Float64Array.of(-1, 0), Float64Array.of(Infinity, Number.NaN)), Float64Array.of(0, 0));
  });
});

describe("at a corner the slope is the slope from the left", () => {
  test.each<[string, readonly number[], readonly number[]]>([
    ["abs(x)", [-1, -0, 0, 1], [-1, -1, -1, 1]],
    ["max(x, 0)", [0], [0]],
    ["max(0, x)", [0], [0]],
    ["min(x, 1)", [1], [1]],
    ["min(1, x)", [1], [1]],
    ["clip(x, 0, 1)", [0, 0.5, 1, 2], [0, 1, 1, 0]],
    ["sign(x)", [0], [0]],
    ["floor(x)", [1], [0]],
    ["(x > 0) * x", [-1, 0, 1], [0, 0, 1]],
    ["x > 0 ? x : 0.5 * x", [0], [0.5]],
  ])("%s", (formula, x, want) => {
    expect(slopes(formula, x)).toEqual(want);
  });
});

describe("NaN and infinity", () => {
  test("NaN in x gives NaN in f′, unless f leaves it out", () => {
    for (const formula of ["max(x, 0)", "abs(x)", "2 * x", "floor(x)", "clip(x, 0, 1)", "x > 0 ? x : 0 * x", "x"])
      expect(slopes(formula, [Number.NaN]), formula).toEqual([Number.NaN]);
    expect(slopes("x == x ? x : 0", [Number.NaN])).toEqual([0]);
  });

  test.each<[string, readonly number[], readonly number[]]>([
    ["log(x)", [-Infinity, -2, -1e-300, 0, 0.5, Infinity], [Number.NaN, Number.NaN, Number.NaN, Infinity, 2, 0]],
    ["log2(x)", [-2, -1e-300, 1], [Number.NaN, Number.NaN, Math.LOG2E]],
    ["log1p(x)", [-Infinity, -2, -1, 0, 1], [Number.NaN, Number.NaN, Infinity, 1, 0.5]],
  ])("where a logarithm is NaN, so is its slope: %s", (formula, x, want) => {
    expect(slopes(formula, x)).toEqual(want);
  });

  test("where f′ is 0, so is dx", () => {
    const f = activation("max(x, 0)");
    const dy = Float64Array.of(Infinity, Number.NaN, Infinity);
    expectSame(f.grad(Float64Array.of(-1, -1, 1), dy), Float64Array.of(0, 0, Infinity));
  });
});

describe("gradients of parameters", () => {
  const x = Float64Array.from({ length: 2001 }, (_, i) => (i - 1000) / 250);
  const dy = x.map((_, i) => Math.cos(i));

  test("functions of the table learn theirs", () => {
    const f = activation("swish(x, b) + elu(x, a)", { parameters: { a: 1.5, b: 0.7 } });
    expect(f.gradB(x, dy)).toBeCloseTo(swish.gradBeta(x, dy, { beta: 0.7 }), 10);
    expect(f.gradA(x, dy, { a: 2 })).toBeCloseTo(elu.gradAlpha(x, dy, { alpha: 2 }), 10);
  });

  test.each([
    ["celu(x, a)", 1.5],
    ["softplus(x, a)", 1.5],
    ["squareplus(x, a)", 2],
    ["leakyRelu6(2 * x, a)", 0.3],
    ["x ** 2 > 1 ? abs(x) ** a : sin(a * x)", 1.5],
    ["max(a * x, x) + min(a, x)", 0.3123],
    ["exp(-a) * x + log(a) / a", 2],
  ])("%s: as differences say", (formula, a) => {
    const f = activation(formula, { parameters: { a } });
    const loss = (value: number) => f(x, { a: value }).reduce((sum, y, i) => sum + y * dy[i]!, 0);
    const h = 1e-5;
    const want = (loss(a + h) - loss(a - h)) / (2 * h);
    const got = f.gradA(x, dy);
    expect(Math.abs(got - want)).toBeLessThan(1e-4 * Math.max(1, Math.abs(want)));
  });

  test("what depends on a parameter alone is the same in every element", () => {
    const f = activation("x * gelu(a) + sin(a)", { parameters: { a: 0.5 } });
    const direct = activation("gelu(x)")(Float64Array.of(0.5))[0]!;
    expect(f(Float64Array.of(2))[0]).toBe(2 * direct + activation("sin(x)")(Float64Array.of(0.5))[0]!);
  });

  test("values that a function of the table refuses are refused at the call", () => {
    const f = activation("celu(x, a)", { name: "mine", parameters: { a: 1 } });
    expect(() => f(x, { a: 0 })).toThrow('mine: celu: "alpha" expected a finite number, not 0, got 0');
  });
});

describe("the derivative as a formula", () => {
  test.each([
    ["x**2", "2 * x"],
    ["x ** 3", "3 * x ** 2"],
    ["2 * x + 1", "2"],
    ["sin(x)", "cos(x)"],
    ["max(x, 0)", "x > 0"],
    ["x > 0 ? x : 0.1 * x", "x > 0 ? 1 : 0.1"],
    ["exp(-(x ** 2))", "-2 * x * exp(-(x ** 2))"],
    ["x * exp(-x * x)", "exp(-(x ** 2)) - 2 * x * x * exp(-(x ** 2))"],
    ["x / (1 + exp(-x))", "(exp(-x) * x / (exp(-x) + 1) + 1) / (exp(-x) + 1)"],
    ["-2 * x * x + x", "1 - 4 * x"],
    ["tanh(x)", "1 - tanh(x) ** 2"],
    ["x * sigmoid(x)", "sigmoid(x) + x * sigmoid(x) * (1 - sigmoid(x))"],
    ["softplus(x)", "sigmoid(x)"],
    ["gelu(x)", "gelu′(x)"],
    ["swish(x, 2)", "swish′(x, 2)"],
  ])("of %s", (formula, derivative) => {
    expect(activation(formula).spec.derivative).toBe(derivative);
  });

  test("of a quotient divides last: large and small factors meet before either leaves the range of f32", () => {
    const { derivative } = activation("1 / (1 + exp(-x))");
    const [slope] = derivative(Float32Array.of(-80));
    expect(Math.abs(slope! / Math.exp(-80) - 1)).toBeLessThan(1e-6);
  });

  test("is a formula that can be used, if it names no slopes of functions", () => {
    const x = Float64Array.of(-2, -0.5, 0.25, 1, 3);
    for (const formula of [
      "x / sqrt(1 + x ** 2)",
      "x * (27 + x*x) / (27 + 9*x*x)",
      "x ** 3 - 1 / x",
      "cos(x) ** 2 > 0.5 ? x : -(x ** 2)",
    ]) {
      const f = activation(formula);
      const [text, ...named] = f.spec.derivative.split("; ");
      // Names stand for parts: from the last one on, since they use earlier ones.
      const whole = named.reduceRight((all, part) => {
        const [name, definition] = part.split(" = ") as [string, string];
        return all.replaceAll(new RegExp(`\\b${name}\\b`, "g"), `(${definition})`);
      }, text!);
      const got = activation(whole)(x);
      f.derivative(x).forEach((want, i) => {
        expect(Math.abs(got[i]! - want)).toBeLessThan(1e-13 * Math.max(1, Math.abs(want)));
      });
    }
  });
});
