import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Reply, Request } from "../../bindings/pool/protocol.js";
import { adapt, type WorkerLike } from "../../bindings/pool/worker-thread.js";

/** A worker as browsers have it: it reports errors, but of its end only a lock tells. */

class WebWorker implements WorkerLike {
  onmessage!: (event: { data: Reply }) => void;
  onmessageerror!: () => void;
  onerror!: (event: object) => void;
  readonly sent: unknown[][] = [];
  terminated = 0;
  postMessage(...message: unknown[]): void {
    this.sent.push(message);
  }
  terminate(): void {
    this.terminated++;
  }
}

const READY: Reply = { kind: "ready" };
const REQUEST: Request = { kind: "detach", id: 3 };

function adapted<W extends WebWorker>(worker: W) {
  const replies: Reply[] = [];
  const exits: unknown[] = [];
  const thread = adapt(worker, { reply: (reply) => replies.push(reply), exit: (cause) => exits.push(cause) });
  return { worker, thread, replies, exits };
}

const start = () => adapted(new WebWorker());

/** The locks that were asked for, with what to call when they are granted. */
let asked: (readonly [name: string, granted: () => void])[] = [];

beforeEach(() => {
  asked = [];
  const request = (name: string, granted: () => void) => Promise.resolve(asked.push([name, granted]));
  vi.stubGlobal("navigator", { locks: { request } });
});

afterEach(() => vi.unstubAllGlobals());

test("gets messages with what they transfer, and its replies arrive", () => {
  const { worker, thread, replies, exits } = start();
  const buffer = new ArrayBuffer(8);
  thread.send(REQUEST);
  thread.send(REQUEST, [buffer]);
  expect(worker.sent).toEqual([
    [REQUEST, []],
    [REQUEST, [buffer]],
  ]);
  const done: Reply = { kind: "done", id: 3, value: undefined, back: [], at: 0 };
  worker.onmessage({ data: READY });
  worker.onmessage({ data: done });
  expect(replies).toEqual([READY, done]);
  expect(exits).toEqual([]);
});

describe("its end", () => {
  test("is told by its lock, which is asked for once, when it is ready and holds it", () => {
    const { worker, thread, exits } = start();
    expect(thread.lock).toMatch(/^lanewise-pool-/);
    expect(asked).toEqual([]);
    worker.onmessage({ data: READY });
    worker.onmessage({ data: { kind: "failed", id: 3, error: undefined } });
    expect(asked.map(([name]) => name)).toEqual([thread.lock]);
    asked[0]![1]();
    expect(exits).toEqual([new Error("its worker ended")]);
  });

  test("has a lock of its own for each worker", () => {
    const locks = [start(), start(), start()].map(({ thread }) => thread.lock);
    expect(new Set(locks).size).toBe(3);
  });

  test.each<[string, unknown]>([
    ["no locks", {}],
    ["no navigator", undefined],
  ])("is not told where the page has %s", (_, navigator) => {
    vi.stubGlobal("navigator", navigator);
    const { worker, thread, replies } = start();
    expect(thread.lock).toBeUndefined();
    worker.onmessage({ data: READY });
    expect(replies).toEqual([READY]);
    expect(asked).toEqual([]);
  });

  test("is not told after it was asked for", async () => {
    const { worker, thread, exits } = start();
    worker.onmessage({ data: READY });
    await thread.terminate();
    expect(worker.terminated).toBe(1);
    asked[0]![1]();
    worker.onmessageerror();
    expect(exits).toEqual([]);
  });
});

describe("an error", () => {
  const thrown = new TypeError("x is not a function");

  test.each<[string, object, Error]>([
    ["that has a cause passes it on", { error: thrown, message: "Uncaught TypeError" }, thrown],
    ["without a cause passes its message on", { message: "Script error." }, new Error("Script error.")],
    ["without any is one of loading", {}, new Error("its script could not be loaded")],
  ])("%s", (_, event, cause) => {
    const { worker, exits } = start();
    const preventDefault = vi.fn();
    worker.onerror({ ...event, preventDefault });
    expect(exits).toEqual([cause]);
    expect(worker.terminated).toBe(1);
    // It is reported as an error of the call, not of the page.
    expect(preventDefault).toHaveBeenCalledOnce();
  });

  test("ends it once", () => {
    const { worker, exits } = start();
    worker.onmessage({ data: READY });
    worker.onmessageerror();
    expect(exits).toEqual([new Error("its message could not be read")]);
    worker.onerror({ preventDefault() {} });
    asked[0]![1]();
    expect(exits).toHaveLength(1);
    expect(worker.terminated).toBe(1);
  });
});

test("the process waits for it where it can tell the process so, as in Bun", () => {
  class Referenced extends WebWorker {
    readonly ref = vi.fn();
    readonly unref = vi.fn();
  }
  const { worker, thread } = adapted(new Referenced());
  thread.ref(true);
  expect([worker.ref.mock.calls.length, worker.unref.mock.calls.length]).toEqual([1, 0]);
  thread.ref(false);
  expect([worker.ref.mock.calls.length, worker.unref.mock.calls.length]).toEqual([1, 1]);
  for (const held of [true, false]) expect(() => start().thread.ref(held)).not.toThrow();
});
