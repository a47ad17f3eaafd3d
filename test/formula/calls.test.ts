import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { activation } from "../../dist/formula.js";
import { Workspace } from "../../dist/index.js";
import { createPool, type Pool } from "../../dist/pool.js";
import { activationStream } from "../../dist/stream.js";
import { expectSame } from "../support/same.js";

/** Formulas are functions like all others: arrays, outputs, batches, threads, streams, errors. */

const snake = activation("x + sin(a * x) ** 2 / a", { name: "snake", parameters: { a: 1 } });
// Constants as arrays, a choice, functions of the table, several blocks.
const mixed = activation("x > 0 ? max(gelu(x), x ** 3 / 7) : leakyRelu(min(x, -0.5), a) + 1 / (2 + x * x)", {
  name: "mixed",
  parameters: { a: 0.1 },
});

const TYPES = ["f32", "f64"] as const;
const make = (type: (typeof TYPES)[number], n: number, f: (i: number) => number) =>
  (type === "f32" ? new Float32Array(n) : (new Float64Array(n) as never)).map((_: number, i: number) =>
    f(i),
  ) as Float32Array<ArrayBuffer>;
const wave = (i: number) => 4 * Math.sin(i * 1.7 + i ** 0.5);

describe.each(TYPES)("%s", (type) => {
  const x = make(type, 40_007, wave);
  const dy = make(type, 40_007, (i) => Math.cos(i));
  const one = (call: (part: typeof x) => ArrayLike<number>, i: number) => call(x.slice(i, i + 1))[0]!;

  describe.each([snake, mixed])("$spec.name", (f) => {
    const y = f(x);
    const slopes = f.derivative(x);
    const dx = f.grad(x, dy);

    test("value and derivative of an element depend on that element alone, at any length and place", () => {
      for (const i of [0, 1, 2, 3, 1000, 1023, 1024, 2047, 2048, 16_383, 16_384, 40_006]) {
        expect(y[i]).toBe(one((part) => f(part), i));
        expect(slopes[i]).toBe(one((part) => f.derivative(part), i));
      }
      expectSame(f(x.subarray(5, 777)), y.subarray(5, 777));
    });

    test("in a Workspace, in place, and added", () => {
      using ws = new Workspace({ bytes: 2 ** 22 });
      const make = (array: typeof x) => (type === "f32" ? ws.float32(array) : (ws.float64(array) as never));
      const [a, b, out] = [make(x), make(dy), make(x)];
      expectSame(f(a, { out }), y);
      expectSame(f.grad(a, b, { out }), dx);
      out.fill(1);
      expectSame(f.grad(a, b, { out, accumulate: true }), f.grad(x, dy, { out: make(x).fill(1), accumulate: true }));
      const both = f.valueAndDerivative(a, { out, derivative: b });
      expectSame(both.value, y);
      expectSame(both.derivative, slopes);
      // The value replaces x, which the derivative needs, and the other way round.
      const c = make(x);
      expectSame(f.valueAndDerivative(c, { out: c, derivative: b }).derivative, slopes);
      expectSame(c, y);
      expectSame(f.valueAndDerivative(make(x), { derivative: out }).value, y);
      expectSame(f(a, { out: a }), y);
      const copy = x.slice();
      expectSame(f.grad(copy, dy, { out: copy }), dx);
    });

    test("the gradient of the parameter has the same bits in a Workspace", () => {
      using ws = new Workspace({ bytes: 2 ** 22 });
      const make = (array: typeof x) => (type === "f32" ? ws.float32(array) : (ws.float64(array) as never));
      expect(f.gradA(make(x), make(dy), { a: 0.7 })).toBe(f.gradA(x, dy, { a: 0.7 }));
    });

    test("batches", () => {
      const parts = [x.subarray(0, 3), x.subarray(3, 3), x.subarray(3, 90), x.subarray(90, 95), x.subarray(95, 5000)];
      for (const [i, part] of f.batch(parts, { a: 0.5 }).entries()) expectSame(part, f(parts[i]!, { a: 0.5 }));
      const slopes = parts.map((part) => dy.subarray(0, part.length));
      for (const [i, part] of f.grad.batch(parts, slopes).entries()) expectSame(part, f.grad(parts[i]!, slopes[i]!));
      expect(f.gradA.batch(parts, slopes)).toEqual(parts.map((part, i) => f.gradA(part, slopes[i]!)));
      f.valueAndDerivative.batch(parts).forEach(({ value, derivative }, i) => {
        expectSame(value, f(parts[i]!));
        expectSame(derivative, f.derivative(parts[i]!));
      });
    });
  });
});

