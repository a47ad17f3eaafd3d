import { createPool, type Pool } from "lanewise/pool";
import { type Drawn, drawCall } from "../calls/draw.js";
import { expectReference } from "../calls/oracle.js";
import { unknownMembers } from "../calls/subjects.js";
import {
  accumulated,
  canAccumulate,
  canBeInPlace,
  direct,
  expectSame,
  inBatch,
  inPlace,
  intoGuarded,
  inWorkspace,
  resultsOf,
} from "../calls/ways.js";
import { type Campaign, expect, type Tally } from "../campaign.js";
import type { Random } from "../random.js";

// A pool's call takes a hundred times as long as a direct one of few elements.
const POOLED = 0.01;

export const calls: Campaign = {
  name: "calls",
  about:
    "every function and member, with drawn types, lengths, shapes, parameters and numbers: all ways to make a call (new " +
    "arrays, given outputs, in place, in a Workspace, in a batch, in a pool, accumulated) have the same bits, operands and " +
    "all bytes around outputs stay, and results agree with an independent float64 reference within the published bounds",
  share: 4,
  async prepare() {
    expect(unknownMembers.length === 0, () => `members that no campaign calls: ${unknownMembers.join(", ")}`);
    const pools = [
      await createPool({ threads: 2, threshold: 0 }),
      await createPool({ threads: 1, threshold: 0, mode: "copy" }),
    ];
    return {
      run(random, tally) {
        const drawn = drawCall(random);
        const want = tryWays(random, tally, drawn);
        if (!random.chance(POOLED)) return;
        tally.count("calls of a pool");
        return inPool(random.pick(pools), drawn, want);
      },
      async close() {
        for (const pool of pools) await pool.close();
      },
    };
  },
};

function tryWays(random: Random, tally: Tally, drawn: Drawn) {
  const want = direct(drawn);
  let made = 1;
  intoGuarded(random, drawn, want);
  made++;
  if (canBeInPlace(drawn)) {
    inPlace(drawn, want);
    made++;
  }
  if (random.chance(0.5)) {
    inWorkspace(random, drawn, want);
    made++;
  }
  if (random.chance(0.3)) made += inBatch(random, drawn);
  if (canAccumulate(drawn)) {
    accumulated(random, drawn, want);
    made++;
  }
  tally.count("calls", made);
  tally.count("results compared with the reference", expectReference(drawn, want));
  return want;
}

async function inPool(pool: Pool, drawn: Drawn, want: ReturnType<typeof direct>): Promise<void> {
  const run = pool.run.bind(pool) as (...args: readonly unknown[]) => Promise<unknown>;
  const got = resultsOf(await run(drawn.subject.call, ...drawn.operands, drawn.options));
  expectSame(drawn, `in a pool (${pool.mode})`, got, want);
}
