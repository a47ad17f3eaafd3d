import { execFile } from "node:child_process";
import { getEventListeners } from "node:events";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { sharedTransferBuffers, transferredBuffers } from "../../bindings/pool/transfer-buffers.js";
import { gelu, softmax } from "../../dist/index.js";
import { createPool, type Pool, PoolError } from "../../dist/pool.js";
import { uniform } from "../support/arrays.js";
import { expectSame } from "../support/same.js";
import { workersStarted } from "../support/workers.js";

/** Arrays, options and signals that change or misbehave while a call is in flight. */

const started = workersStarted();
const LENGTH = 3_000_000;
const x = uniform("f32", LENGTH, 6) as Float32Array;
const wanted = { gelu: gelu(x), derivative: gelu.derivative(x) };

type ResizableBuffer = ArrayBuffer & { resize(bytes: number): void };
const resizable = (bytes: number, most: number) =>
  new (ArrayBuffer as unknown as new (bytes: number, options: object) => ResizableBuffer)(bytes, {
    maxByteLength: most,
  });

describe("transfer buffers", () => {
  const SIZE = 64;
  const shared = () => sharedTransferBuffers({ id: 7, buffer: new SharedArrayBuffer(3 * SIZE), start: 0 }, 3, SIZE);

  test("of shared memory are apart, and none free is an error", () => {
    const buffers = shared();
    const all = [1, 2, 3].map(() => buffers.acquire(SIZE));
    expect(new Set(all.map(({ byteOffset }) => byteOffset))).toEqual(new Set([0, SIZE, 2 * SIZE]));
    expect(() => buffers.acquire(1)).toThrow("more tasks are in flight than there are transfer buffers");
    buffers.release(all[1]!);
    buffers.release(all[1]!);
    expect(buffers.acquire(SIZE)).toEqual(all[1]);
    expect(() => buffers.acquire(1)).toThrow();
  });

  test("of shared memory: a larger one has memory of its own, which is not kept", () => {
    const buffers = shared();
    const large = buffers.acquire(SIZE + 1);
    expect(large.memory).toBe(large.buffer);
    buffers.release(large);
    for (let i = 0; i < 3; i++) expect(buffers.acquire(SIZE).memory).toBe(7);
    expect(() => buffers.acquire(SIZE)).toThrow();
  });

  test("that are transferred are kept when they come back, but no large, detached or surplus ones", () => {
    const buffers = transferredBuffers(1, SIZE);
    const first = buffers.acquire(1);
    const second = buffers.acquire(1);
    buffers.release(first, new ArrayBuffer(SIZE));
    const kept = buffers.acquire(1);
    expect(kept.buffer).not.toBe(first.buffer);
    const large = buffers.acquire(SIZE + 1);
    expect(large.buffer.byteLength).toBe(SIZE + 1);
    buffers.release(large, large.buffer as ArrayBuffer);
    expect(buffers.acquire(1).buffer).not.toBe(large.buffer);
    structuredClone(null, { transfer: [second.buffer as ArrayBuffer] });
    buffers.release(second);
    expect(buffers.acquire(1).buffer.byteLength).toBe(SIZE);
    // One that was never sent is as good as new.
    buffers.release(kept);
    buffers.release(first, new ArrayBuffer(SIZE));
    expect(buffers.acquire(1).buffer).toBe(kept.buffer);
    expect(buffers.acquire(1).buffer).not.toBe(kept.buffer);
  });
});

describe.each(["shared", "copy"] as const)("a call, %s", (mode) => {
  let pool: Pool;
  beforeAll(async () => {
    started.length = 0;
    pool = await createPool({ threads: 2, threshold: 0, mode });
  });
  afterAll(() => pool.close());

  test("whose messages cannot be sent rejects, and keeps no transfer buffer", async () => {
    const spies = started.map((worker) => vi.spyOn(worker, "postMessage"));
    for (const spy of spies) {
      spy.mockImplementation(() => {
        throw new DOMException("it could not be cloned.", "DataCloneError");
      });
    }
    for (let i = 0; i < 10; i++) await expect(pool.run(gelu, x)).rejects.toThrow(PoolError);
    for (const spy of spies) spy.mockRestore();
    const calls = [pool.run(gelu, x), pool.run(gelu.derivative, x)];
    expectSame(await calls[0]!, wanted.gelu);
    expectSame(await calls[1]!, wanted.derivative);
  });

  test("that fails in a thread rejects, and keeps no transfer buffer", async () => {
    const spies = started.map((worker) =>
      vi.spyOn(worker, "postMessage").mockImplementation(({ id }) => {
        setImmediate(() => worker.emit("message", { kind: "failed", id, error: new RangeError("out of luck") }));
      }),
    );
    for (let i = 0; i < 10; i++) await expect(pool.run(gelu, x)).rejects.toThrow(/^gelu: .* RangeError: out of luck/);
    for (const spy of spies) spy.mockRestore();
    const calls = [pool.run(gelu, x), pool.run(gelu.derivative, x)];
    expectSame(await calls[0]!, wanted.gelu);
    expectSame(await calls[1]!, wanted.derivative);
  });

  test("takes a shape that is a proxy, and its values when the call began", async () => {
    const sizes = [3_000, 1_000];
    const want = softmax(x, { shape: [3_000, 1_000] });
    const running = pool.run(softmax, x, { shape: new Proxy(sizes, {}) });
    sizes[0] = 1;
    expectSame(await running, want);
    // One partition, whose options are sent as they are.
    const whole = pool.run(softmax, x, { shape: new Proxy([LENGTH], {}) });
    expectSame(await whole, softmax(x, { shape: [LENGTH] }));
  });

  test("of a view whose buffer grows computes the elements that it had", async () => {
    const buffer = resizable(4 * LENGTH, 4 * LENGTH + 4_000);
    const view = new Float32Array(buffer);
    view.set(x);
    const running = pool.run(gelu, view, { out: view });
    buffer.resize(4 * LENGTH + 4_000);
    expect(await running).toBe(view);
    expectSame(view.slice(0, LENGTH), wanted.gelu);
    expect(view.subarray(LENGTH).every((value) => value === 0)).toBe(true);
  });

  test("of a view whose buffer shrinks rejects", async () => {
    const buffer = resizable(4 * LENGTH, 4 * LENGTH);
    new Float32Array(buffer).set(x);
    for (const view of [new Float32Array(buffer), new Float32Array(buffer, 0, LENGTH)]) {
      const running = pool.run(gelu, view, { out: view });
      buffer.resize(4 * LENGTH - 4);
      await expect(running).rejects.toThrow(
        /^gelu: "pool" expected its threads to compute the call, got Error: an array has lost its memory; arrays must/,
      );
      buffer.resize(4 * LENGTH);
    }
    expectSame(await pool.run(gelu, x), wanted.gelu);
  });
});

