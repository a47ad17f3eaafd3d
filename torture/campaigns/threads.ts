import { setTimeout as sleep } from "node:timers/promises";
import { createPool, type Pool, PoolError } from "lanewise/pool";
import { type Drawn, drawCall } from "../calls/draw.js";
import type { FloatArray } from "../calls/subjects.js";
import { call, expectSame, outputNames, resultsOf, title } from "../calls/ways.js";
import { type Campaign, expect, inTime, type Tally } from "../campaign.js";
import type { Random } from "../random.js";
import { processEnds } from "../threads/exit.js";
import { type Start, workers } from "../threads/workers.js";

const SECONDS = 40;
// A process of its own takes a second.
const EXITS = 0.03;

export const threads: Campaign = {
  name: "threads",
  about:
    "pools whose threads are killed, refuse to start, die at once or never answer, whose calls are aborted, whose operands " +
    "are detached and which are closed, all at drawn moments: every promise settles, with the bits of the direct call, a " +
    "PoolError or the reason of the abort; a pool goes on afterwards; processes with an idle pool end",
  share: 2,
  async prepare() {
    return {
      async run(random, tally) {
        if (random.chance(EXITS)) {
          tally.count("processes that ended by themselves");
          await processEnds(random);
          return;
        }
        workers.next = () => "as it should";
        const pool = await start(random, tally);
        if (!pool) return;
        const calls = Array.from({ length: random.between(1, 8) }, () => startCall(random, pool, tally));
        await disturb(random, pool, tally);
        for (const settled of calls) await inTime(settled, SECONDS, "a call of a pool");
        workers.next = () => "as it should";
        await goesOn(random, pool, tally);
        await inTime(pool.close(), SECONDS, "close");
        await expectRejection(pool.run(...argumentsOf(drawCall(random, { most: 10 }))), "a call of a closed pool");
        expect(workers.live.size === 0, () => `${workers.live.size} threads live after close`);
      },
    };
  },
};

type RunArguments = Parameters<Pool["run"]>;
const argumentsOf = ({ subject, operands, options }: Drawn) =>
  [subject.call, ...operands, options] as unknown as RunArguments;

const STARTS: readonly Start[] = ["throws", "dies at once"];

async function start(random: Random, tally: Tally): Promise<Pool | undefined> {
  const count = random.between(1, 3);
  const mode = random.pick(["shared", "copy"] as const);
  const options = { threads: count, threshold: 0, mode };
  if (!random.chance(0.15)) return createPool(options);
  let left = random.between(1, count);
  const how = random.pick(STARTS);
  workers.next = () => (left-- > 0 ? how : "as it should");
  const error = await inTime(
    createPool(options).then(
      () => undefined,
      (reason: unknown) => reason,
    ),
    SECONDS,
    "createPool",
  );
  tally.count("pools whose threads did not start");
  expect(error instanceof PoolError, () => `createPool of threads that start like "${how}": ${String(error)}`);
  await inTime(gone(), SECONDS, "threads that were started already");
  return undefined;
}

async function gone(): Promise<void> {
  while (workers.live.size > 0) await sleep(5);
}

/** A call that settles as it should; some are aborted, some have operands that vanish. */
async function startCall(random: Random, pool: Pool, tally: Tally): Promise<void> {
  const drawn = drawCall(random, { most: random.chance(0.2) ? 200_000 : 5_000 });
  const want = call(drawn);
  const reason = new Error("aborted by the campaign");
  const controller = new AbortController();
  const aborts = random.chance(0.3);
  const detaches = random.chance(0.15);
  const delay = random.below(12);
  const operands = detaches ? drawn.operands.map((array) => array.slice()) : drawn.operands;
  const options = { ...drawn.options, ...(aborts && { signal: controller.signal }) };
  tally.count("calls of pools");
  const running = pool.run(...argumentsOf({ ...drawn, operands: operands as Drawn["operands"], options }));
  if (aborts) setTimeout(() => controller.abort(reason), delay);
  if (detaches) setTimeout(() => detach(operands as readonly FloatArray[]), delay);
  try {
    const got = await running;
    tally.count("results");
    if (!detaches) expectSame(drawn, "in a pool under attack", resultsOf(got), want);
  } catch (error) {
    const known = error instanceof PoolError || (aborts && error === reason);
    if (!known) throw error;
    tally.count(error === reason ? "aborted" : "rejected with a PoolError");
  }
}

function detach(arrays: readonly FloatArray[]): void {
  for (const { buffer } of arrays) {
    if (buffer.byteLength > 0) structuredClone(buffer, { transfer: [buffer as ArrayBuffer] });
  }
}

async function disturb(random: Random, pool: Pool, tally: Tally): Promise<void> {
  const events = random.below(4);
  for (let i = 0; i < events; i++) {
    await sleep(random.below(8));
    const kind = random.next();
    if (kind < 0.6) {
      if (random.chance(0.3)) {
        const how = random.pick(STARTS);
        let left = random.between(1, 2);
        workers.next = () => (left-- > 0 ? how : "as it should");
        tally.count("replacements that did not start", left);
      }
      const live = [...workers.live];
      if (live.length > 0) void random.pick(live).terminate();
      tally.count("threads killed");
    } else if (kind < 0.8) {
      workspaceOf(random, pool);
      tally.count("Workspaces of pools");
    } else if (kind < 0.9) {
      void pool.close();
      tally.count("closed midway");
    }
  }
}

function workspaceOf(random: Random, pool: Pool): void {
  if (pool.mode !== "shared") return;
  let ws: ReturnType<Pool["workspace"]>;
  try {
    ws = pool.workspace({ bytes: 2 ** 18 });
  } catch (error) {
    expect(error instanceof PoolError, () => `pool.workspace: ${String(error)}`);
    return;
  }
  const drawn = drawCall(random, { most: 500, type: "f32" });
  const operands = drawn.operands.map((array) => (array instanceof Int32Array ? array : ws.float32(array)));
  const outputs = outputNames(drawn).map((name) => [name, ws.float32(drawn.length)] as const);
  const running = pool.run(
    ...argumentsOf({ ...drawn, operands, options: { ...drawn.options, ...Object.fromEntries(outputs) } }),
  );
  const want = call(drawn);
  if (random.chance(0.3)) ws.dispose();
  running.then(
    (got) => {
      if (!ws.disposed) expectSame(drawn, "in a Workspace of a pool", resultsOf(got), want);
      ws.dispose();
    },
    (error: unknown) => {
      ws.dispose();
      if (!(error instanceof PoolError)) throw error;
    },
  );
}

/** After all that, the pool computes again, or it was closed. */
async function goesOn(random: Random, pool: Pool, tally: Tally): Promise<void> {
  const until = performance.now() + SECONDS * 1000;
  for (;;) {
    const drawn = drawCall(random, { most: 100 });
    try {
      const got = await inTime(pool.run(...argumentsOf(drawn)), SECONDS, title(drawn));
      expectSame(drawn, "in a pool after an attack", resultsOf(got), call(drawn));
      tally.count("pools that went on");
      return;
    } catch (error) {
      expect(error instanceof PoolError, () => `after an attack: ${String(error)}`);
      if (/closed/.test(error.message)) return;
      expect(performance.now() < until, () => `after an attack a pool does not recover: ${error.message}`);
      await sleep(50);
    }
  }
}

async function expectRejection(promise: Promise<unknown>, what: string): Promise<void> {
  const error = await inTime(
    promise.then(
      () => undefined,
      (reason: unknown) => reason,
    ),
    SECONDS,
    what,
  );
  expect(error instanceof PoolError, () => `${what}: ${String(error)}`);
}
