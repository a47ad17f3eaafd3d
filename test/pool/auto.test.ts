import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { gelu, sigmoid, softmax } from "../../dist/index.js";
import { createPool, type Pool } from "../../dist/pool.js";
import { uniform } from "../support/arrays.js";
import { expectSame } from "../support/same.js";
import { workersStarted } from "../support/workers.js";

/** A pool that finds out which calls to divide. */

const LEAST = 2 ** 16;
const started = workersStarted();
const x = uniform("f32", LEAST, 6) as Float32Array;

let pool: Pool;
let sent: () => number;
beforeEach(async () => {
  started.length = 0;
  pool = await createPool({ threads: 2 });
  const spies = started.map((worker) => vi.spyOn(worker, "postMessage"));
  sent = () => spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
});
afterEach(() => pool.close());

describe("a pool without a threshold", () => {
  test("says so", () => expect(pool.threshold).toBe("auto"));

  test("tries both ways, with the same bits, and lists what they took", async () => {
    const want = gelu(x);
    for (let i = 0; i < 5; i++) expectSame(await pool.run(gelu, x), want);
    expect(sent()).toBeGreaterThan(0);
    const [measured, ...others] = pool.measurements;
    expect(others).toEqual([]);
    expect(measured).toMatchObject({ call: "gelu", type: "f32", inPlace: false, elements: LEAST, row: 1 });
    for (const time of [measured!.direct, measured!.threads]) {
      expect(time).toBeGreaterThan(0);
      expect(time).toBeLessThan(1e6);
    }
  });

  test("tells calls in place and rows apart", async () => {
    using ws = pool.workspace({ bytes: 4 * LEAST * 4 });
    const a = ws.float32(x);
    await pool.run(sigmoid, a, { out: a });
    await pool.run(sigmoid, a);
    await pool.run(softmax, x, { shape: [LEAST / 128, 128] });
    const kinds = pool.measurements.map(({ call, inPlace, row }) => [call, inPlace, row]);
    expect(kinds).toEqual([
      ["sigmoid", true, 1],
      ["sigmoid", false, 1],
      ["softmax", false, 128],
    ]);
  });

  test("does not measure calls that take time from each other", async () => {
    const large = new Float32Array(2 ** 20);
    const calls = Array.from({ length: 3 }, () => pool.run(gelu, large));
    await Promise.all(calls);
    expect(pool.measurements.map(({ direct, threads }) => [direct, threads])).toEqual([[undefined, undefined]]);
  });

  test("sends nothing of a smaller call, and measures nothing", async () => {
    for (let i = 0; i < 8; i++) await pool.run(gelu, x.subarray(1));
    expect([sent(), pool.measurements]).toEqual([0, []]);
  });
});

test("a pool with a threshold obeys it, and measures nothing", async () => {
  await using strict = await createPool({ threads: 1, threshold: 10 });
  const [worker] = started.slice(-1);
  const spy = vi.spyOn(worker!, "postMessage");
  for (let i = 1; i <= 8; i++) {
    await strict.run(gelu, x.subarray(0, 10));
    const tasks = spy.mock.calls.filter(([request]) => request.kind === "task");
    expect(tasks).toHaveLength(i);
  }
  expect([strict.threshold, strict.measurements]).toEqual([10, []]);
});
