import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { leakyRelu, logSumExp, relu, softmax, swish } from "../../dist/index.js";
import { createPool, type Pool } from "../../dist/pool.js";
import { uniform } from "../support/arrays.js";
import { expectSame } from "../support/same.js";
import { type Attempt, expectNumbers, expectRefused, WAYS } from "./hostile/ways.js";

/** The caller's code that runs while a call reads its arguments: the call fails, or goes by what it then finds. */

const N = 24;
let pool: Pool;
beforeAll(async () => {
  pool = await createPool({ threads: 1, threshold: 0 });
});
afterAll(() => pool.close());

const whileReading = (name: string, value: unknown, action: () => unknown) => (record: object) =>
  Object.defineProperty({ ...record }, name, {
    get() {
      action();
      return value;
    },
    enumerable: true,
  });

const attempt = (f: unknown, operands: readonly unknown[], options: object, form?: Attempt["form"]): Attempt => ({
  f: f as Attempt["f"],
  names: ["x", "dy"].slice(0, operands.length),
  operands,
  options: options as Attempt["options"],
  ...(form && { form }),
});

// A stream reads its options before there is a chunk.
const ways = Object.entries(WAYS).filter(([way]) => way !== "streamed");

type Resizable = ArrayBuffer & { resize(bytes: number): void };
const resizable = (bytes: number) =>
  new (ArrayBuffer as unknown as new (n: number, o: object) => Resizable)(bytes, { maxByteLength: 4 * bytes });

describe.each(ways)("%s", (_, run) => {
  test("an operand is detached: refused, and nothing is written", async () => {
    const out = new Float32Array(N).fill(7);
    for (const k of [0, 1]) {
      const operands = [uniform("f32", N, 2, 1), uniform("f32", N, 2, 2)];
      const detach = () => structuredClone(operands[k]!.buffer, { transfer: [operands[k]!.buffer as ArrayBuffer] });
      const form = whileReading("negativeSlope", 0.5, detach);
      expectRefused(await run(attempt(leakyRelu.grad, operands, { out }, form), pool)!, `operand ${k}`);
    }
    expect(out).toEqual(new Float32Array(N).fill(7));
  });

  test("the output is detached: refused", async () => {
    const out = new Float32Array(N);
    const detach = () => structuredClone(out.buffer, { transfer: [out.buffer] });
    const form = whileReading("negativeSlope", 0.5, detach);
    expectRefused(await run(attempt(leakyRelu, [uniform("f32", N, 2, 1)], { out }, form), pool)!, "out");
  });

  test("x shrinks or grows: the result is of the elements that it then has", async () => {
    for (const length of [N / 2, 2 * N]) {
      const buffer = resizable(4 * N);
      const x = new Float32Array(buffer);
      x.set(uniform("f32", N, 2, 1));
      const form = whileReading("negativeSlope", 0.5, () => buffer.resize(4 * length));
      const outcome = await run(attempt(leakyRelu, [x], {}, form), pool)!;
      expectNumbers(outcome, leakyRelu(new Float32Array(x), { negativeSlope: 0.5 }), `${length} elements`);
      expect(outcome.numbers).toHaveLength(length);
    }
  });

  test("x shrinks and dy does not: refused", async () => {
    const buffer = resizable(4 * N);
    const form = whileReading("beta", 0.5, () => buffer.resize(2 * N));
    const operands = [new Float32Array(buffer), uniform("f32", N, 2, 2)];
    expectRefused(await run(attempt(swish.grad, operands, {}, form), pool)!, "dy");
  });

  test("the same function is called: both calls give their own numbers", async () => {
    const x = uniform("f32", 20_000, 2, 1) as Float32Array;
    const other = uniform("f32", 30_000, 2, 2) as Float32Array;
    const want = leakyRelu(x, { negativeSlope: 0.5 });
    const inner = leakyRelu(other, { negativeSlope: -2 });
    let got: ArrayLike<number> = [];
    const form = whileReading("negativeSlope", 0.5, () => (got = leakyRelu(other, { negativeSlope: -2 })));
    expectNumbers(await run(attempt(leakyRelu, [x], {}, form), pool)!, want, "the outer call");
    expectSame(got, inner);
  });
});

