import fc from "fast-check";
import { describe, test } from "vitest";
import { activation, FormulaError } from "../../bindings/formula.js";
import { expectTrue } from "../support/bounds.js";
import { trees } from "./trees.js";

/** Random formulas against the same expressions in plain JavaScript. */

/** Undefined if x is only in what folding has removed. */
function make(text: string) {
  try {
    return activation(text, { parameters: { a: 1 } });
  } catch (cause) {
    if (cause instanceof FormulaError && cause.message.includes("got one without")) return undefined;
    throw cause;
  }
}

const POINTS = [
  -1e300,
  -700,
  -3.7,
  -2,
  -1,
  -0.5,
  -1e-300,
  -0,
  0,
  1e-9,
  0.1,
  0.5,
  1,
  1.5,
  2,
  3,
  12.25,
  700,
  Infinity,
  -Infinity,
];
const x = Float64Array.from(POINTS);
const numbers = fc.constantFrom(1, 2, 0.25, -1.5, 3);
const show = (value: number) => (Object.is(value, -0) ? "-0" : String(value));

describe("f64", () => {
  test("arithmetic, comparisons and choices have the bits of JavaScript", () => {
    const property = fc.property(trees(false), numbers, ({ text, value }, a) => {
      const got = make(text)?.(x, { a });
      if (!got) return;
      POINTS.forEach((point, i) => {
        const want = value(point, a);
        // A zero has either sign: a folded sum may keep another one.
        expectTrue(
          Object.is(got[i], want),
          () => `${text} at ${show(point)}, a ${a}: got ${show(got[i]!)}, want ${show(want)}`,
        );
      });
    });
    fc.assert(property, { numRuns: 400 });
  });

  test("derivatives agree with forward mode", () => {
    const property = fc.property(trees(true), numbers, ({ text, dual }, a) => {
      const got = make(text)?.valueAndDerivative(x, { a });
      if (!got) return;
      POINTS.forEach((point, i) => {
        if (Math.abs(point) > 700) return;
        const { value, slope, terms } = dual(point, a);
        // Roundings decide if a term is huge, or the values differ at a jump.
        if (!(Number.isFinite(value) && Number.isFinite(terms) && terms < 1e100)) return;
        const where = () => `${text} at ${show(point)}, a ${a}: `;
        if (!(Math.abs(got.value[i]! - value) <= 1e-9 * Math.max(1, Math.abs(value)))) return;
        const error = Math.abs(got.derivative[i]! - slope);
        expectTrue(error <= 1e-6 * terms + 1e-300, () => `${where()}f′ is ${got.derivative[i]}, want ${slope}`);
      });
    });
    fc.assert(property, { numRuns: 250 });
  });
});
