import { describe, expect, test } from "vitest";
import { elu, leakyRelu, relu, softmax, swish, tanh } from "../../bindings/index.js";
import type { Options } from "../support/call.js";
import { callsOf } from "../support/calls.js";
import { elementwise } from "../support/functions.js";
import { totalCallsOf } from "../support/totals.js";

const x = Float32Array.of(1, 2);
const operands = [x, x];

const withParameters = elementwise
  .filter((f) => Object.keys(f.spec.parameters).length > 0)
  .flatMap((f) => [...callsOf(f), ...totalCallsOf(f)].map((call) => [call.name, f, call] as const));

describe.each(withParameters)("%s", (name, f, call) => {
  describe.each(Object.entries(f.spec.parameters))("%s", (parameter, { default: preset, range }) => {
    const throws = (value: unknown, kind: ErrorConstructor, got: string) => {
      const action = () => call.run(operands, { [parameter]: value });
      expect(action).toThrow(kind);
      expect(action).toThrow(`${name}: "${parameter}" expected ${range.text}, got ${got}`);
    };

    test("is a number in its range", () => {
      const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, 0];
      const outside = values.filter((value) => !range.holds(value));
      expect(range.holds(Number.NaN)).toBe(false);
      for (const value of outside) throws(value, RangeError, String(value));
    });

    test("is not of another kind", () => {
      throws("1", TypeError, '"1"');
      throws(null, TypeError, "null");
      throws(true, TypeError, "boolean true");
      throws(1n, TypeError, "bigint 1");
      throws([1], TypeError, "an Array of length 1");
    });

    test(preset === undefined ? "has to be given" : "may be undefined or its default", () => {
      if (preset === undefined) {
        throws(undefined, TypeError, "undefined; it has no default");
        return;
      }
      const want = call.run(operands);
      expect(call.run(operands, { [parameter]: undefined })).toEqual(want);
      expect(call.run(operands, { [parameter]: preset })).toEqual(want);
    });

    test("is suggested for a name that is almost its own", () => {
      for (const wrong of [parameter.toUpperCase(), `${parameter}s`, parameter.slice(0, -1)]) {
        const action = () => call.run(operands, { [wrong]: 1 });
        expect(action).toThrow(TypeError);
        expect(action).toThrow(
          new RegExp(`^${name.replace(".", "\\.")}: "options" expected only .+, got "${wrong}"; did you`),
        );
      }
    });
  });
});

test("messages, word for word", () => {
  const messages = (actions: readonly (() => unknown)[]) =>
    actions.map((action) => {
      try {
        return action();
      } catch (error) {
        return `${(error as Error).name}: ${(error as Error).message}`;
      }
    });
  const wrong = (options: Options) => options as object;
  expect(
    messages([
      () => tanh([1] as unknown as Float32Array),
      () => tanh(x, { out: new Float32Array(3) }),
      () => tanh(x, { out: new Float64Array(2) as unknown as Float32Array }),
      () => tanh.grad(x, new Float32Array(3)),
      () => tanh(x, wrong({ alpha: 1 })),
      () => elu(x, wrong({ aplha: 1 })),
      () => elu(x, { alpha: Number.POSITIVE_INFINITY }),
      () => relu(x, { maxValue: -1 }),
      () => relu.gradFromOutput(x, x, { maxValue: 6 }),
      () => leakyRelu.gradFromOutput(x, x, { negativeSlope: 0 }),
      () => swish(x, wrong({ beta: "1" })),
      () => softmax(x, { shape: [3] }),
      () => softmax(x, { axis: 1 }),
      () => softmax(new Float32Array(x.buffer, 0, 1), { out: new Float32Array(x.buffer, 0, 2) }),
    ]),
  ).toMatchInlineSnapshot(`
    [
      "TypeError: tanh: "x" expected a Float32Array or Float64Array, got an Array of length 1; convert it with Float32Array.from(array)",
      "RangeError: tanh: "out" expected a Float32Array of length 2, got length 3",
      "TypeError: tanh: "out" expected a Float32Array of length 2, got a Float64Array of length 2; all arrays of a call have one element type",
      "RangeError: tanh.grad: "dy" expected a Float32Array of length 2, got length 3",
      "TypeError: tanh: "options" expected only "out", got "alpha"",
      "TypeError: elu: "options" expected only "alpha", "out", got "aplha"; did you mean "alpha"?",
      "RangeError: elu: "alpha" expected a finite number, got Infinity",
      "RangeError: relu: "maxValue" expected a number ≥ 0, or Infinity, got -1",
      "RangeError: relu.gradFromOutput: "options" expected the default parameters, got maxValue 6, negativeSlope 0, threshold 0; with others y does not tell the derivative: use relu.grad(x, dy)",
      "RangeError: leakyRelu.gradFromOutput: "negativeSlope" expected a slope > 0, got negativeSlope 0; with others y does not tell the derivative: use leakyRelu.grad(x, dy)",
      "TypeError: swish: "beta" expected a finite number, got "1"",
      "RangeError: softmax: "shape" expected a product of 2, the length of the array, got [3], a product of 3",
      "RangeError: softmax: "axis" expected from -1 to 0 for 1 dimensions, got 1; give the shape to have more dimensions",
      "RangeError: softmax: "out" expected a Float32Array of length 1, got length 2",
    ]
  `);
});
