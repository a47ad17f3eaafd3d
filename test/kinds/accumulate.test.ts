import { afterAll, describe, expect, test, vi } from "vitest";
import { elu, prelu, sigmoid, softmax, Workspace } from "../../bindings/index.js";
import { SCRATCH_BYTES } from "../../bindings/wasm/instance.js";
import { gradientCalls, sumOf } from "../support/accumulate.js";
import { BLOCK, BYTES, uniform } from "../support/arrays.js";
import { TYPES, titleOf } from "../support/call.js";
import { PLACES, Places } from "../support/places.js";
import { N, operandsOf, refuses, saying } from "../support/refusals.js";
import { expectSame } from "../support/same.js";

vi.mock("../../bindings/memory/staging.js", async (original) =>
  (await import("../support/small-blocks.js")).smallBlocks(original),
);

/** `accumulate`: a gradient is added to what is there. */

const places = new Places(2 ** 22);
afterAll(() => places.dispose());

const calls = gradientCalls().map((call) => [titleOf(call), call] as const);

describe.each(calls)("%s", (_, call) => {
  describe.each(TYPES)("%s", (type) => {
    test.each(PLACES)("adds what the plain call gives, rounded once: %s", (place) => {
      const scratch = SCRATCH_BYTES / BYTES[type];
      for (const n of [0, 1, 3, 70, scratch, scratch + 1, BLOCK[type] + 5]) {
        places.clear();
        const { operands: lengths, out: outLength } = call.lengths(n);
        const operands = lengths.map((length, k) => uniform(type, length, 4, k + n));
        const before = uniform(type, outLength, 1, n + 9);
        const want = sumOf(before, call.run(operands));
        const out = places.copy(place, type, before, n % 4);
        const placed = operands.map((operand, k) => places.copy(place, type, operand, k));
        expect(call.run(placed, { out, accumulate: true })).toBe(out);
        expectSame(out, want, `length ${n}`);
        for (const [k, operand] of placed.entries()) expectSame(operand, operands[k]!, "an operand");
        // From elsewhere to there.
        out.set(before);
        expectSame(call.run(operands, { out, accumulate: true }), want, `length ${n}, operands elsewhere`);
      }
    });
  });

  test("false is as good as nothing", () => {
    const operands = operandsOf(call, "f32");
    const out = new Float32Array(call.lengths(N).out).fill(7);
    expectSame(call.run(operands, { out, accumulate: false }), call.run(operands));
    expectSame(call.run(operands, { accumulate: false }), call.run(operands, { accumulate: undefined }));
  });

  test("is true or false, and needs an output", () => {
    const operands = operandsOf(call, "f32");
    const out = new Float32Array(call.lengths(N).out);
    for (const [value, got] of [
      [1, "1$"],
      ["true", '"true"$'],
      [null, "null$"],
      [out, "a Float32Array"],
    ] as const) {
      refuses(call, operands, { accumulate: value, out }, TypeError, saying(call, "accumulate", "true or false", got));
    }
    const message = saying(call, "out", "an array to accumulate in", "undefined; pass { accumulate: true, out }$");
    refuses(call, operands, { accumulate: true }, TypeError, message);
  });

  test("does not take an operand, or a part of one, for the output", () => {
    const { out: outLength } = call.lengths(N);
    call.operands.forEach((operand, k) => {
      const memory = new Float32Array(5 * N);
      const operands = operandsOf(call, "f32");
      const { length } = operands[k]!;
      operands[k] = memory.subarray(N, N + length);
      const message = saying(call, "out", `other memory than "${operand}", since "accumulate" is true`, "some of it");
      for (const start of [N, N + length - 1, N - outLength + 1]) {
        const out = memory.subarray(start, start + outLength);
        refuses(call, operands, { accumulate: true, out }, RangeError, message);
      }
      const own = length === outLength ? operands[k]! : undefined;
      if (own) refuses(call, operands, { accumulate: true, out: own }, RangeError, message);
    });
  });
});

test("values and derivatives do not accumulate", () => {
  const x = Float32Array.of(1, 2);
  const options = { out: new Float32Array(2), accumulate: true } as object;
  const slope = Float32Array.of(1);
  const attempts: readonly (readonly [string, () => unknown])[] = [
    ["sigmoid", () => sigmoid(x, options)],
    ["sigmoid.derivative", () => sigmoid.derivative(x, options)],
    ["sigmoid.valueAndDerivative", () => sigmoid.valueAndDerivative(x, options)],
    ["elu.gradAlpha", () => elu.gradAlpha(x, x, options)],
    ["softmax", () => softmax(x, options)],
    ["prelu", () => prelu(x, slope, options)],
  ];
  for (const [op, attempt] of attempts) {
    expect(attempt).toThrow(TypeError);
    expect(attempt).toThrow(`${op}: "options" expected only`);
  }
});

test("the gradients of two paths add up, in a Workspace and outside", () => {
  using workspace = new Workspace({ bytes: 4_096 });
  const values = [-1, 0.5, 2];
  for (const x of [Float32Array.from(values), workspace.float32(values)]) {
    const dy = Float32Array.of(1, 2, 3);
    const dx = sigmoid.grad(x, dy);
    elu.grad(x, dy, { alpha: 0.5, out: dx, accumulate: true });
    expectSame(dx, sumOf(sigmoid.grad(x, dy), elu.grad(x, dy, { alpha: 0.5 })));
  }
});
