import { execFile } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { afterEach, describe, expect, test, vi } from "vitest";
import { gelu } from "../../dist/index.js";
import { createPool, PoolError, type WorkerLike } from "../../dist/pool.js";
import { uniform } from "../support/arrays.js";
import { expectSame } from "../support/same.js";

/** Workers that cannot start, never answer, or end before they are ready. */

const script = new URL("../../dist/pool-worker.js", import.meta.url);
const real = () => new Worker(script, { execArgv: [] });
const dying = () => new Worker("process.exit(3)", { eval: true });
const refused = (): never => {
  throw Object.assign(new Error("Worker initialization failure: EAGAIN"), { code: "ERR_WORKER_INIT_FAILED" });
};

/** A worker that takes messages and never answers. */
class Mute implements WorkerLike {
  ended = false;
  postMessage(): void {}
  terminate(): void {
    this.ended = true;
  }
}

/** Starts workers by this list, then by its last entry. */
function workersOf(...starts: (() => WorkerLike)[]) {
  const made: WorkerLike[] = [];
  let attempts = 0;
  const worker = () => {
    const start = starts[Math.min(attempts++, starts.length - 1)]!;
    const one = start();
    made.push(one);
    return one;
  };
  return {
    made,
    worker,
    attempts: () => attempts,
    become: (last: () => WorkerLike) => starts.splice(0, starts.length, last),
  };
}

/** Ends a thread; the pool has heard of it when this is done. */
async function kill(worker: WorkerLike): Promise<void> {
  const exited = once(worker as Worker, "exit");
  void worker.terminate();
  await exited;
}

const x = uniform("f32", 40_000, 3) as Float32Array;
const fakeTimers = () => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
afterEach(() => vi.useRealTimers());

// An ended worker thread has the id -1.
const idsOf = (workers: readonly WorkerLike[]) => workers.map((worker) => (worker as Worker).threadId);