test.each(["shared", "copy"] as const)("threads that die give their transfer buffers back, %s", async (mode) => {
  started.length = 0;
  await using pool = await createPool({ threads: 1, threshold: 0, mode });
  for (let i = 0; i < 3; i++) {
    // The pool hears of it later: it fills both transfer buffers first.
    void started.at(-1)!.terminate();
    await expect(pool.run(gelu, x)).rejects.toThrow(PoolError);
    expectSame(await pool.run(gelu, x), wanted.gelu);
  }
  expect(started).toHaveLength(4);
});

/** A signal as other realms and polyfills have it. */
class ForeignSignal extends EventTarget {
  aborted = false;
  abort(): void {
    this.aborted = true;
    this.dispatchEvent(new Event("abort"));
  }
}

describe("signals", () => {
  let pool: Pool;
  beforeAll(async () => {
    pool = await createPool({ threads: 1, threshold: 0 });
  });
  afterAll(() => pool.close());

  test("of another realm abort, with an AbortError where they have no reason", async () => {
    const signal = new ForeignSignal();
    const running = pool.run(gelu, x, { signal: signal as never });
    signal.abort();
    await expect(running).rejects.toMatchObject({ name: "AbortError" });
    await expect(pool.run(gelu, x, { signal: signal as never })).rejects.toMatchObject({ name: "AbortError" });
    await expect(pool.run(gelu, x, { signal: { aborted: false } as never })).rejects.toThrow(
      'gelu: "signal" expected an AbortSignal, got an Object',
    );
  });

  test("have one listener for many calls, and none when they are done", async () => {
    const { signal } = new AbortController();
    const small = new Float32Array(16);
    const calls = Array.from({ length: 20 }, () => pool.run(gelu, small, { signal }));
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    await Promise.all(calls);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    const abort = new AbortController();
    const both = [1, 2].map(() => pool.run(gelu, x, { signal: abort.signal }));
    abort.abort();
    await Promise.all(both.map((call) => expect(call).rejects.toBe(abort.signal.reason)));
  });
});

describe("Workspaces of a pool", () => {
  test("that no call uses are not sent to threads; others are attached once, and detached", async () => {
    started.length = 0;
    await using pool = await createPool({ threads: 1, threshold: 0, mode: "shared" });
    const kinds: string[] = [];
    const post = started[0]!.postMessage.bind(started[0]);
    vi.spyOn(started[0]!, "postMessage").mockImplementation((message, transfer) => {
      kinds.push(message.kind);
      post(message, transfer);
    });
    for (let i = 0; i < 100; i++) pool.workspace({ bytes: 1 }).dispose();
    expect(kinds).toEqual([]);
    const ws = pool.workspace({ bytes: 4_096 });
    const inside = ws.float32(16);
    for (let i = 0; i < 3; i++) await pool.run(gelu, inside, { out: inside });
    ws.dispose();
    expect(kinds).toEqual(["kernels", "attach", "task", "task", "task", "detach"]);
  });

  test("can be disposed of when the threads that knew them have ended", async () => {
    const pool = await createPool({ threads: 1, threshold: 0, mode: "shared" });
    const ws = pool.workspace({ bytes: 4_096 });
    const inside = ws.float32(16);
    await pool.run(gelu, inside, { out: inside });
    await pool.close();
    ws.dispose();
    expect(ws.disposed).toBe(true);
  });

  test("made and disposed of in a loop do not fill the memory", async () => {
    const source = `
      import { createPool } from "${new URL("../../dist/pool.js", import.meta.url)}";
      const pool = await createPool({ threads: 2, mode: "shared" });
      for (let i = 0; i < 3_000; i++) pool.workspace({ bytes: 2 ** 16 }).dispose();
      console.log(process.memoryUsage.rss() / 2 ** 20);`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", source]);
    // 125 MiB; 700 when every one was sent to the threads.
    expect(Number(stdout)).toBeLessThan(400);
  });
});
