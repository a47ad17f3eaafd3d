import { describe, expect, test } from "vitest";
import { rrelu, softmaxCrossEntropy } from "../../bindings/index.js";
import { arrayOf } from "../support/arrays.js";
import { type Call, type ElementType, type FloatArray, type Options, TYPES } from "../support/call.js";
import { callsOf } from "../support/calls.js";
import { elementwise, randoms, requiredBy } from "../support/functions.js";
import { randomCallsOf } from "../support/random.js";
import { totalCallsOf } from "../support/totals.js";

/** Parameters that f32 rounds to 0 or ∞, or that are subnormal: no NaN out of finite numbers, or a RangeError. */

const SIZES = [5e-324, 1e-310, 1e-60, 1e-46, 1e-45, 1e-40, 1e-38, 1e-30, 1e30, 3.4e38, 3.5e38, 1e60, 1e300, 1.7e308];
const EXTREME = SIZES.flatMap((size) => [size, -size]);

const POINTS = [0, 1e-310, 1e-45, 1e-40, 1e-30, 0.5, 1, 3, 88, 104, 750, 1e10, 1e30, 3e38, 1e300];
const SLOPES = [1, -1, 0, 1e-40, 3e38];

/** x and dy of all finite pairs. */
function operandsOf(type: ElementType): [x: FloatArray, dy: FloatArray] {
  const finite = [
    ...arrayOf(
      type,
      POINTS.flatMap((x) => [x, -x]),
    ),
  ].filter(Number.isFinite);
  const pairs = finite.flatMap((x) => SLOPES.map((dy) => [x, dy] as const));
  const column = (k: 0 | 1) =>
    arrayOf(
      type,
      pairs.map((pair) => pair[k]),
    );
  return [column(0), column(1)];
}

/** No result is NaN, except the product of dy = 0 and a derivative that is too large for the type. */
function expectNoNaN(call: Call, type: ElementType, options: Options): void {
  const [x, dy] = operandsOf(type);
  const operands = [x, dy].slice(0, call.operands.length);
  const every = call.returnsNumber ? x.map((_, i) => oneOf(call, operands, i, options)) : undefined;
  const got = every ?? call.run(operands, options);
  got.forEach((value, i) => {
    if (!Number.isNaN(value)) return;
    const ones = [x, dy.map((v) => (v === 0 ? 1 : v))].slice(0, call.operands.length) as FloatArray[];
    const isProduct = dy[i] === 0 && Math.abs(oneOf(call, ones, i, options)) === Number.POSITIVE_INFINITY;
    if (!isProduct) expect.fail(`${call.name} of x = ${x[i]}, dy = ${dy[i]} is NaN`);
  });
}

function oneOf(call: Call, operands: readonly FloatArray[], i: number, options: Options): number {
  return call.run(
    operands.map((operand) => operand.slice(i, i + 1)),
    options,
  )[0]!;
}

/** True if the call takes the options; if not, it says that they are out of range, or out of the range of f32. */
function takes(call: Call, type: ElementType, options: Options, inRange: boolean): boolean {
  const none = arrayOf(type, 0);
  try {
    call.run([none, none], options);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    if (inRange)
      expect((error as Error).message).toMatch(/ in f32; use Float64Array|y does not tell|above min|≥ lower/);
    return false;
  }
}

const withParameters = elementwise.filter((f) => Object.keys(f.spec.parameters).length > 0);

describe.each(TYPES)("%s", (type) => {
  describe.each(withParameters.map((f) => [f.spec.name, f] as const))("%s", (_, f) => {
    test.each(Object.keys(f.spec.parameters))("%s", (name) => {
      const required = requiredBy(f);
      const { range } = f.spec.parameters[name]!;
      for (const call of [...callsOf(f), ...totalCallsOf(f, required)]) {
        for (const value of EXTREME) {
          const options = { ...required, [name]: value };
          if (takes(call, type, options, range.holds(value))) expectNoNaN(call, type, options);
        }
      }
    });
  });

  test.each(["lower", "upper"])("rrelu: %s", (name) => {
    for (const call of randoms.flatMap((f) =>
      [{}, { training: true }].flatMap((options) => randomCallsOf(f, options)),
    )) {
      for (const value of EXTREME) {
        const options = { lower: Math.min(value, 0), upper: Math.max(value, 0), [name]: value };
        if (takes(call, type, options, rrelu.spec.parameters![name]!.range.holds(value))) {
          expectNoNaN(call, type, options);
        }
      }
    }
  });

  test("softmaxCrossEntropy: labelSmoothing", () => {
    const logits = arrayOf(type, [1, 2, 3, -4, 30, -1e30]) as Float32Array;
    const labels = Int32Array.of(2, 0);
    for (const labelSmoothing of EXTREME.filter((value) => value > 0 && value < 1)) {
      for (const member of [softmaxCrossEntropy, softmaxCrossEntropy.grad]) {
        expect([...member(logits, labels, { shape: [2, 3], labelSmoothing })].some(Number.isNaN)).toBe(false);
      }
    }
  });
});