describe("other threads", () => {
  let pool: Pool;
  beforeAll(async () => {
    pool = await createPool({ threads: 2, threshold: 0 });
  });
  afterAll(() => pool.close());

  test.each([snake, mixed])("$spec.name", async (f) => {
    const x = make("f32", 100_003, wave);
    const dy = make("f32", 100_003, (i) => Math.cos(i));
    expectSame(await pool.run(f, x, { a: 0.5 }), f(x, { a: 0.5 }));
    expectSame(await pool.run(f.grad, x, dy), f.grad(x, dy));
    expect(await pool.run(f.gradA, x, dy)).toBe(f.gradA(x, dy));
    const both = await pool.run(f.valueAndDerivative, x);
    expectSame(both.derivative, f.derivative(x));
    const ws = pool.workspace({ bytes: 2 ** 20 });
    const shared = ws.float32(x);
    expectSame(await pool.run(f, shared, { out: shared }), f(x));
  });

  test("what the call refuses, the pool refuses", async () => {
    await expect(pool.run(snake, new Float32Array(9), { b: 1 } as never)).rejects.toThrow('did you mean "a"?');
  });
});

test("streams", async () => {
  const x = make("f32", 5000, wave);
  const chunks: number[] = [];
  const stream = new ReadableStream({
    start(controller) {
      for (let i = 0; i < x.length; i += 999) controller.enqueue(x.subarray(i, i + 999));
      controller.close();
    },
  });
  for await (const chunk of stream.pipeThrough(activationStream(snake, { a: 3 })))
    chunks.push(...(chunk as Float32Array));
  expectSame(chunks, snake(x, { a: 3 }));
});

describe("errors are the errors of all functions", () => {
  const x = new Float32Array(8);
  test.each<[() => unknown, string]>([
    [() => snake([1] as never), 'snake: "x" expected a Float32Array or Float64Array'],
    [() => snake(x, { a: "2" } as never), 'snake: "a" expected a finite number, got "2"'],
    [() => snake(x, { a: Number.NaN }), 'snake: "a" expected a finite number, got NaN'],
    [() => snake(x, { b: 2 } as never), 'snake: "options" expected only "a", "out", got "b"; did you mean "a"?'],
    [() => snake.grad(x, new Float32Array(7)), 'snake.grad: "dy" expected a Float32Array of length 8'],
    [() => snake.gradA(x, new Float64Array(8) as never), 'snake.gradA: "dy" expected a Float32Array of length 8'],
    [() => snake(x.subarray(0, 4), { out: x.subarray(2, 6) }), "snake:"],
  ])("%s", (call, message) => {
    expect(call).toThrow(message);
  });

  test("no elements", () => {
    expect(snake(new Float32Array(0))).toEqual(new Float32Array(0));
    expect(snake.gradA(new Float32Array(0), new Float32Array(0))).toBe(0);
  });

  test("the spec tells what it is", () => {
    expect(snake.spec).toMatchObject({ kind: "elementwise", name: "snake", formula: "x + sin(a * x) ** 2 / a" });
    expect(snake.spec.parameters.a.default).toBe(1);
    expect(Object.isFrozen(snake.spec.parameters)).toBe(true);
    expect(snake.spec.layout(6)).toEqual({ outer: 6, n: 1, made: 1, inner: 1 });
  });
});
