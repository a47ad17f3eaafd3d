import { describe, expect, test } from "vitest";
import { elu, leakyRelu, relu } from "../../bindings/index.js";
import { reference, rowReference } from "../reference/index.js";
import { arrayOf, parametersOf, uniform } from "../support/arrays.js";
import { expectAtMost } from "../support/bounds.js";
import { type Options, TYPES, titleOf } from "../support/call.js";
import { callsOf } from "../support/calls.js";
import { elementwise, rowwise, variants } from "../support/functions.js";
import { smallestNormal, ulp, ulpError } from "../support/ulp.js";

const N = 1_500;

const cases = elementwise.flatMap((f) =>
  variants(f).map((options) => [titleOf(callsOf(f, options)[0]!), f, options] as const),
);

// By definition f′ is negativeSlope for all x ≤ 0, also where a negative slope has reached the cap.
const DEFINED_OTHERWISE = ["leakyRelu6 (negativeSlope -2)"];

const relative = { f32: 2 ** -23, f64: 2 ** -52 } as const;

describe.each(TYPES)("%s", (type) => {
  const x = uniform(type, N, 9, 7);
  const dy = uniform(type, N, 3, 8);

  describe.each(cases.filter(([title]) => !DEFINED_OTHERWISE.includes(title)))("%s", (_, f, options) => {
    const p = parametersOf(f, type, options);
    const { f: value, df: slope } = reference[f.spec.name]!;

    test("f′ is the limit of differences of f", () => {
      const h = 2 ** -17;
      const slopes = f.derivative(x, options);
      slopes.forEach((got, i) => {
        const at = x[i]!;
        const difference = (value(at + h, p) - value(at - h, p)) / (2 * h);
        // Differences of both sides and of halves agree, unless there is a kink between.
        const kink = Math.abs(slope(at + h, p) - slope(at - h, p)) > 2 ** -10;
        const rounding = (2 ** -50 * Math.abs(value(at, p))) / h;
        const curvature = 2 ** -20 * (1 + Math.abs(got));
        if (!kink) expectAtMost(Math.abs(got - difference), curvature + rounding, () => `x = ${at}`);
      });
    });
  });

  describe.each(cases)("%s", (_, f, options) => {
    test("grad is dy·f′, rounded", () => {
      const gradients = f.grad(x, dy, options);
      const slopes = f.derivative(x, options);
      gradients.forEach((got, i) => {
        // Two roundings, in either order of the product, of a slope that has the published error.
        const want = dy[i]! * slopes[i]!;
        const error = Math.abs(got - want);
        const bound = 1.5 * ulp(want, type) + smallestNormal(type);
        expectAtMost(error, bound, () => `x = ${x[i]}, dy = ${dy[i]}`);
      });
    });
  });

  describe.each(cases.filter(([, f, options]) => callsOf(f, options).some(({ name }) => name.endsWith("FromOutput"))))(
    "%s",
    (_, f, options) => {
      test("gradFromOutput is as exact as y allows", () => {
        const p = parametersOf(f, type, options);
        const { df } = reference[f.spec.name]!;
        const outputs = f(x, options);
        const got = f.gradFromOutput!(outputs, dy, options);
        // f′ as a function of y has a slope of at most 2 and terms of at most |y| + λα: an ULP of y,
        // a rounding of each term and the published error of y are what it may lose.
        const bound = 4 * (2 + f.spec.errorBounds[type].value);
        got.forEach((dx, i) => {
          const terms = Math.max(Math.abs(outputs[i]!), 2) * Math.abs(dy[i]!);
          const error = Math.abs(dx - dy[i]! * df(x[i]!, p));
          expectAtMost(error, bound * relative[type] * terms, () => `x = ${x[i]}, dy = ${dy[i]}`);
        });
      });
    },
  );

  describe.each(rowwise.map((f) => [f.spec.name, f] as const))("%s", (name, f) => {
    test("gradients of rows are the limits of differences", () => {
      const { f: value } = rowReference[name]!;
      const row = uniform(type, 9, 3, 5);
      const outer = uniform(type, 9, 2, 6);
      const got = f.grad(row, outer);
      const fromOutput = f.gradFromOutput(f(row), outer);
      const h = 2 ** -14;
      const loss = (at: Float64Array) => value(at).reduce((sum, y, i) => sum + y * outer[i]!, 0);
      got.forEach((dx, i) => {
        const moved = (by: number) => loss(Float64Array.from(row, (v, k) => (k === i ? v + by : v)));
        const want = (moved(h) - moved(-h)) / (2 * h);
        const tolerance = type === "f32" ? 2e-6 : 1e-7;
        expect(Math.abs(dx - want)).toBeLessThanOrEqual(tolerance);
        expect(Math.abs(fromOutput[i]! - want)).toBeLessThanOrEqual(tolerance);
      });
    });
  });
});

describe("gradFromOutput refuses parameters with which y does not tell the derivative", () => {
  const y = arrayOf("f32", 4) as Float32Array;
  const refused: readonly (readonly [string, () => unknown, string])[] = [
    ["relu", () => relu.gradFromOutput(y, y, { maxValue: 6 }), "options"],
    ["relu", () => relu.gradFromOutput(y, y, { negativeSlope: 0.1 }), "options"],
    ["relu", () => relu.gradFromOutput(y, y, { threshold: 1 }), "options"],
    ["leakyRelu", () => leakyRelu.gradFromOutput(y, y, { negativeSlope: 0 }), "negativeSlope"],
    ["leakyRelu", () => leakyRelu.gradFromOutput(y, y, { negativeSlope: -1 }), "negativeSlope"],
    ["elu", () => elu.gradFromOutput(y, y, { alpha: 0 }), "alpha"],
    ["elu", () => elu.gradFromOutput(y, y, { alpha: -1 }), "alpha"],
  ];

  test.each(refused)("%s %#", (op, action, parameter) => {
    expect(action).toThrow(RangeError);
    expect(action).toThrow(
      new RegExp(`^${op}\\.gradFromOutput: "${parameter}" expected .+, got .+; .+ ${op}\\.grad\\(x, dy\\)$`),
    );
  });

  test("and takes those with which it does", () => {
    const given: Options = { maxValue: Number.POSITIVE_INFINITY, negativeSlope: 0, threshold: 0 };
    expect(relu.gradFromOutput(y, y, given)).toEqual(new Float32Array(4));
    expect(
      ulpError(
        elu.gradFromOutput(
          y,
          y.map(() => 1),
          { alpha: 2 },
        )[0]!,
        2,
        "f32",
      ),
    ).toBe(0);
  });
});