describe("createPool", () => {
  test("rejects when one of the threads cannot start, and ends those that have", async () => {
    const { made, worker, attempts } = workersOf(real, real, refused);
    const error = await createPool({ threads: 4, worker }).catch((reason) => reason);
    expect(error).toBeInstanceOf(PoolError);
    expect(error.message).toMatch(
      /^createPool: "threads" expected to start, got Worker initialization failure: EAGAIN; ask for fewer .*ulimit -u/,
    );
    expect(error.cause.code).toBe("ERR_WORKER_INIT_FAILED");
    expect(attempts()).toBe(3);
    expect(idsOf(made)).toEqual([-1, -1]);
  });

  test("rejects when a thread ends before it is ready", async () => {
    const { made, worker } = workersOf(real, dying);
    await expect(createPool({ threads: 2, worker })).rejects.toThrow(
      /^createPool: "threads" expected to start, got its worker exited with code 3; /,
    );
    expect(idsOf(made)).toEqual([-1, -1]);
  });

  test("gives a thread up that is not ready after 30 s", async () => {
    fakeTimers();
    const mute = new Mute();
    let launched!: () => void;
    const started = new Promise<void>((resolve) => {
      launched = resolve;
    });
    const worker = () => {
      launched();
      return mute;
    };
    let error: Error | undefined;
    const creating = createPool({ threads: 1, worker }).catch((reason) => {
      error = reason;
    });
    await started;
    vi.advanceTimersByTime(29_999);
    expect([error, mute.ended]).toEqual([undefined, false]);
    vi.advanceTimersByTime(1);
    await creating;
    expect(error).toBeInstanceOf(PoolError);
    expect(error!.message).toMatch(/got it was not ready after 30 s; the worker must run pool-worker\.js/);
    expect([mute.ended, vi.getTimerCount()]).toEqual([true, 0]);
  });

  test.each<[string, unknown, RegExp]>([
    ["a page of another origin", new DOMException("not this origin", "SecurityError"), /own origin, or pass \{ worker/],
    ["Trusted Types", new TypeError("This document requires 'TrustedScriptURL'."), /with a TrustedScriptURL/],
    ["a bundle without an address", new TypeError("Invalid URL"), /this bundle does not know its own/],
    ["the permission model", Object.assign(new Error("restricted"), { code: "ERR_ACCESS_DENIED" }), /--allow-worker$/],
    ["a policy", new Error("violates the Content Security Policy"), /worker-src 'self'$/],
    ["something else", new Error("its script could not be loaded"), /next to pool\.js.*Cross-Origin-Embedder-Policy/],
    ["no error at all", "nothing", /next to pool\.js/],
  ])("%s: names the cause and its remedy", async (_, cause, remedy) => {
    const worker = () => {
      throw cause;
    };
    const error = await createPool({ threads: 1, worker }).catch((reason) => reason);
    expect(error).toBeInstanceOf(PoolError);
    expect(error.message).toContain(cause instanceof Error ? cause.message : "nothing");
    expect(error.message).toMatch(remedy);
    expect(error.cause).toBe(cause);
  });

  test("refuses a `worker` that makes none", async () => {
    await expect(createPool({ worker: 1 as never })).rejects.toThrow(
      'createPool: "worker" expected a function that starts a worker, got 1',
    );
    await expect(createPool({ threads: 1, worker: () => ({}) as never })).rejects.toThrow(
      '"worker" returned an Object, which is no worker',
    );
  });
});

describe("a thread that cannot be replaced", () => {
  test("leaves the others to compute", async () => {
    const { made, worker } = workersOf(real, real, refused);
    await using pool = await createPool({ threads: 2, threshold: 0, worker });
    await kill(made[0]!);
    for (let i = 0; i < 3; i++) expectSame(await pool.run(gelu, x), gelu(x));
  });

  test("is tried again after pauses that double, up to 30 s; meanwhile calls of a pool without threads reject", async () => {
    const { made, worker, attempts, become } = workersOf(real, refused);
    await using pool = await createPool({ threads: 1, threshold: 0, worker });
    fakeTimers();
    await kill(made[0]!);
    const none = /^gelu: "pool" expected a thread that can start, got .*EAGAIN; .*; the pool tries again by itself$/;
    const pauses = [100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000];
    for (const [i, pause] of pauses.entries()) {
      expect(attempts()).toBe(2 + i);
      const error = await pool.run(gelu, x).catch((reason) => reason);
      expect(error).toBeInstanceOf(PoolError);
      expect(error.message).toMatch(none);
      vi.advanceTimersByTime(pause - 1);
      expect(attempts()).toBe(2 + i);
      vi.advanceTimersByTime(1);
    }
    become(real);
    vi.advanceTimersByTime(30_000);
    expect(made).toHaveLength(2);
    await once(made[1] as Worker, "message");
    expectSame(await pool.run(gelu, x), gelu(x));
    // A success forgets the failures: the call waits for the next thread.
    await kill(made[1]!);
    expectSame(await pool.run(gelu, x), gelu(x));
  });

  test("rejects the calls that wait for it", async () => {
    const { made, worker } = workersOf(real, dying, refused);
    await using pool = await createPool({ threads: 1, threshold: 0, worker });
    await kill(made[0]!);
    await expect(pool.run(gelu, x)).rejects.toThrow(
      /^gelu: "pool" expected a thread that can start, got its worker exited with code 3; /,
    );
  });

  test("is not tried again when the pool is closed", async () => {
    const { made, worker, attempts } = workersOf(real, refused);
    const pool = await createPool({ threads: 1, worker });
    fakeTimers();
    await kill(made[0]!);
    expect([attempts(), vi.getTimerCount()]).toEqual([2, 1]);
    await pool.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a process", () => {
  const run = async (flags: string[], source: string) => {
    const imports = `import { createPool } from "${new URL("../../dist/pool.js", import.meta.url)}";`;
    const args = [...flags, "--no-warnings", "--input-type=module", "--eval", imports + source];
    return (await promisify(execFile)(process.execPath, args)).stdout;
  };
  const report = "console.log(String(await createPool({ threads: 2 }).catch((reason) => reason)));";
  const permission = process.allowedNodeEnvironmentFlags.has("--permission")
    ? "--permission"
    : "--experimental-permission";

  test("with the permission model hears of --allow-worker", async () => {
    expect(await run([permission, "--allow-fs-read=*"], report)).toMatch(
      /^PoolError: createPool: "threads" expected to start, got .*; allow Node to start workers with --allow-worker\n$/,
    );
  });

  test("of Node without its built-in modules hears which version has them", async () => {
    expect(await run([], `process.getBuiltinModule = undefined;${report}`)).toMatch(
      /^PoolError: createPool: "threads" expected to start, got Node \S+, without getBuiltinModule; use Node 20.19 or later\n$/,
    );
  });

  test("without workers hears that there are none", async () => {
    const alone = 'process.getBuiltinModule = undefined; Object.defineProperty(process, "versions", { value: {} });';
    expect(await run([], `${alone}${report}`)).toBe(
      'PoolError: createPool: "threads" expected to start, got an environment with no workers; ' +
        "call the functions directly in this environment\n",
    );
  });

  test("ends while the thread of an idle pool cannot be replaced", async () => {
    const source = `
      import { Worker } from "node:worker_threads";
      const made = [];
      const worker = () => {
        if (made.length > 0) throw new Error("no more");
        made.push(new Worker(new URL("${script}"), { execArgv: [] }));
        return made[0];
      };
      await createPool({ threads: 1, worker });
      await made[0].terminate();
      console.log("ended");`;
    expect(await run([], source)).toBe("ended\n");
  });
});
