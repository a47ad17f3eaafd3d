import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Worker as NodeWorker } from "node:worker_threads";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { Workspace } from "../../bindings/index.js";
import { gelu, mish, relu, sigmoid, softmax, sparsemax } from "../../dist/index.js";
import { createPool, type Pool, PoolError } from "../../dist/pool.js";
import { uniform } from "../support/arrays.js";
import { expectSame, firstDifference } from "../support/same.js";
import { workersStarted } from "../support/workers.js";

/** The fate of calls: aborts, deaths of threads, and the end. */

const LARGE = 3_000_000;
const THRESHOLD = 2 ** 20;
const MODES = ["shared", "copy"] as const;

const started = workersStarted();

const x = uniform("f32", LARGE, 6) as Float32Array;
/** Results of direct calls of x, computed once. */
const wanted = { gelu: gelu(x), mish: mish(x) };

describe.each(MODES)("calls, %s", (mode) => {
  let pool: Pool;
  let workers: NodeWorker[];
  beforeAll(async () => {
    started.length = 0;
    pool = await createPool({ threads: 2, threshold: THRESHOLD, mode });
    workers = [...started];
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(() => pool.close());

  test("many at once, each its own result; a short one does not wait for long ones", async () => {
    const long = new Float32Array(LARGE).fill(0.5);
    const short = x.subarray(0, 200_000);
    const shape = [3_000, long.length / 3_000];
    const calls = [
      pool.run(mish, long),
      pool.run(gelu.grad, long, long),
      pool.run(sigmoid, short),
      pool.run(softmax, long, { shape }),
    ];
    expect(await Promise.race(calls.map((call, i) => call.then(() => i)))).toBe(2);
    const wants = [mish(long), gelu.grad(long, long), sigmoid(short), softmax(long, { shape })];
    for (const [i, got] of (await Promise.all(calls)).entries()) expectSame(got, wants[i]!);
  });

  test("below the threshold nothing is sent", async () => {
    const spies = workers.map((worker) => vi.spyOn(worker, "postMessage"));
    const small = new Float32Array(THRESHOLD - 1);
    expectSame(await pool.run(gelu, small), gelu(small));
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
    await pool.run(relu, new Float32Array(THRESHOLD));
    expect(spies.every((spy) => spy.mock.calls.length > 0)).toBe(true);
  });

  test("a thread has two tasks at a time: one waits while it computes the other", async () => {
    const spies = workers.map((worker) => vi.spyOn(worker, "postMessage"));
    const call = pool.run(mish, x);
    const tasks = spies.map((spy) => spy.mock.calls.filter(([request]) => request.kind === "task").length);
    // Five partitions or more, and nobody has answered yet.
    expect(tasks).toEqual([2, 2]);
    await call;
  });

  test("an aborted signal computes nothing", async () => {
    const out = new Float32Array(LARGE).fill(7);
    const signal = AbortSignal.abort();
    await expect(pool.run(gelu, x, { out, signal })).rejects.toBe(signal.reason);
    expect(signal.reason.name).toBe("AbortError");
    expect(out.every((value) => value === 7)).toBe(true);
  });

  test("an abort under way rejects with the reason; then nobody writes", async () => {
    using ws = pool.workspace({ bytes: 2 * LARGE * 4 + 2 ** 16 });
    for (const [operand, out] of [
      [x, new Float32Array(LARGE)],
      [ws.float32(x), ws.float32(LARGE)],
    ] as const) {
      const abort = new AbortController();
      out.fill(7);
      const running = pool.run(mish, operand, { out, signal: abort.signal });
      abort.abort(new Error("enough"));
      await expect(running).rejects.toThrow("enough");
      const then = out.slice();
      expect(then.some((value) => value === 7)).toBe(true);
      // The next call is right, and after it nothing of the first one is left.
      expectSame(await pool.run(gelu, x), wanted.gelu);
      expectSame(out, then);
    }
  });

  test("a signal that is aborted later does nothing", async () => {
    const abort = new AbortController();
    expectSame(await pool.run(gelu, x, { signal: abort.signal }), wanted.gelu);
    abort.abort();
    expectSame(await pool.run(gelu, x), wanted.gelu);
  });

  test("an array that loses its memory under way rejects, the others do not", async () => {
    const copy = x.slice();
    const lost = pool.run(mish, copy);
    const kept = pool.run(gelu, x);
    structuredClone(null, { transfer: [copy.buffer] });
    await expect(lost).rejects.toThrow(/^mish: "pool" expected .*; arrays must keep their memory/);
    expectSame(await kept, wanted.gelu);
    const out = new Float32Array(LARGE);
    const unwritable = pool.run(mish, x, { out });
    structuredClone(null, { transfer: [out.buffer] });
    await expect(unwritable).rejects.toThrow(PoolError);
    for (let i = 0; i < 3; i++) expectSame(await pool.run(gelu, x), wanted.gelu);
  });

  test("a Workspace that is disposed of under way", async () => {
    const ws = pool.workspace({ bytes: 2 * LARGE * 4 + 2 ** 16 });
    const [inside, out] = [ws.float32(x), ws.float32(LARGE)];
    const running = pool.run(gelu, inside, { out });
    ws.dispose();
    if (mode === "shared") {
      expectSame(await running, wanted.gelu);
      expectSame(await pool.run(mish, inside), wanted.mish);
    } else await expect(running).rejects.toThrow(PoolError);
    expect(() => ws.float32(1)).toThrow(/^Workspace\.float32: "this" expected a live Workspace/);
  });

  test("one row after the other through one thread, and rows longer than a part", async () => {
    const shape = [2, LARGE / 2];
    expect(firstDifference(await pool.run(sparsemax, x, { shape }), sparsemax(x, { shape }))).toBeUndefined();
  });
});

describe.each(MODES)("threads that end, %s", (mode) => {
  let pool: Pool;
  let workers: NodeWorker[];
  beforeEach(async () => {
    started.length = 0;
    pool = await createPool({ threads: 2, threshold: THRESHOLD, mode });
    workers = [...started];
  });
  afterEach(() => pool.close());

  test.each(["is terminated", "throws"])("a thread that %s rejects its calls and is replaced", async (how) => {
    if (how === "is terminated") void workers[0]!.terminate();
    // A message that it does not understand.
    else workers[0]!.postMessage(null);
    // The pool hears of the death after this: it sends tasks to both threads first.
    const calls = [pool.run(mish, x), pool.run(mish.derivative, x)];
    const results = await Promise.allSettled(calls);
    const lost = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(lost).not.toEqual([]);
    for (const error of lost) {
      expect(error).toBeInstanceOf(PoolError);
      expect(error.name).toBe("PoolError");
      expect(error.message).toMatch(/^mish(\.derivative)?: "pool" expected its threads to live, got .*; call again/);
      expect(error.op).toMatch(/^mish/);
    }
    expectSame(await pool.run(mish, x), wanted.mish);
    expect(started).toHaveLength(3);
  });

  test("a thread that dies idle is replaced, and no call fails", async () => {
    await workers[1]!.terminate();
    expectSame(await pool.run(gelu, x), wanted.gelu);
    expect(started).toHaveLength(3);
  });

  test("threads die again and again", async () => {
    for (let i = 0; i < 3; i++) {
      const call = pool.run(mish, x).catch((error) => error);
      const terminated = started.at(-1)!.terminate();
      const got = await call;
      // A thread that ends late would take the next call with it.
      await terminated;
      if (!(got instanceof PoolError)) expectSame(got as Float32Array, wanted.mish);
      expectSame(await pool.run(gelu, x), wanted.gelu);
    }
  });

  test("closing rejects what is under way and what comes", async () => {
    const running = pool.run(mish, x);
    const closed = pool.close();
    await expect(running).rejects.toThrow(
      /^pool\.run: "pool" expected an open pool, got a closed one; make a new one$/,
    );
    await closed;
    await pool.close();
    await expect(pool.run(gelu, x)).rejects.toThrow(PoolError);
    await expect(pool.run(gelu, new Float32Array(1))).rejects.toThrow(/^gelu: "pool" expected an open pool/);
  });
});

describe("a Workspace of a pool", () => {
  test("refuses what an ordinary one refuses, and counts its arrays", async () => {
    await using pool = await createPool({ threads: 1 });
    expect(() => pool.workspace({ bytes: 0 })).toThrow(
      /^Workspace: "bytes" expected from 1 to 4294836224 bytes, got 0/,
    );
    expect(() => pool.workspace({} as never)).toThrow(TypeError);
    using ws = pool.workspace({ bytes: 100_000 });
    expect([ws.bytes, ws.used]).toEqual([131_072, 0]);
    const a = ws.float64(10);
    expect(a.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(() => ws.float32(1e6)).toThrow(/^Workspace\.float32: "length" expected at most/);
    ws.free(a);
    expect(ws.used).toBe(0);
  });

  test("is an ordinary one where memory is not shared", async () => {
    await using pool = await createPool({ threads: 1, mode: "copy" });
    using ws = pool.workspace({ bytes: 100_000 });
    expect(ws.float32(1).buffer).toBeInstanceOf(ArrayBuffer);
    expect(ws.constructor.name).toBe(Workspace.name);
  });
});

describe("the process", () => {
  const run = (source: string) =>
    promisify(execFile)(process.execPath, [
      "--input-type=module",
      "--eval",
      `import { gelu } from "${new URL("../../dist/index.js", import.meta.url)}";
       import { createPool } from "${new URL("../../dist/pool.js", import.meta.url)}";
       const pool = await createPool({ threads: 2, threshold: 0 });
       ${source}`,
    ]);

  test("ends while a pool is idle", async () => {
    await run("await pool.run(gelu, new Float32Array(1e6));");
    await run("");
  });

  test("waits for a call under way", async () => {
    const { stdout } = await run("pool.run(gelu, new Float32Array(3e6)).then((y) => console.log(y.length));");
    expect(stdout).toBe("3000000\n");
  });
});
