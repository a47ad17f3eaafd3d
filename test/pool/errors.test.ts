import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { gelu, prelu, softmaxCrossEntropy } from "../../dist/index.js";
import { createPool, type Pool } from "../../dist/pool.js";
import { plainCalls } from "../support/all-calls.js";
import { titleOf } from "../support/call.js";
import { callIn } from "../support/pool.js";
import { N, operandsOf } from "../support/refusals.js";
import { workersStarted } from "../support/workers.js";

/** Refusals of a pool: the errors of direct calls, word for word, before a thread hears of it. */

vi.mock("../../bindings/index.js", async () => (await import("../support/pool.js")).recorded);

const started = workersStarted();

describe("bad arguments", () => {
  let pool: Pool;
  beforeAll(async () => {
    pool = await createPool({ threads: 2, threshold: 0 });
  });
  afterAll(() => pool.close());

  async function errorOf(action: () => unknown): Promise<Error> {
    try {
      await action();
    } catch (error) {
      return error as Error;
    }
    throw new Error("it threw nothing");
  }

  const calls = plainCalls().map((call) => [titleOf(call), call] as const);
  test.each(calls)("%s: the errors of the direct call, before anything is sent", async (_, call) => {
    const send = started.map((worker) => vi.spyOn(worker, "postMessage"));
    const operands = operandsOf(call, "f32");
    const { out } = call.lengths(N);
    const memory = new Float32Array(out + 8).fill(7);
    const attempts: [operands: readonly unknown[], options: Record<string, unknown>][] = [
      [operands, { nonsense: 1 }],
      [[[1, 2], ...operands.slice(1)], {}],
      [[new Int8Array(N), ...operands.slice(1)], {}],
      [[...operands.slice(0, -1), new Uint16Array(N)], {}],
    ];
    if (!call.returnsNumber) {
      attempts.push([operands, { out: memory.subarray(0, out + 1) }]);
      attempts.push([operands, { out: new Float64Array(out) }]);
      const x = new Float32Array(memory.buffer, 0, operands[0]!.length);
      attempts.push([[x, ...operands.slice(1)], { out: new Float32Array(memory.buffer, 4, out) }]);
    }
    for (const [given, options] of attempts) {
      const want = await errorOf(() => call.run(given as never, options));
      const got = await errorOf(() => callIn(pool, call, given as never, options));
      expect([got.constructor.name, got.message]).toEqual([want.constructor.name, want.message]);
    }
    expect(memory.every((value) => value === 7)).toBe(true);
    for (const spy of send) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });

  test("labels that are no classes, slopes of another number", async () => {
    const x = new Float32Array(12);
    const given = [x, Int32Array.of(0, 4), { shape: [2, 3, 2], axis: 1 }] as const;
    const want = await errorOf(() => softmaxCrossEntropy(x, new Int32Array(4).fill(4), given[2]));
    const got = await errorOf(() => pool.run(softmaxCrossEntropy, x, new Int32Array(4).fill(4), given[2]));
    expect(got.message).toBe(want.message);
    const slopes = Float32Array.of(1, 2, 3);
    expect((await errorOf(() => pool.run(prelu, x, slopes))).message).toBe(
      (await errorOf(() => prelu(x, slopes))).message,
    );
  });

  test("no function of lanewise", async () => {
    const twice = (x: Float32Array) => x;
    await expect(pool.run(twice, new Float32Array(1))).rejects.toThrow(
      /^pool\.run: "f" expected a function of lanewise, got a function; pass /,
    );
    await expect(pool.run(undefined as never, new Float32Array(1) as never)).rejects.toThrow(TypeError);
  });

  test("no signal", async () => {
    await expect(pool.run(gelu, new Float32Array(1), { signal: 1 as never })).rejects.toThrow(
      'gelu: "signal" expected an AbortSignal, got 1',
    );
  });
});

test.each([
  [{ threads: 0 }, RangeError, '"threads" expected a whole number from 1 to 256, got 0'],
  [{ threads: 1.5 }, RangeError, '"threads" expected a whole number from 1 to 256, got 1.5'],
  [{ threads: "2" }, TypeError, '"threads" expected a whole number from 1 to 256, got "2"'],
  [{ threshold: -1 }, RangeError, '"threshold" expected a whole number from 0 to 9007199254740991 or "auto", got -1'],
  [
    { threshold: "all" },
    TypeError,
    '"threshold" expected a whole number from 0 to 9007199254740991 or "auto", got "all"',
  ],
  [{ mode: "fast" }, RangeError, '"mode" expected "shared" or "copy", got "fast"'],
  [{ mode: 1 }, TypeError, '"mode" expected "shared" or "copy", got 1'],
  [
    { thread: 1 },
    TypeError,
    '"options" expected only "threads", "threshold", "mode", "worker", got "thread"; did you mean "threads"?',
  ],
] as const)("createPool(%o) is refused", async (options, kind, text) => {
  const before = started.length;
  const error = await createPool(options as never).catch((reason) => reason);
  expect(error).toBeInstanceOf(kind);
  expect(error.message).toBe(`createPool: ${text}`);
  expect(started).toHaveLength(before);
});
