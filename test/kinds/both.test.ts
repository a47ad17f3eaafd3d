import { afterAll, describe, expect, test, vi } from "vitest";
import { relu, tanh, Workspace } from "../../bindings/index.js";
import { arrayOf, BLOCK, BYTES, bytesOf, mixed, uniform, viewOf } from "../support/arrays.js";
import { type FloatArray, type Options, TYPES } from "../support/call.js";
import { elementwise, named, variants } from "../support/functions.js";
import { PLACES, Places } from "../support/places.js";
import { expectSame } from "../support/same.js";

vi.mock("../../bindings/memory/staging.js", async (original) =>
  (await import("../support/small-blocks.js")).smallBlocks(original),
);

/** f(x) and f′(x) in one call. */

const places = new Places(2 ** 20);
afterAll(() => places.dispose());

describe.each(TYPES)("%s", (type) => {
  describe.each(named(elementwise))("%s", (_, f) => {
    test.each(variants(f))("has the bits of both calls: %o", (options: Options) => {
      for (const n of [0, 1, 2, 3, 7, 64, 129, BLOCK[type] - 1, BLOCK[type] + 5]) {
        const x = mixed(type, n, n + 1);
        const { value, derivative } = f.valueAndDerivative(x, options);
        expectSame(value, f(x, options));
        expectSame(derivative, f.derivative(x, options));
      }
    });

    test.each(PLACES)("writes where it is told to: %s", (place) => {
      const [options] = variants(f);
      const source = mixed(type, 300);
      const want = { value: f(source, options), derivative: f.derivative(source, options) };
      for (const target of ["neither", "value", "derivative"]) {
        places.clear();
        const x = places.copy(place, type, source, 1);
        const out = target === "value" ? x : places.make(place, type, 300, 2);
        const slope = target === "derivative" ? x : places.make(place, type, 300);
        const got = f.valueAndDerivative(x, { ...options, out, derivative: slope });
        expect(got.value).toBe(out);
        expect(got.derivative).toBe(slope);
        expectSame(out, want.value, `value, ${target} is x`);
        expectSame(slope, want.derivative, `derivative, ${target} is x`);
        if (target === "neither") expectSame(x, source);
      }
    });
  });

  test("one of the two may be given", () => {
    const x = mixed(type, 20) as Float32Array;
    const room = arrayOf(type, 20) as Float32Array;
    const first = tanh.valueAndDerivative(x, { out: room });
    expect(first.value).toBe(room);
    expectSame(first.derivative, tanh.derivative(x));
    const second = tanh.valueAndDerivative(x, { derivative: room });
    expect(second.derivative).toBe(room);
    expectSame(second.value, tanh(x));
    expectSame(room, tanh.derivative(x));
  });

  const sigmoid = elementwise.find((f) => f.spec.name === "sigmoid")!;

  test.each(["an ArrayBuffer", "a Workspace"])("touches no byte outside of its outputs in %s", (place) => {
    using workspace = new Workspace({ bytes: 65_536 });
    const room = workspace.float64(1_000);
    const [buffer, start] = place === "a Workspace" ? [room.buffer, room.byteOffset] : [new ArrayBuffer(8_000), 0];
    const bytes = new Uint8Array(buffer, start, 8_000);
    for (let n = 0; n <= 70; n++) {
      bytes.fill(0xa5);
      const at = (k: number) => viewOf(type, buffer, start + 80 + k * 800 + (n % 4) * BYTES[type], n);
      const [x, out, derivative] = [at(0), at(1), at(2)];
      // No NaN, whose bits may differ.
      x.set(uniform(type, n, 4));
      const want = bytes.slice();
      want.set(bytesOf(sigmoid(x.slice())), out.byteOffset - start);
      want.set(bytesOf(sigmoid.derivative(x.slice())), derivative.byteOffset - start);
      sigmoid.valueAndDerivative(x, { out, derivative });
      expect(Buffer.compare(bytes, want), `length ${n}`).toBe(0);
    }
  });
});

describe("refuses", () => {
  const memory = Float32Array.from({ length: 16 }, (_, i) => i - 8);
  const x = memory.subarray(0, 6);
  const other = new Float32Array(6);
  const op = 'tanh.valueAndDerivative: "';

  const cases: readonly (readonly [Options, ErrorConstructor, string])[] = [
    [{ derivative: [1] }, TypeError, 'derivative" expected a Float32Array of length 6, got an Array of length 1'],
    [
      { derivative: new Float64Array(6) },
      TypeError,
      'derivative" expected a Float32Array of length 6, got a Float64Array',
    ],
    [{ derivative: new Float32Array(5) }, RangeError, 'derivative" expected a Float32Array of length 6, got length 5'],
    [{ out: x, derivative: x }, RangeError, 'derivative" expected other memory than "out", which holds the value'],
    [
      { out: other, derivative: other },
      RangeError,
      'derivative" expected other memory than "out", which holds the value',
    ],
    [
      { out: other, derivative: new Float32Array(other.buffer) },
      RangeError,
      'derivative" expected other memory than "out"',
    ],
    [
      { out: memory.subarray(7, 13), derivative: memory.subarray(8, 14) },
      RangeError,
      'derivative" expected other memory than',
    ],
    [
      { derivative: memory.subarray(1, 7) },
      RangeError,
      'derivative" expected the memory of "x" exactly, or other memory',
    ],
    [{ out: memory.subarray(1, 7) }, RangeError, 'out" expected the memory of "x" exactly, or other memory'],
    [{ accumulate: true, out: other }, TypeError, 'options" expected only "derivative", "out", got "accumulate"'],
  ];
  test.each(cases)("%o", (options, kind, message) => {
    const before = memory.slice();
    const call = () => tanh.valueAndDerivative(x, options as object);
    expect(call).toThrow(kind);
    expect(call).toThrow(op + message);
    expect(memory).toEqual(before);
  });

  test("the same in a Workspace", () => {
    using workspace = new Workspace({ bytes: 4_096 });
    const inside = workspace.float32([-1, 2]);
    const y: FloatArray = workspace.float32(2);
    const call = () => relu.valueAndDerivative(inside, { out: y, derivative: y } as never);
    expect(call).toThrow('relu.valueAndDerivative: "derivative" expected other memory than "out"');
    expectSame(y, [0, 0]);
  });
});