test("an accessor changes other options: every way reads them in one order", async () => {
  const form = () => {
    const options: Record<string, unknown> = { negativeSlope: 0.25, threshold: 0 };
    return Object.defineProperty(options, "maxValue", {
      get() {
        Object.assign(options, { negativeSlope: -1, threshold: 0.5 });
        return 1.5;
      },
      enumerable: true,
    });
  };
  const x = uniform("f32", N, 2, 1) as Float32Array;
  const want = relu(x, { maxValue: 1.5, negativeSlope: -1, threshold: 0.5 });
  for (const [way, run] of Object.entries(WAYS)) {
    expectNumbers(await run(attempt(relu, [x], {}, form), pool)!, want, way);
  }
});

describe("lists of a batch", () => {
  const arrays = () => Array.from({ length: 6 }, (_, i) => uniform("f32", N, 2, i) as Float32Array);
  const want = arrays().map((x) => relu(x));

  test("are read once, whatever they are", () => {
    const list = arrays();
    let reads = 0;
    const counted = new Proxy(list, {
      get: (target, name) => {
        if (name !== "length" && typeof name === "string") reads++;
        return target[name as never];
      },
    });
    class List extends Array<Float32Array> {}
    for (const given of [counted, Object.freeze(arrays()), List.from(arrays()), new Proxy(arrays(), {})]) {
      expect(relu.batch(given)).toEqual(want);
    }
    expect(reads).toBe(list.length);
  });

  test("with an accessor that detaches an array before it: refused, and nothing is written", () => {
    const x = arrays();
    const out = arrays().map((each) => each.fill(7));
    Object.defineProperty(x, 5, {
      get() {
        structuredClone(x[0]!.buffer, { transfer: [x[0]!.buffer as ArrayBuffer] });
        return new Float32Array(N);
      },
    });
    expect(() => relu.batch(x, { out })).toThrow('relu.batch: "x[0]" expected an array with memory');
    expect(out.every((each) => each.every((value) => value === 7))).toBe(true);
  });

  test("that claim to be long are refused at the first element that is no array", () => {
    const claiming = (length: unknown) =>
      new Proxy(arrays(), { get: (target, name) => (name === "length" ? length : target[name as never]) });
    for (const list of [new Array(2 ** 32 - 1), claiming(2 ** 32 - 1)]) {
      expect(() => relu.batch(list as Float32Array[])).toThrow(/^relu\.batch: "x\[\d\]" expected a Float32Array/);
    }
    for (const length of [Number.POSITIVE_INFINITY, -1, 0.5, Symbol("length"), 2n, "6"]) {
      expect(() => relu.batch(claiming(length) as Float32Array[])).toThrow('"x" expected an array of arrays');
    }
  });
});

describe("a result that the engine has no room for", () => {
  test("of rows of nothing, as many as the shape says", async () => {
    const none = new Float32Array(0);
    const options = { shape: [2 ** 50, 0] };
    const message = /^logSumExp: "out" expected memory for 1125899906842624 more elements, got none; pass "out", or/;
    expect(() => logSumExp(none, options)).toThrow(RangeError);
    expect(() => logSumExp(none, options)).toThrow(message);
    await expect(pool.run(logSumExp, none, options)).rejects.toThrow(message);
  });

  test("and allocations on the way", async () => {
    const x = uniform("f32", N, 2, 1) as Float32Array;
    const out = x.slice();
    const real = Float32Array;
    const full = new Proxy(real, {
      construct(target, args) {
        if (typeof args[0] === "number") throw new RangeError("Array buffer allocation failed");
        return Reflect.construct(target, args) as object;
      },
    });
    globalThis.Float32Array = full;
    try {
      const calls = [() => relu(x), () => softmax.grad(x, x), () => relu.valueAndDerivative(x), () => softmax(x)];
      for (const call of calls) expect(call).toThrow(/expected memory for 24 more elements, got none; pass "out", or/);
      const accumulated = () => softmax.grad(x, x, { accumulate: true, out });
      expect(accumulated).toThrow(/"x" expected memory for 24 more elements, got none; compute smaller arrays/);
      expect(out).toEqual(x);
      await expect(pool.run(relu, x)).rejects.toThrow('relu: "out" expected memory for 24 more elements, got none');
    } finally {
      globalThis.Float32Array = real;
    }
  });
});
