import { describe, expect, test } from "vitest";
import { reference } from "../reference/index.js";
import { arrayOf, parametersOf } from "../support/arrays.js";
import { expectTrue } from "../support/bounds.js";
import { TYPES, titleOf } from "../support/call.js";
import { callsOf } from "../support/calls.js";
import { elementwise, variants } from "../support/functions.js";
import { expectSame } from "../support/same.js";
import { ulpError } from "../support/ulp.js";

const INF = Number.POSITIVE_INFINITY;
const NAN = Number.NaN;

/** Full vectors in a group, a single one, and single elements. */
const LENGTH = 23;

const GRID = Array.from({ length: 65 }, (_, i) => i / 4 - 8);

const cases = elementwise.flatMap((f) => variants(f).map((options) => ({ f, options, calls: callsOf(f, options) })));

describe.each(TYPES)("%s", (type) => {
  const all = (value: number) => arrayOf(type, new Array<number>(LENGTH).fill(value));

  describe.each(cases.map((each) => [titleOf(each.calls[0]!), each] as const))("%s", (_, { f, options, calls }) => {
    const { f: value, df: slope } = reference[f.spec.name]!;
    const p = parametersOf(f, type, options);

    test.each(calls.map((call) => [call.name, call] as const))("%s: NaN gives NaN, whatever dy", (_, call) => {
      const gradients = call.operands.includes("dy") ? [1, 0, -0, INF, -INF] : [1];
      for (const dy of gradients) {
        const operands = call.operands.map((operand) => all(operand === "dy" ? dy : NAN));
        expectSame(call.run(operands), all(NAN));
      }
    });

    test("±∞ gives the limit", () => {
      const { absolute, [type]: bounds } = f.spec.errorBounds;
      for (const x of [INF, -INF]) {
        const valueError = ulpError(f(all(x), options)[0]!, value(x, p), type, absolute?.value);
        const slopeError = ulpError(f.derivative(all(x), options)[0]!, slope(x, p), type, absolute?.derivative);
        expect(valueError, `f(${x})`).toBeLessThanOrEqual(bounds.value);
        expect(slopeError, `f′(${x})`).toBeLessThanOrEqual(bounds.derivative);
      }
    });

    test("a unit that is off has gradient 0, whatever dy", () => {
      // Off is where f′ is 0 over an interval, not by rounding, and not only at a point.
      const zero = (x: number) => slope(x, p) === 0;
      const near = GRID.filter((x) => zero(x) && (zero(x - 1e-3) || zero(x + 1e-3)));
      const far = [8, 1e30, INF].flatMap((x) => [x, -x]).filter((x) => zero(Math.sign(x) * 8));
      const off = arrayOf(type, [...near, ...far]);
      for (const dy of [INF, -INF, 3e38, -1]) {
        const gradients = f.grad(off, arrayOf(type, off.length).fill(dy), options);
        gradients.forEach((gradient, i) => {
          expectTrue(gradient === 0, () => `x = ${off[i]}, dy = ${dy}: ${gradient}`);
        });
      }
    });

    test("keeps the sign of −0 if it is odd or passes x through there", () => {
      const odd = value(1, p) !== 0 && GRID.every((x) => value(-x, p) === -value(x, p));
      const through = [0.001, 0.002].every((x) => value(-x, p) === -x);
      if (odd || through) expectSame(f(arrayOf(type, [0, -0]), options), [0, -0]);
      else expect(f(arrayOf(type, [-0]), options)[0]! + 0).toBe(f(arrayOf(type, [0]), options)[0]! + 0);
    });
  });
});
