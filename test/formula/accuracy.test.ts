import { describe, test } from "vitest";
import { activation } from "../../dist/formula.js";
import { expectAtMost, expectTrue } from "../support/bounds.js";
import { ulpError } from "../support/ulp.js";
import { testErrors } from "./published.js";

/** The functions that formulas have besides the table's, and the gallery. */

// The same inputs as in the measurement, fewer of them.
testErrors(6);

const NAMES = [
  ...([
    "expm1",
    "log",
    "log1p",
    "log2",
    "sin",
    "cos",
    "tan",
    "atan",
    "sinh",
    "cosh",
    "asinh",
    "sign",
    "floor",
  ] as const),
];

describe("NaN, infinities, zeros and the ends of the range are as in Math", () => {
  const points = [
    0,
    -0,
    Number.NaN,
    Infinity,
    -Infinity,
    1,
    -1,
    0.5,
    2,
    5e-324,
    -5e-324,
    1e-310,
    709.5,
    710.4,
    -745,
    2 ** 31,
  ];

  test.each(NAMES)("%s", (name) => {
    const got = activation(`${name}(x)`)(Float64Array.from(points));
    points.forEach((x, i) => {
      const want = Math[name](x);
      const tiny = Math.abs(want) < 2.3e-308 && got[i] === 0;
      const same = Object.is(got[i], want) || tiny || ulpError(got[i]!, want, "f64") <= 3;
      expectTrue(
        same && Object.is(got[i], -0) === Object.is(want, -0),
        () => `${name}(${x}): got ${got[i]}, want ${want}`,
      );
    });
  });
});

describe("powers", () => {
  const bases = [0, -0, 1, -1, 2, -2, 0.5, -0.5, 1e-300, 1e300, Infinity, -Infinity, Number.NaN, 3, -3, 1.0000001];
  const exponents = [0, -0, 1, -1, 2, 3, -3, 0.5, -0.5, 1 / 3, 2.5, 17, 18, 1e9, Infinity, -Infinity, Number.NaN];

  test("x ** y has the special cases of JavaScript", () => {
    const f = activation("x ** a", { parameters: { a: 1 } });
    for (const a of exponents) {
      if (!Number.isFinite(a)) continue;
      const got = f(Float64Array.from(bases), { a });
      bases.forEach((x, i) => {
        const want = x ** a;
        const tiny = Math.abs(want) < 2.3e-308 && got[i] === 0;
        const same = Object.is(got[i], want) || (tiny && want !== 0) || ulpError(got[i]!, want, "f64") <= 4;
        expectTrue(
          same && (tiny || Object.is(got[i], -0) === Object.is(want, -0)),
          () => `${x} ** ${a}: got ${got[i]}, want ${want}`,
        );
      });
    }
    const infinite = activation("2 ** (x / 0)")(Float64Array.of(1, -1));
    expectTrue(infinite[0] === Infinity && infinite[1] === 0, () => `2 ** ±∞: ${infinite}`);
  });

  test("whole exponents are products, others within 4 ULP", () => {
    const x = Float64Array.from({ length: 500 }, (_, i) => 0.01 + i / 50);
    for (const text of ["x ** 2.5", "x ** -0.7", "x ** x", "1.7 ** x", "x ** 40"]) {
      const want = new Function("x", `return ${text}`) as (x: number) => number;
      for (const [i, y] of activation(text)(x).entries())
        expectAtMost(ulpError(y, want(x[i]!), "f64"), 4, () => `${text} at ${x[i]}`);
    }
  });
});

describe("f32, against float64", () => {
  test.each(["sin", "cos", "tan", "log", "log1p", "log2", "atan", "sinh", "cosh", "asinh", "expm1"] as const)(
    "%s",
    (name) => {
      // Every 300,007th pattern of bits: numbers of all magnitudes, and NaNs.
      const bits = Uint32Array.from({ length: 14_000 }, (_, i) => i * 300_007);
      const x = new Float32Array(bits.buffer);
      activation(`${name}(x)`)(x).forEach((y, i) => {
        expectAtMost(
          ulpError(y, Math[name](x[i]!), "f32"),
          name === "expm1" ? 1.81 : 0.51,
          () => `${name}(${x[i]}) is ${y}`,
        );
      });
    },
  );
});
